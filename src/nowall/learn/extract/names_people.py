"""Finds people's names in Chinese characters, where the words around agree that it is a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import rjieba

from nowall.learn.extract.names_dotted import COMMON_TAGS, dotted_names, foreign_characters
from nowall.learn.extract.names_finds import Find
from nowall.learn.extract.names_text import Passage, chinese, word_set, words
from nowall.lexicon import lexicon
from nowall.records import EntityKind

_ENOUGH = 3
"""The evidence that makes a name: see `_evidence`."""
_LONGEST_FOREIGN = 7
"""Characters of the longest foreign name without a dot."""
_LABELLED = re.compile(r"(?:{labels}) ?[:|丨/] ?$")
_AGE = re.compile(r"[(（，,] ?(?:男|女|现年|\d{2}岁|1[89]\d\d年)")


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    table = lexicon("surnames")
    return frozenset(table["single"]) | word_set("rare_surnames"), frozenset(table["double"])


@cache
def _openings() -> frozenset[str]:
    """What a surname begins with, and the surnames of two characters."""
    single, double = _surnames()
    longer = double | word_set("japanese_surnames")
    return single | longer | {surname[0] for surname in longer}


@cache
def _offices() -> tuple[str, ...]:
    roles = (form for role in lexicon("roles")["role"] for form in role["zh"] if len(form) > 1)
    wrong = {"AI", "产品", "系统", "服务", "软件", "部分", "模型", "团队", "方法", "论文", "用户", "客户", "伙伴"}
    return tuple(dict.fromkeys((*words("offices"), *(form for form in roles if form not in wrong))))


@cache
def _labelled() -> re.Pattern[str]:
    return re.compile(_LABELLED.pattern.format(labels="|".join(words("labels"))))


def find_people(passage: Passage, taken: frozenset[int]) -> list[Find]:
    """People's names; ``taken`` are the characters that known names cover."""
    dotted = list(dotted_names(passage))
    taken |= {place for start, end in dotted for place in range(start, end)}
    spans = dict.fromkeys((*dotted, *_native(passage, taken), *_transliterated(passage, taken)))
    finds = [Find(passage.text[start:end], EntityKind.PERSON) for start, end in spans]
    return [*finds, *_titled(passage, taken)]


