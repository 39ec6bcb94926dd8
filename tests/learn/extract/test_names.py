"""The names that short texts give: found, linked, and nothing else taken for one."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.learn.extract.names import ArticleNames, find_names, same_bearer
from nowall.learn.extract.names_text import key, level
from nowall.lexicon import lexicon
from nowall.records import Entity, EntityKind, Relation


def forms(names: ArticleNames) -> set[str]:
    return {form for entity in names.entities for form in (*entity.forms, *entity.cased)}


def bearer(names: ArticleNames, form: str) -> Entity:
    return next(entity for entity in names.entities if form in (*entity.forms, *entity.cased))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("市公安局局长周晓峰表示,案件已经告破。", "周晓峰"),
        ("來自校隊的林佩珊同學說,比賽很精彩。", "林佩珊"),
        ("文/记者 方雨晴", "方雨晴"),
        ("日本首相岸田茂雄说。日本首相岸田茂雄访华。", "岸田茂雄"),
        ("首席执行官玛丽·科尔森在会上发言。", "玛丽·科尔森"),
        ("副教授阿里木江·买买提发言。", "阿里木江·买买提"),
        ("研究员 Priya Raman 认为这不可行。", "Priya Raman"),
        ("Tom Becker said that the plan failed.", "Tom Becker"),
    ],
)
def test_person_beside_telling_words_is_found(text: str, name: str) -> None:
    assert bearer(find_names([text]), name).kind is EntityKind.PERSON


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("他毕业于南昌大学。", "南昌大学", EntityKind.ORGANISATION),
        ("据《海峡晚报》报道。", "海峡晚报", EntityKind.PUBLICATION),
        ("苏州星河精密制造有限公司成立了。", "苏州星河精密制造有限公司", EntityKind.ORGANISATION),
        ("龙腾股份(600123)今日上涨。", "龙腾股份", EntityKind.ORGANISATION),
        ("華為今日發布新機。", "华为", EntityKind.ORGANISATION),
        ("新手机 Zeta 12 Pro 采用 K9000 芯片,K9000 更快。", "Zeta 12 Pro", EntityKind.PRODUCT),
        ("大模型 Tango-3-mini 开源。", "Tango-3-mini", EntityKind.MODEL),
        ("Last week Northwind Labs hired ten people.", "Northwind Labs", EntityKind.ORGANISATION),
    ],
)
def test_name_of_a_thing_has_its_kind(text: str, name: str, kind: EntityKind) -> None:
    assert bearer(find_names([text]), name).kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "文明城市的雷阵雨给高峰时段带来许可证问题。",
        "小明爱吃苹果,也爱喝小米粥。",
        "屏幕 144Hz,电池 5000mAh,支持 5G 和 USB-C。",
        "一家公司和一所大学在会议上讨论了基金。",
        "However, the Police said on Monday that Prices rose.",
        "详情请见 https://www.openai.com/news 或联系 someone@huxiu.com",
        "银行业的公司债券市场表现平稳。",
        "2024年11月14日上午9点,气温为12.5度。",
    ],
)
def test_text_without_names_gives_none(text: str) -> None:
    assert forms(find_names([text])) <= {"小明"}


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("尼尔·格兰杰(Neil Granger)来了。", "尼尔·格兰杰", "Neil Granger"),
        ("Neil Granger（尼尔·格兰杰）來了。", "Neil Granger", "尼尔·格兰杰"),
        ("工程师玛丽·科尔森到场。科尔森认为可以。", "玛丽·科尔森", "科尔森"),
        ("研究员 Priya Raman 到场,Raman 认为可以。", "Priya Raman", "Raman"),
        ("Global Weather Service(GWS)说,GWS 会更新。", "Global Weather Service", "GWS"),
        ("加州大学圣迭戈分校说。圣迭戈分校又说。", "加州大学圣迭戈分校", "圣迭戈分校"),
        ("苏州星河精密有限公司上市。苏州星河精密的股价上涨。", "苏州星河精密有限公司", "苏州星河精密"),
        ("总经理赵国梁表示满意。赵先生说,赵先生很高兴。", "赵国梁", "赵先生"),
        ("据 The Verge 报道,Verge 的记者到场。", "The Verge", "Verge"),
        ("Novatek CEO Dana Altmeyer 到场,Novatek CEO阿尔特迈尔随后离开。", "Dana Altmeyer", "阿尔特迈尔"),
        ("英伟达上涨,辉达又下跌。", "英伟达", "辉达"),
    ],
)
def test_variants_in_one_article_are_one_entity(text: str, one: str, other: str) -> None:
    names = find_names([text])
    assert bearer(names, one) is bearer(names, other)


def test_first_name_that_two_people_bear_is_linked_to_neither() -> None:
    names = find_names(["研究员 Noel Brown 与研究员 Noel Shaw 来了,Noel 认为可以。"])
    assert "Noel" not in {*bearer(names, "Noel Brown").forms, *bearer(names, "Noel Shaw").forms}


def test_mentions_count_in_the_text_as_written() -> None:
    text = "「輝達」執行長瑪麗‧科爾森說。"
    names = find_names([text])
    assert [text[m.start : m.end] for m in names.mentions(text)] == ["輝達", "瑪麗‧科爾森"]


def test_longest_name_is_the_one_mentioned() -> None:
    text = "大模型 Gemini 9.5 比 Gemini 9 强。"
    names = find_names([text])
    assert [text[m.start : m.end] for m in names.mentions(text)] == ["Gemini 9.5", "Gemini 9"]


def test_name_within_a_longer_word_is_no_mention() -> None:
    names = find_names(["中国银行上涨。"])
    assert not names.mentions("中国银行业") or names.mentions("中国银行业")[0].entity != "bank-of-china"


def test_same_name_has_the_same_id_in_two_articles() -> None:
    first, second = find_names(["局长周晓峰表示。"]), find_names(["周晓峰局长说,局长周晓峰来了。"])
    assert bearer(first, "周晓峰").id == bearer(second, "周晓峰").id == "周晓峰"


def test_entity_is_looked_up_by_id() -> None:
    names = find_names(["谷歌发布财报。"])
    assert names.entity("google") is names.entities[0]
    assert names.entity("nobody") is None


def _person(identifier: str, name: str, role: str = "ceo", of: str = "novatek") -> Entity:
    return Entity(identifier, EntityKind.PERSON, name, name, (name,), relations=(Relation(role, of),))


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("奥特曼", "Sam Altman"),
        ("扎克伯格", "Mark Zuckerberg"),
        ("田渊栋", "Yuandong Tian"),
        ("纳德拉", "Satya Nadella"),
    ],
)
def test_same_office_and_sound_is_the_same_bearer(zh: str, en: str) -> None:
    assert same_bearer(_person("a", zh), _person("b", en))


def test_same_office_but_another_sound_is_another_bearer() -> None:
    assert not same_bearer(_person("a", "奥特曼"), _person("b", "Mira Murati"))


def test_same_sound_but_another_office_is_another_bearer() -> None:
    assert not same_bearer(_person("a", "奥特曼"), _person("b", "Sam Altman", of="elsewhere"))


def test_every_ambiguous_or_cased_form_stands_in_the_gazetteer() -> None:
    table = lexicon("gazetteer")
    known = {form for kind in EntityKind for entry in table.get(kind, {}).values() for form in entry}
    assert {*table["ambiguous"], *table["cased"]} <= known


def test_no_form_of_the_gazetteer_has_two_bearers() -> None:
    bearers: dict[str, set[str]] = defaultdict(set)
    for kind in EntityKind:
        for identifier, known in lexicon("gazetteer").get(kind, {}).items():
            for form in known:
                bearers[key(form)].add(identifier)
    assert {form: ids for form, ids in bearers.items() if len(ids) > 1} == {}


def test_every_chinese_form_of_the_gazetteer_is_written_as_text_is_levelled() -> None:
    known = [form for kind in EntityKind for entry in lexicon("gazetteer").get(kind, {}).values() for form in entry]
    assert [form for form in known if not form.isascii() and level(form) != form] == []


@pytest.mark.parametrize(
    "text",
    [
        "演员萨拉·普京到场。普京很高兴。",
        "约翰·特朗普到场。",
        "Mary Trump was late.",
        "选手拉德万斯卡获胜。",
        "演员科里根到场。",
    ],
)
def test_last_name_that_is_part_of_another_name_is_nobody_known(text: str) -> None:
    known = lexicon("gazetteer")["person"]
    assert [entity.id for entity in find_names([text]).entities if entity.id in known] == []


def test_full_name_decides_who_bears_a_last_name() -> None:
    names = find_names(["首席执行官帕特·基辛格到场。基辛格没有说话。"])
    assert "henry-kissinger" not in {entity.id for entity in names.entities}
    assert bearer(find_names(["亨利·基辛格到场。基辛格没有说话。"]), "基辛格").id == "henry-kissinger"


def test_head_of_state_is_known_beside_a_relative_of_the_same_last_name() -> None:
    names = find_names(["美国总统特朗普与女儿伊万卡·特朗普到场。"])
    assert {"donald-trump", "ivanka-trump"} <= {entity.id for entity in names.entities}


@given(st.lists(st.text(alphabet=st.characters(), max_size=60), max_size=4))
def test_any_text_is_read_without_error_and_offsets_are_in_order(paragraphs: list[str]) -> None:
    names = find_names(paragraphs)
    for text in paragraphs:
        places = [place for m in names.mentions(text) for place in (m.start, m.end)]
        assert places == sorted(places)
        assert all(0 <= place <= len(text) for place in places)


@given(st.text(alphabet="张王记者说表示·(A)（b）OpenAI 旗下的\ud800\0İ《》「」.-1", max_size=80))
def test_text_of_name_pieces_is_read_without_error(text: str) -> None:
    find_names([text]).mentions(text)
