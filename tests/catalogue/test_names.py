"""Whom words name."""

from __future__ import annotations

import pytest

from nowall.answers import Language
from nowall.catalogue import Catalogue

HANS, EN = Language.ZH_HANS, Language.EN


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Altman", ["sam-altman"]),
        ("奥特曼", ["sam-altman"]),
        ("奧特曼", ["sam-altman"]),
        ("sama", ["sam-altman"]),
        ("Altmann", ["sam-altman"]),
        ("奥特慢", ["sam-altman"]),
        ("Suskever", ["ilya-sutskever"]),
        ("Suts", ["ilya-sutskever"]),
        ("苏茨", ["ilya-sutskever"]),
        ("OpenAI", ["openai"]),
        ("Anthropic 的 CEO", ["dario-amodei", "anthropic"]),
        ("the CEO of Anthropic", ["dario-amodei", "anthropic"]),
        ("Altman 和 LeCun 谁说的对", ["sam-altman", "yann-lecun"]),
    ],
)
def test_words_name_somebody(shipped: Catalogue, words: str, named: list[str]) -> None:
    assert [card.id for card in shipped.named(words, HANS)] == named


@pytest.mark.parametrize("words", ["", " ", "?", "红烧肉", "asdfgh", "a", "今天天气不错", "🙂"])
def test_words_name_nobody(shipped: Catalogue, words: str) -> None:
    assert shipped.named(words, HANS) == ()


def test_beginning_that_many_share_gives_those_of_whom_most_is_told(shipped: Catalogue) -> None:
    cards = shipped.named("Op", EN, 3)
    assert len(cards) == 3
    assert cards[0].id == "openai"
    assert cards[0].facts >= cards[1].facts >= cards[2].facts


def test_second_half_of_a_name_will_do(tiny_catalogue: Catalogue) -> None:
    assert [card.id for card in tiny_catalogue.named("Lin", EN)] == ["ada-lin"]
    assert [card.id for card in tiny_catalogue.named("che", EN)] == ["bo-chen"]


def test_right_spelling_comes_before_a_guess(shipped: Catalogue) -> None:
    assert [card.id for card in shipped.named("Suskever 和 Altman", HANS)] == ["sam-altman", "ilya-sutskever"]


def test_learned_people_are_named(learned: Catalogue) -> None:
    assert [card.name for card in learned.named("馆长陆明远说了什么", HANS)] == ["陆明远"]
    assert [card.name for card in learned.named("陆", HANS)] == ["陆明远"]
