"""The test's side of inline mode: what people type behind the bot's name, and what they choose."""

from __future__ import annotations

import time

from tests.telegram_server.chats import Chat, Json, Person
from tests.telegram_server.groups import Groups
from tests.telegram_server.markup import utf16_length
from tests.telegram_server.people import threaded


class Asking(Groups):
    """People who ask the bot from anywhere."""

    def inline(self, person: Person, words: str, offset: str = "", chat_type: str = "sender") -> str:
        """Somebody types ``@bot words`` somewhere; gives the query's id."""
        if not self.supports_inline or utf16_length(words) > 256:
            raise ValueError("inline mode is off, or these are more words than Telegram sends")
        with self.changed:
            identifier = str(next(self.numbers))
            query = {"id": identifier, "from": person.as_json(), "query": words, "offset": offset}
            self.open_inline[identifier] = (time.monotonic(), query)
            self.push("inline_query", query | {"chat_type": chat_type})
        return identifier

    def choose(self, answer: Json, index: int, chat: Chat, person: Person) -> Json:
        """Somebody sends a result of an answer into a chat, whether or not the bot is there; gives the message.

        With buttons it has an inline_message_id by which the bot can edit it (`World.inline_id`).
        """
        result = answer["results"][index]
        with self.changed:
            fields = person.sender(chat) | {"via_bot": self.bot} | result["message"]
            message = self.add_message(chat, fields | threaded(chat, None, None))
            chosen = {"result_id": result["id"], "from": person.as_json(), "query": answer["query"]}
            if "reply_markup" in message:
                chosen["inline_message_id"] = f"AAQ{next(self.numbers)}"
                self.inline_messages[chosen["inline_message_id"]] = message
            if self.inline_feedback:
                self.push("chosen_inline_result", chosen)
            self.push_message(chat, message)
        return message
