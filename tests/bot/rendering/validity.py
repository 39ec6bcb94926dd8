"""What Telegram would check of a message, and values of every sort to make messages of."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.markup import utf16_length
from bot.presses import read
from bot.rendering.page import Page, Reader
from nowall.answers import (
    Answer,
    AnswerFact,
    ArticleCard,
    Citation,
    EntityCard,
    FactPage,
    Language,
    Status,
    Suggestion,
)
from nowall.records import EntityKind
from tests.telegram_server.keyboards import inline_keyboard
from tests.telegram_server.markup import parse_html

_MOST_UNITS = 4096
_MOST_BYTES = 1 << 15

languages = st.sampled_from(Language)
readers = st.builds(Reader, languages, st.just("newsbot"), st.booleans(), st.booleans())
words = st.text(max_size=80) | st.sampled_from(["<b>", "a&b", "</a>", '"x"', "🙂" * 30, "墙" * 50, "&lt;", "\n\n", " "])
long_words = words | st.builds(str.__mul__, words, st.integers(0, 200))
texts = long_words.filter(str.strip)
"""What is never empty: the text of a fact, of an answer."""
maybe = st.none() | long_words
keys = st.text(alphabet="abcdefghijk0123456789", min_size=1, max_size=10)
dates = st.none() | st.sampled_from(["2024", "2024-11", "2024-11-14"])
urls = st.none() | st.sampled_from(
    ["https://e.org/?a=1&b=<2>", "javascript:alert(1)", "https://a b", "//x", "https://", "http://[::1", "tg://x"]
)
facts = st.builds(
    AnswerFact, keys, keys, st.sampled_from(["fact", "quote"]), texts, keys, speaker=maybe, claimant=maybe, when=dates,
    side_label=maybe, short=st.none() | words, occasion=maybe, note=maybe, quote=maybe, translation=maybe,
    items=st.lists(words.filter(str.strip), max_size=4).map(tuple),
)  # fmt: skip
citations = st.builds(Citation, keys, keys, long_words, long_words, dates, urls)
suggestions = st.builds(Suggestion, keys, keys, long_words)
several_suggestions = st.lists(suggestions, max_size=9).map(tuple)
answers = st.builds(
    Answer, st.sampled_from(Status), languages, texts, st.none() | words, st.just(0.5),
    st.lists(facts, max_size=6).map(tuple), st.lists(citations, max_size=60).map(tuple), several_suggestions,
)  # fmt: skip
fact_pages = st.builds(
    FactPage, st.lists(facts, max_size=5).map(tuple), st.lists(citations, max_size=5).map(tuple),
    st.integers(0, 500), st.integers(0, 600),
)  # fmt: skip
article_cards = st.builds(
    ArticleCard, citations, maybe, maybe, maybe, st.integers(0, 9999), several_suggestions,
    st.lists(long_words, max_size=9).map(tuple),
)  # fmt: skip
entity_cards = st.builds(
    EntityCard, keys, keys, texts, st.sampled_from([kind.value for kind in EntityKind]), maybe,
    st.lists(long_words, max_size=20).map(tuple), st.lists(long_words, max_size=20).map(tuple),
)  # fmt: skip


def check(page: Page) -> None:
    """What Telegram would check."""
    text, entities = parse_html(page.html)
    assert text == page.plain
    assert text.strip()
    assert utf16_length(text) <= _MOST_UNITS
    assert len(page.html.encode()) <= _MOST_BYTES
    assert all(entity["length"] > 0 for entity in entities)
    assert all(e["url"].startswith(("http://", "https://")) for e in entities if e["type"] == "text_link")
    assert page.preview is None or page.preview.startswith(("http://", "https://"))
    if page.buttons:
        markup = page.buttons.to_dict()
        assert inline_keyboard({"reply_markup": markup})  # no more than a hundred, none empty, 64 bytes each
        data = (button.get("callback_data") for row in markup["inline_keyboard"] for button in row)
        assert all(read(carried) for carried in data if carried is not None)
