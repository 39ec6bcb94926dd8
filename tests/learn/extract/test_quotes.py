from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nowall.learn.extract.quotes import FoundQuote, find_quotes
from nowall.learn.extract.quotes_marks import find_marked
from nowall.learn.extract.quotes_pieces import split_utterance, stands_at
from tests.learn.extract.naming import KnownNames


def found(text: str) -> list[FoundQuote]:
    return find_quotes(text.split("\n"), KnownNames())


def said(text: str) -> list[tuple[str | None, str]]:
    paragraphs = text.split("\n")
    return [(q.speaker, paragraphs[q.paragraph][q.start : q.end]) for q in found(text) if q.direct]


def told(text: str) -> list[tuple[str | None, str]]:
    paragraphs = text.split("\n")
    return [(q.speaker, paragraphs[q.paragraph][q.start : q.end]) for q in found(text) if not q.direct]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # before the words
        ("林晓表示，“我们下周出发。”", [("lin", "我们下周出发。")]),
        ("林晓表示：“我们下周出发。”会议随后结束。", [("lin", "我们下周出发。")]),
        ("林晓在接受采访时说：“路还很长。”", [("lin", "路还很长。")]),
        ("林晓告诉记者，“路还很长。”", [("lin", "路还很长。")]),
        ("林晓对赵安说：“你先走。”", [("lin", "你先走。")]),
        ("林晓在接受赵安的采访时谈到：“路还很长。”", [("lin", "路还很长。")]),
        ("林晓在微博写道：“今天很高兴。”", [("lin", "今天很高兴。")]),
        ("林晓转发了这条消息，并附文称：“等着看吧。”", [("lin", "等着看吧。")]),
        ("林晓坦言：“成本太高了。”", [("lin", "成本太高了。")]),
        ("林晓反问道：“谁来付钱？”", [("lin", "谁来付钱？")]),
        ("林晓拿起手机，激动地说：“通过了！”", [("lin", "通过了！")]),
        ("林晓感慨万千：“十年了，终于等到今天。”", [("lin", "十年了，终于等到今天。")]),
        ("林晓曾经说过，「每个村子都该有一座图书馆」。", [("lin", "每个村子都该有一座图书馆")]),
        ("回应赵安的批评时，林晓写道：“我没有错。”", [("lin", "我没有错。")]),
        ("對於趙安的說法，林曉這樣回應：「他不懂技術。」", [("lin", "他不懂技術。")]),
        ("林曉表示：「我們準備好了。」", [("lin", "我們準備好了。")]),
        ("林曉說過，『沒有什麼不可能』。", [("lin", "沒有什麼不可能")]),
        ('林晓说："一切顺利。"', [("lin", "一切顺利。")]),
        ("林晓说：‘一切顺利。’", [("lin", "一切顺利。")]),
        # after the words
        ("“我们下周出发。”林晓说。", [("lin", "我们下周出发。")]),
        ("“我们下周出发，”林晓表示。", [("lin", "我们下周出发")]),
        ("“路还很长。”谈到未来，林晓表示。", [("lin", "路还很长。")]),
        ("“路还很长。”星河科技创始人林晓告诉记者。", [("lin", "路还很长。")]),
        ("「路還很長。」林曉說。", [("lin", "路還很長。")]),
        ("“太好了，我等这一天很久了。”林晓笑得合不拢嘴。", [("lin", "太好了，我等这一天很久了。")]),
        ("赵安先走。“水退了。”“明天复工。”林晓说。", [("lin", "水退了。"), ("lin", "明天复工。")]),
        ("本报讯（记者 赵安）“我们都很好。”大家笑了。", [(None, "我们都很好。")]),
        ("林晓负责这项工作。“制度先行”，是多年的经验。", []),
        # in the middle and split
        ("“我来了，”林晓说，“就不走了。”", [("lin", "我来了"), ("lin", "就不走了。")]),
        ("“我来了。”林晓说，“不走了。”天黑了。", [("lin", "我来了。"), ("lin", "不走了。")]),
        # carried over
        ("林晓昨天到了现场。他说：“水已经退了。”", [("lin", "水已经退了。")]),
        ("林晓昨天到了现场。\n“水已经退了，大家可以回家。”", [("lin", "水已经退了，大家可以回家。")]),
        ("林晓表示赞成。他还强调：“钱不是问题。”", [("lin", "钱不是问题。")]),
        ("“水退了。”林晓说。这位研究员补充道：“明天复工。”", [("lin", "水退了。"), ("lin", "明天复工。")]),
        ("林晓先到。赵安随后发言，他说：“我同意。”", [("zhao", "我同意。")]),
        ("一位网友说：“太贵了。”他还说：“不会买。”", [(None, "太贵了。"), (None, "不会买。")]),
        # organisations and those who speak for them
        ("星河科技发言人表示：“我们不予置评。”", [("star", "我们不予置评。")]),
        ("星河科技在声明中称：“产品没有问题。”", [("star", "产品没有问题。")]),
        ("星河科技在博客中写道：“新版本已经上线。”", [("star", "新版本已经上线。")]),
        ("星河科技员工表示：“天天加班。”", [(None, "天天加班。")]),
        ("星河科技昨天开会。该公司表示：“一切照旧。”", [("star", "一切照旧。")]),
        ("林晓的律师表示：“他没有做过。”", [(None, "他没有做过。")]),
        ("对方回复称：“不关你事。”", [(None, "不关你事。")]),
        # nested, torn, over several paragraphs
        ("林晓说：“老师告诉我，‘别怕’，我就不怕了。”", [("lin", "老师告诉我，‘别怕’，我就不怕了。")]),
        ("林晓说：“第一段话在这里。\n“第二段话在这里。”", [("lin", "第一段话在这里。"), ("lin", "第二段话在这里。")]),
        ("林晓附文称：\n「我早就提醒过你。", [("lin", "我早就提醒过你。")]),
        ("”之前的话断了。“我来了。”林晓说。", [("lin", "我来了。")]),
        # a part of a sentence
        ("林晓说，后果是“很多年轻人会因此失去工作”。", [("lin", "很多年轻人会因此失去工作")]),
        ("在林晓看来，这个办法只是“拿时间换一点安慰”。", [("lin", "拿时间换一点安慰")]),
        ("林晓说，情况属实，“方案是大家一起定的。”", [("lin", "方案是大家一起定的。")]),
        # a dateline
        ("远洋社八月四日电（记者 某某）“我们都很好。”林晓说。", [("lin", "我们都很好。")]),
    ],
)
def test_chinese_quotes_have_their_words_and_speaker(text: str, expected: list[tuple[str | None, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Mary Hart said: "We leave on Monday."', [("hart", "We leave on Monday.")]),
        ('Mary Hart told The Daily, "We leave on Monday."', [("hart", "We leave on Monday.")]),
        ("“We leave on Monday,” said Mary Hart, head of Star Labs.", [("hart", "We leave on Monday")]),
        ('"We leave on Monday," Mary Hart said.', [("hart", "We leave on Monday")]),
        (
            '"We leave on Monday," said Mary Hart. "The rest will follow."',
            [("hart", "We leave on Monday"), ("hart", "The rest will follow.")],
        ),
        ('Mary Hart arrived. "It is over," she said.', [("hart", "It is over")]),
        ('Mary Hart called the plan "a gift to nobody".', [("hart", "a gift to nobody")]),
        ('A spokesperson for Star Labs said: "We have no comment."', [("star", "We have no comment.")]),
        ("Mary Hart wrote: “It’s time to go.”", [("hart", "It’s time to go.")]),
        ("“He said ‘no’ to me,” Tom Cole recalled.", [("cole", "He said ‘no’ to me")]),
        ('Tom Cole, who runs Star Labs, said: "Prices will fall."', [("cole", "Prices will fall.")]),
        ('"Prices will fall," according to Tom Cole.', [("cole", "Prices will fall")]),
    ],
)
def test_english_quotes_have_their_words_and_speaker(text: str, expected: list[tuple[str | None, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("林晓在平台上作出回应：\nthere is a way", [("lin", "there is a way")]),
        ("林晓提出质疑：我们真的需要它吗？答案恐怕是否定的。", [("lin", "我们真的需要它吗？答案恐怕是否定的。")]),
        ("林晓发表了看法：\n技术本身不会自动带来好处。\n会议结束。", [("lin", "技术本身不会自动带来好处。")]),
        ("林晓为新品做预告：春天的花很快要开了。", [("lin", "春天的花很快要开了。")]),
        ("林晓说：\n它不能读，\n它不能写。\n夜深了。", [("lin", "它不能读"), ("lin", "它不能写。")]),
        ("星河科技在文档中写道，新版本快了一倍。", [("star", "新版本快了一倍。")]),
        ("林曉作出回應：\n沒有那回事。", [("lin", "沒有那回事。")]),
        ("Mary Hart replied: It is time to move on.", [("hart", "It is time to move on.")]),
    ],
)
def test_words_after_a_colon_without_marks_are_direct_speech(text: str, expected: list[tuple[str | None, str]]) -> None:
    assert said(text) == expected


def test_numbered_reasons_in_the_first_person_go_on_with_the_speaker() -> None:
    text = "林晓给出了答案：\n“我决定离开。”\n第一，我没有时间做研究。\n第二，“我想换个环境”。我在这里太久了。"
    assert said(text) == [
        ("lin", "我决定离开。"),
        ("lin", "我没有时间做研究。"),
        ("lin", "我想换个环境"),
        ("lin", "我在这里太久了。"),
    ]


def test_a_narrator_who_takes_over_ends_words_after_a_colon() -> None:
    assert said("林晓表达：此时离开是合理的。赵安则给出了自己的答案。") == [("lin", "此时离开是合理的。")]


@pytest.mark.parametrize(
    "text",
    [
        "新款手机被曝“难产”，年底才能上市。",
        "模型在“思考”之后给出答案。",
        "《晨光》获得“最佳影片”奖。",
        "他外号“石头”，人称“石头哥”。",
        "工厂推行“安全第一”的原则。",
        "林晓强调“安全第一”的理念。",
        "林晓表示，“双减”政策落地后压力变小。",
        "活动以“走到一起来，梦想更精彩”为主题。",
        "墙上写着：“今日歇业，明日请早。”",
        "现场挂出“欢迎回家、一路平安”等横幅。",
        "這項計畫名為「晨光」，由星河科技主導。",
        'It uses "deep" models and 5" screens.',
        'Star Labs released a model named "Dawn".',
        'The so-called "smart" city has no trees.',
        "原标题：秋天来了，树叶黄了。",
    ],
)
def test_marks_that_are_no_speech_give_no_quote(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("林晓表示，新品将在五月发布。", [("lin", "新品将在五月发布。")]),
        ("林晓认为价格会继续下降。", [("lin", "价格会继续下降。")]),
        ("林晓还指出，明年会更难。", [("lin", "明年会更难。")]),
        ("林晓到场。他预测，明年会更难。", [("lin", "明年会更难。")]),
        ("林曉透露，新品將延後發布。", [("lin", "新品將延後發布。")]),
        ("林晓在文中表示：他参与了全部设计。", [("lin", "他参与了全部设计。")]),
        ("Mary Hart said that prices would fall.", [("hart", "prices would fall.")]),
        ("Star Labs said in a statement that it would open in May.", [("star", "it would open in May.")]),
        ("林晓对大家表示感谢。", []),
        ("林晓并不认为价格会下降。", []),
        ("一位员工透露，新品将延后发布。", []),
        ("也就是说，林晓的方案落空了。", []),
    ],
)
def test_indirect_speech_gives_the_clause(text: str, expected: list[tuple[str | None, str]]) -> None:
    assert told(text) == expected


def test_parts_of_one_remark_share_their_utterance() -> None:
    first, second, third = found("“我来了，”林晓说，“就不走了。”赵安说：“欢迎。”")
    assert first.utterance == second.utterance != third.utterance


def test_a_quote_tells_its_verb_and_where_it_is_introduced() -> None:
    (quote,) = found("会议开始。林晓在会上表示：“我们准备好了。”")
    assert quote.verb == "表示"
    assert quote.introduction is not None
    paragraph, start, end = quote.introduction
    assert (paragraph, "会议开始。林晓在会上表示："[start:end]) == (0, "林晓在会上表示")


def test_marks_nested_in_a_remark_count_once() -> None:
    text = "“甲‘乙’丙”和「丁」"
    assert [text[m.start : m.end] for m in find_marked(text)] == ["甲‘乙’丙", "丁"]


def test_a_mark_that_never_closes_does_not_hide_the_next_quotation() -> None:
    text = "“甲。林晓说，“乙”。"
    assert [text[m.start : m.end] for m in find_marked(text)] == ["乙"]


def test_long_utterances_are_cut_at_sentence_ends() -> None:
    text = "这是一句不长不短的话，用来凑数。" * 20
    pieces = split_utterance(text, 0, len(text))
    assert len(pieces) > 1
    assert all(end - start <= 120 and text[end - 1] == "。" for start, end in pieces)
    assert "".join(text[start:end] for start, end in pieces) == text


def test_a_tiny_piece_joins_its_neighbour() -> None:
    text = "好。" + "这是一句相当长的话，" * 12 + "完。"
    assert split_utterance(text, 0, len(text)) == [(0, len(text))]


def test_one_long_sentence_stays_whole() -> None:
    text = "长" * 300
    assert split_utterance(text, 0, 300) == [(0, 300)]


def test_english_utterances_are_cut_after_full_stops() -> None:
    text = "It costs 3.5 dollars now. " + "We will see what happens in the end. " * 5
    pieces = split_utterance(text, 0, len(text))
    assert text[slice(*pieces[0])].startswith("It costs 3.5 dollars now. We")
    assert all(text[end - 1] == "." for _, end in pieces)


def test_words_stand_at_their_span_or_do_not() -> None:
    assert stands_at("世界", 2, 4, "你好世界")
    assert not stands_at("世 界", 2, 4, "你好世界")
    assert not stands_at("世界", 2, 9, "你好世界")
    assert not stands_at("", 2, 2, "你好世界")


_PIECES = st.sampled_from(
    [
        "“",
        "”",
        "「",
        "」",
        '"',
        "‘",
        "’",
        "林晓",
        "说",
        "：",
        "，",
        "。",
        "\n",
        "他",
        "好的",
        "said ",
        "\x00",
        "第一，我",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=40).map("".join))
def test_hostile_text_gives_spans_within_its_paragraphs(text: str) -> None:
    paragraphs = text.split("\n")
    for quote in found(text):
        assert 0 <= quote.start <= quote.end <= len(paragraphs[quote.paragraph])


@settings(max_examples=100, deadline=None)
@given(st.lists(_PIECES, max_size=60).map("".join))
def test_pieces_of_any_text_are_in_order_and_lose_only_blanks(text: str) -> None:
    pieces = split_utterance(text, 0, len(text))
    joined = "".join(text[start:end] for start, end in pieces)
    assert "".join(joined.split()) == "".join(text.split())


def test_a_long_hostile_line_takes_linear_time() -> None:
    assert find_quotes(['"' * 20_000, "说：“" * 2_000], KnownNames()) == []
