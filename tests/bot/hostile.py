"""Updates as nobody would wish for them: every kind that the Bot API has, with the oddest words, numbers and places.

All that somebody could have written has `CANARY` in it, and markup that the bot itself never uses.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

CANARY = "Zq7"
EVIL = "https://evil.example/"
Json = dict[str, Any]

_ODD = (
    f"{CANARY}\ud800",
    f"\udc00{CANARY}\ud83d",
    f"\u202e{CANARY}\u2066abc\u2069",
    f"\u200b\u200d{CANARY}\ufeff",
    f"{CANARY}" + "e" + "\u0301" * 300,
    "👨‍👩‍👧‍👦" * 40 + CANARY,
    f"𝕳𝖊𝖑𝖑𝖔 {CANARY} 𠮷",
    f"{CANARY}\x00\x07\x1b[31m\x7f\ufffe",
    f"<b><tg-spoiler>{CANARY}</tg-spoiler>",
    f'<a href="{EVIL}">{CANARY}</a><u>{CANARY}</u>',
    f"</b></i></code>{CANARY}&lt;&amp",
    f"*_`[{CANARY}]({EVIL})||{CANARY}||~~{CANARY}~~",
    f"{CANARY} ' OR 1=1; DROP TABLE inbox; --",
    f"{CANARY}%s%n{{0}}{{x}}${{y}}",
    "？" * 4_096,
    f"{CANARY} " + "<" * 4_000,
    f"{CANARY}" + "没有墙" * 1_300,
    "\n" * 500 + CANARY,
    " ",
    "",
    f"{CANARY}\r\n\t\v\f",
)
_SPOKEN = (
    f"没有墙是谁说的？{CANARY}",
    f"When will Orion be released? {CANARY}",
    f"Altman 怎么回应撞墙? {CANARY}",
    f"{CANARY}?",
    "你好",
    "谢谢",
    f"@newsbot {CANARY} Orion？",
    f"请问@newsbot谁说的{CANARY}",
    "@NEWSBOT",
    f"@newsbot2 {CANARY}",
    f"good morning {CANARY}",
)
_COMMANDS = (
    "start",
    "help",
    "ask",
    "quote",
    "who",
    "timeline",
    "topics",
    "sources",
    "random",
    "settings",
    "privacy",
    "language",
    "add",
    "remove",
    "gaps",
    "stats",
    "ask@newsbot",
    "who@newsbot",
    "help@otherbot",
    "asl",
    "ASK@NewsBot",
    "ask@",
    "",
    "_",
    "a" * 70,
    "start@newsbot",
)
_NUMBERS = st.sampled_from([0, 1, -1, 3, 17, 255, 4_096, 2**31, -(2**31), 2**52, 2**63 - 1])
_DATES = st.sampled_from([0, 1, 1_700_000_000, 2**31 - 1])
_MEDIA: tuple[Json, ...] = (
    {
        "sticker": {
            "file_id": "s",
            "file_unique_id": "s",
            "type": "regular",
            "width": 1,
            "height": 1,
            "is_animated": False,
            "is_video": False,
        }
    },
    {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 1}},
    {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]},
    {"document": {"file_id": "d", "file_unique_id": "d", "file_name": f"../../{CANARY}\x00.exe", "file_size": 2**40}},
    {"dice": {"emoji": "🎲", "value": 6}},
    {"location": {"latitude": 1e308, "longitude": -1e308}},
    {"contact": {"phone_number": "1", "first_name": CANARY}},
    {
        "poll": {
            "id": "1",
            "question": CANARY,
            "options": [],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "quiz",
            "allows_multiple_answers": False,
            "allows_revoting": True,
            "members_only": False,
        }
    },
)
_SERVICE: tuple[Json, ...] = (
    {"new_chat_members": [{"id": 5, "is_bot": False, "first_name": CANARY}]},
    {"left_chat_member": {"id": 5, "is_bot": False, "first_name": CANARY}},
    {"new_chat_title": f"<b>{CANARY}</b>"},
    {"delete_chat_photo": True},
    {"group_chat_created": True},
    {"message_auto_delete_timer_changed": {"message_auto_delete_time": 5}},
    {"video_chat_ended": {"duration": 5}},
    {"forum_topic_created": {"name": CANARY, "icon_color": 1}},
    {"unheard_of": {"text": f"/ask@newsbot {CANARY}"}},
    {
        "successful_payment": {
            "currency": "XTR",
            "total_amount": 1,
            "invoice_payload": CANARY,
            "telegram_payment_charge_id": "1",
            "provider_payment_charge_id": "1",
        }
    },
)
_DATA = (
    "",
    "v1:",
    "v1:u",
    "v1:d",
    "v1:f:" + "x" * 52,
    "v1:m:x:999999",
    "v1:l:who:3",
    "v1:l:quotes:1",
    "v1:z:language-xx",
    "v1:z:language-en",
    "v1:p:erase-yes",
    "v1:p:erase",
    "v1:q:0:5",
    "v1:x",
    "v1:g",
    "v1:h:1",
    "v1:r:../../x",
    "v1:t:person:40",
    "v1:e:x:7",
    "v2:u",
    "v0:a:b",
    "game_42",
    f"<b>{CANARY}</b>",
    "\ud800",
    "v1:u:" + "\u0661",
    "v1:c:x\n",
    "v1:w:wrong",
    "v1:s",
    "v1:b",
    "v1:i:9",
    "v1:k",
    "v1:a:x",
    "x" * 4_000,
)
UNASKED = (
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "message_reaction",
    "message_reaction_count",
    "chosen_inline_result",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "managed_bot",
    "not_invented_yet",
)

words = st.one_of(
    st.sampled_from(_ODD),
    st.sampled_from(_SPOKEN),
    st.builds(lambda name, rest: f"/{name} {rest}", st.sampled_from(_COMMANDS), st.sampled_from(_ODD + _SPOKEN)),
    st.text(st.characters(), max_size=30).map(lambda text: text + CANARY),
)
people = st.fixed_dictionaries(
    {
        "id": st.sampled_from([1, 5, 2**40, 1087968824, 136817688, 777000]),
        "first_name": words,
        "is_bot": st.sampled_from([False, False, False, True]),
    },
    optional={
        "last_name": words,
        "username": words,
        "language_code": st.sampled_from(["en", "zh-hans", "zh-TW", "", "xx", "\u202e", "ZH_hant", "e" * 99]),
        "is_premium": st.booleans(),
    },
)
_entities = st.lists(
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(
                ["mention", "text_mention", "bot_command", "url", "text_link", "pre", "code", "new"]
            ),
            "offset": _NUMBERS,
            "length": _NUMBERS,
        },
        optional={"user": people, "url": st.just(EVIL), "language": words, "custom_emoji_id": st.just("1")},
    ),
    max_size=3,
)
_origins = st.sampled_from(
    [{"type": "hidden_user", "date": 1, "sender_user_name": f"<u>{CANARY}</u>"}, {"type": "unheard_of", "date": 1}]
)


def _message(replied: st.SearchStrategy[Json] | None) -> st.SearchStrategy[Json]:
    """The fields of a message but its number, its chat and its sender: whoever posts it knows better."""
    told = st.one_of(
        words.map(lambda text: {"text": text}),
        words.map(lambda text: {"text": text}),
        st.builds(lambda media, text: {**media, "caption": text}, st.sampled_from(_MEDIA), words),
        st.sampled_from(_MEDIA + _SERVICE),
    )
    optional: dict[str, st.SearchStrategy[Any]] = {
        "entities": _entities,
        "caption_entities": _entities,
        "from": people,
        "via_bot": people,
        "forward_origin": _origins,
        "is_automatic_forward": st.booleans(),
        "media_group_id": st.just("7"),
        "message_thread_id": _NUMBERS,
        "is_topic_message": st.booleans(),
        "edit_date": _DATES,
        "quote": st.fixed_dictionaries({"text": words, "position": _NUMBERS}),
        "author_signature": words,
    }
    if replied is not None:
        optional["reply_to_message"] = replied
    fields = st.fixed_dictionaries({"date": _DATES}, optional=optional)
    return st.builds(lambda told, fields: {**fields, **told}, told, fields)


_bottom = _message(None).map(
    lambda message: {"message_id": 3, "chat": {"id": 5, "type": "private", "first_name": CANARY}, **message}
)
messages = _message(_bottom)


def _member(status: str, person: Json) -> Json:
    rights = {"until_date": 0} if status == "kicked" else {}
    return {"status": status, "user": person, **rights}


_changes = st.fixed_dictionaries(
    {
        "from": people,
        "date": _DATES,
        "old_chat_member": st.builds(_member, st.sampled_from(["left", "member"]), people),
        "new_chat_member": st.builds(_member, st.sampled_from(["kicked", "member", "left"]), people),
    }
)
_presses = st.fixed_dictionaries(
    {"id": st.just("99"), "from": people, "chat_instance": st.just("1")},
    optional={
        "data": st.sampled_from(_DATA) | words,
        "message": messages,
        "game_short_name": words,
        "inline_message_id": words,
    },
)
_queries = st.fixed_dictionaries(
    {
        "id": st.just("99"),
        "from": people,
        "query": words,
        "offset": st.sampled_from(["", "20", "-1", "9999", "x", "٣"]),
    },
    optional={"chat_type": st.sampled_from(["sender", "private", "unheard_of"])},
)
updates = st.one_of(
    st.builds(lambda kind, body: {kind: body}, st.sampled_from(["message", "message", "edited_message"]), messages),
    messages.map(lambda body: {"message": body}),
    st.builds(lambda kind, body: {kind: body}, st.sampled_from(UNASKED), messages),
    _presses.map(lambda body: {"callback_query": body}),
    _queries.map(lambda body: {"inline_query": body}),
    _changes.map(lambda body: {"my_chat_member": body}),
)
"""An update without its number; messages in it lack number and chat."""
