"""From Telegram's message to the facts that addressing decides on."""

from __future__ import annotations

from telegram import Chat, Message, MessageEntity, User
from telegram.constants import ChatID, ChatType

from bot.addressing import Addressed, Ignored, Incoming, Mark, Me, Replied, decide
from bot.commands import prompted
from bot.state.preferences import Listens
from nowall.answers import Language

_MEDIA = (
    "animation", "audio", "contact", "dice", "document", "game", "location", "paid_media", "photo", "poll",
    "sticker", "story", "venue", "video", "video_note", "voice",
)  # fmt: skip
_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


def me(user: User) -> Me:
    """Who the bot is, from what getMe says."""
    return Me(user.id, user.username or "", reads_everything=bool(user.can_read_all_group_messages))


def addressed(message: Message, bot: User, listens: Listens = Listens.MENTIONS) -> Addressed | Ignored:
    """Apply the decision table to a message."""
    return decide(incoming(message, bot.id, listens), me(bot))


def incoming(message: Message, my_id: int, listens: Listens = Listens.MENTIONS) -> Incoming:
    """The facts of a message."""
    return Incoming(
        private=message.chat.type == ChatType.PRIVATE,
        text=message.text or message.caption or "",
        marks=_marks(message),
        replied=_replied(message, my_id),
        channel=message.chat.type == ChatType.CHANNEL,
        via_bot=message.via_bot is not None,
        from_bot=_from_bot(message),
        automatic_forward=bool(message.is_automatic_forward),
        content=bool(message.text or message.caption or any(getattr(message, name) for name in _MEDIA)),
        album=message.media_group_id is not None,
        forwarded=message.forward_origin is not None,
        listens=listens,
    )


def moves(message: Message) -> bool:
    """Whether it says that a group became a supergroup: one of two messages, in the old chat and in the new."""
    return bool(message.migrate_to_chat_id or message.migrate_from_chat_id)


def topic(message: Message) -> int:
    """The forum topic, or 0; a plain thread of replies is none."""
    return message.message_thread_id or 0 if message.is_topic_message else 0


def language_of(user: User | None) -> Language:
    """The language of somebody's Telegram; Chinese where it is not known, the corpus being Chinese."""
    code = ((user and user.language_code) or "zh").lower()
    if code.startswith(_TRADITIONAL):
        return Language.ZH_HANT
    return Language.ZH_HANS if code.startswith("zh") else Language.EN


def _from_bot(message: Message) -> bool:
    """Anonymous admins and channels write through accounts that count as bots, but are people."""
    sender = message.from_user
    stand_ins = (ChatID.ANONYMOUS_ADMIN, ChatID.FAKE_CHANNEL)
    return sender is not None and sender.is_bot and sender.id not in stand_ins


def _marks(message: Message) -> tuple[Mark, ...]:
    text = message.text or message.caption or ""
    entities = message.entities if message.text else message.caption_entities
    units = text.encode("utf-16-le")
    return tuple(_mark(entity, units) for entity in entities)


def _mark(entity: MessageEntity, units: bytes) -> Mark:
    start, end = (
        len(units[: 2 * offset].decode("utf-16-le", "replace"))
        for offset in (entity.offset, entity.offset + entity.length)
    )
    return Mark(entity.type, start, end, entity.user.id if entity.user else None)


def _replied(message: Message, my_id: int) -> Replied | None:
    target = message.reply_to_message
    quoted = message.quote.text if message.quote else None
    if target is None:
        # A reply to a message of another chat comes without that message, but with what was quoted of it.
        return Replied(0, quoted) if quoted else None
    if target.forum_topic_created is not None:
        return None  # what every message of a topic replies to
    by_me = target.from_user is not None and target.from_user.id == my_id
    words = target.text or target.caption or ""
    return Replied(target.message_id, quoted or words, by_me, prompted(words) if by_me else None)


def is_private(chat: Chat | None) -> bool:
    """Whether this is a chat with one person."""
    return chat is not None and chat.type == ChatType.PRIVATE
