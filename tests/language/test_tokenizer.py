"""Words, stems and bigrams; two cutters that must not differ."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.language.normalise import normalise
from nowall.language.tokenizer import Cut, Tokenizer, bigrams, jieba_cutter, rjieba_cutter, stop_words
from nowall.semantic.texts import texts_to_embed
from tests.data.test_pack import corpus

CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=40)
# characters that stand in many words, so that words of several are met
FREQUENT = st.text(
    st.sampled_from("的一是不了人我在有他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学"),
    max_size=40,
)


@pytest.fixture(scope="module")
def jieba(tmp_path_factory: pytest.TempPathFactory) -> Cut:
    return jieba_cutter(tmp_path_factory.mktemp("jieba"))


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(rjieba_cutter())


def test_both_cutters_cut_the_pack_identically(jieba: Cut, tokenizer: Tokenizer) -> None:
    slow = Tokenizer(jieba)
    texts = [normalise(text) for text in texts_to_embed(corpus())[1]]
    assert [slow.terms(text) for text in texts] == [tokenizer.terms(text) for text in texts]


@given(text=st.one_of(CHINESE, FREQUENT, st.text(max_size=40)))
def test_both_cutters_cut_anything_identically(jieba: Cut, tokenizer: Tokenizer, text: str) -> None:
    assert Tokenizer(jieba).terms(normalise(text)) == tokenizer.terms(normalise(text))


def test_cutter_keeps_its_dictionary_in_the_given_folder(tmp_path: Path) -> None:
    jieba_cutter(tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir())


def test_stop_words_are_left_out(tokenizer: Tokenizer) -> None:
    assert tokenizer.words("什么是训练的成本") == ["训练", "成本"]
    assert tokenizer.words("what is the wall") == ["wall"]


@pytest.mark.parametrize(
    ("one", "other"), [("models", "model"), ("training", "trained"), ("released", "release"), ("companies", "company")]
)
def test_forms_of_an_english_word_are_one_term(tokenizer: Tokenizer, one: str, other: str) -> None:
    assert tokenizer.words(one) == tokenizer.words(other)


@pytest.mark.parametrize("text", ["100", "3.5", "20%", "4o", "o1", "h100"])
def test_numbers_and_codes_stay_whole(tokenizer: Tokenizer, text: str) -> None:
    assert tokenizer.words(text) == [text]


def test_bigrams_join_neighbours_only() -> None:
    assert list(bigrams("猎户座 orion 撞墙,推理")) == ["猎户", "户座", "撞墙", "推理"]


def test_bigrams_leave_stop_words_out() -> None:
    assert "的" in stop_words()
    assert list(bigrams("模型的墙")) == ["模型"]


def test_terms_are_words_and_marked_bigrams(tokenizer: Tokenizer) -> None:
    assert tokenizer.terms("撞墙 wall") == [*tokenizer.words("撞墙 wall"), "_撞墙"]


@given(st.text())
def test_terms_are_of_the_text(text: str) -> None:
    normal = normalise(text)
    for pair in bigrams(normal):
        assert pair in normal
