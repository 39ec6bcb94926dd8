from __future__ import annotations

from tests.learn.clean.cleaning import cleaned, texts


def test_two_give_aways_prove_it_and_are_put_back() -> None:
    article = cleaned("他向来宾先容了新馆，希翼大家常来。\n机器人代替用户实行任务，这是引导原则。")
    assert article.altered
    assert texts(article) == ["他向来宾介绍了新馆，希望大家常来。", "机器人代替用户执行任务，这是指导原则。"]


def test_one_give_away_alone_proves_nothing() -> None:
    article = cleaned("他向来宾先容了新馆，并实行任务。")
    assert not article.altered
    assert texts(article) == ["他向来宾先容了新馆，并实行任务。"]


def test_ordinary_words_in_a_genuine_text_stay() -> None:
    text = "政府实行任务清单制度，引导原则上不变，数知识题。"
    assert texts(cleaned(text)) == [text]


def test_quoted_words_stay_as_they_are_found() -> None:
    article = cleaned("他先容说：“我希翼大家实行任务。”\n她希翼如此。")
    assert texts(article) == ["他介绍说：“我希翼大家实行任务。”", "她希望如此。"]


def test_ambiguous_word_stays_without_its_collocation() -> None:
    article = cleaned("他先容了新馆，希翼大家看看那部影片，并实行新规。")
    assert texts(article) == ["他介绍了新馆，希望大家看看那部影片，并实行新规。"]


def test_word_inside_another_is_no_give_away() -> None:
    assert not cleaned("这首先容易做到。\n首先容纳更多人。\n预先容许大家进入。").altered


def test_space_that_came_with_a_word_is_closed() -> None:
    article = cleaned("他先容了谷歌 公司，希翼谷歌 成功，而 谷歌 也在努力。")
    assert texts(article) == ["他介绍了谷歌公司，希望谷歌成功，而谷歌也在努力。"]


def test_substitute_in_the_middle_of_a_word_is_put_back() -> None:
    assert "数学问题" in texts(cleaned("他先容了数知识题，希翼有人会做。"))[0]