def _native(passage: Passage, taken: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Chinese names, and Japanese ones: a surname and one or two characters more."""
    opening = _openings()
    for number, (word, tag) in enumerate(passage.tagged):
        if word[0] not in opening or not (len(word) in {1, 3} or tag.startswith("nr") or word[:2] in opening):
            continue
        start = passage.starts[number]
        if start in taken:
            continue
        for end in _native_ends(passage, number):
            if _evidence(passage, start, end, guessed=_is_guess(word, tag)) >= _ENOUGH:
                yield start, end
                break


def _native_ends(passage: Passage, number: int) -> Iterator[int]:
    """Where a name that begins with this word may end, the likeliest first."""
    word, tag = passage.tagged[number]
    start = passage.starts[number]
    surname = _surname(passage.text[start : start + 2])
    if not surname or (len(word) > surname and not _is_guess(word, tag)):
        return
    lengths = {surname + 1, surname + 2} if word[:2] not in word_set("japanese_surnames") else {4}
    ends = [start + len(word)] if _is_guess(word, tag) and len(word) in lengths else []
    following = [passage.starts[n] for n in range(number + 1, min(number + 4, len(passage.starts)))]
    ends += sorted((end for end in following if end - start in lengths), reverse=True)
    for end in dict.fromkeys(ends):
        given = passage.text[start + surname : end]
        if chinese(given) and not set(given) & set(lexicon("names")["not_in_names"]):
            yield end


def _is_guess(word: str, tag: str) -> bool:
    """Whether jieba takes a word for a person's name, or for a word of three characters that no dictionary has."""
    return tag.startswith("nr") or (len(word) == 3 and len(rjieba.cut(word, False)) > 1)


def _surname(text: str) -> int:
    """How many characters of the beginning are a surname."""
    single, double = _surnames()
    if text in double or text in word_set("japanese_surnames"):
        return 2
    return int(text[:1] in single)


def _evidence(passage: Passage, start: int, end: int, *, guessed: bool) -> int:
    """How much speaks for a person: two for each neighbouring word that goes with people, one for each lesser sign."""
    name = passage.text[start:end]
    around = _around(passage.text, start, end)
    goes_on = set(name) | set(passage.text[end : end + 1]) <= foreign_characters() and end + 1 in passage.edges
    if not around or goes_on:
        return 0
    score = around + guessed + (len(name) == 3) + (passage.text.count(name) > 1)
    ordinary = rjieba.tag(name, False)
    if len(ordinary) == 1 and (len(name) == 2 or not ordinary[0][1].startswith("nr")):
        score -= 2 if ordinary[0][1].startswith("nr") else 4
    return score - (not guessed and any(len(word) > 1 for word, _ in ordinary)) * 2


def _around(text: str, start: int, end: int) -> int:
    before, after = text[max(0, start - 12) : start], text[end : end + 12]
    score = 0
    if before.rstrip(" ").endswith(_offices()) or _labelled().search(before):
        score += 2
    if after.startswith(words("titles")) or _AGE.match(after):
        score += 2
    return score + 2 * after.lstrip(" 也还则曾又").startswith(words("speech"))


def _transliterated(passage: Passage, taken: frozenset[int]) -> Iterator[tuple[int, int]]:
    """奥特曼, 索比亚宁: foreign characters beside a word that goes with people alone."""
    foreign = foreign_characters()
    for number, (word, tag) in enumerate(passage.tagged):
        if word[0] not in foreign or not foreign.issuperset(word) or (start := passage.starts[number]) in taken:
            continue
        end = start + len(word)
        end = _foreign_end(passage, number, end)
        if (
            3 <= end - start <= _LONGEST_FOREIGN
            and not taken & set(range(start, end))
            and _is_foreign_person(passage, start, end, tag)
        ):
            yield start, end


def _foreign_end(passage: Passage, number: int, end: int) -> int:
    """Where the foreign characters end that follow a word: guessed names, and single characters."""
    foreign, limit = foreign_characters(), end + _LONGEST_FOREIGN
    for word, tag in passage.tagged[number + 1 : number + 3]:
        if not (foreign.issuperset(word) and tag.startswith("nr")):
            break
        end += len(word)
    while passage.text[end : end + 1] in foreign and end + 1 in passage.edges and end < limit:
        end += 1
    return end


def _is_foreign_person(passage: Passage, start: int, end: int, tag: str) -> bool:
    text = passage.text
    name = text[start:end]
    if tag.startswith("ns") or any(len(word) > 2 and not t.startswith("nr") for word, t in rjieba.tag(name, False)):
        return False
    if sum(len(word) > 1 and t in COMMON_TAGS for word, t in rjieba.tag(name, False)):
        return False
    office = text[max(0, start - 12) : start].rstrip(" ").endswith(_offices())
    return office or text[end : end + 12].startswith(words("human", "titles"))


def _titled(passage: Passage, taken: frozenset[int]) -> Iterator[Find]:
    """王先生, 李某: a bare surname with a title, where the article says it more than once."""
    single, _ = _surnames()
    titles = "|".join(words("surname_titles"))
    counts: dict[str, int] = {}
    for match in re.finditer(
        rf"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?:{titles})|(?<=[\u4e00-\u9fff])[\u4e00-\u9fff](?:{titles})",
        passage.text,
    ):
        if match.group()[0] in single and match.start() not in taken and match.start() in passage.edges:
            counts[match.group()] = counts.get(match.group(), 0) + 1
    for form, count in counts.items():
        if count > 1:
            yield Find(form, EntityKind.PERSON, sure=False)
