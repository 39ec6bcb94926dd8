"""Finds organisations by the last word of their Chinese names, listed companies, and works in title marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import rjieba

from nowall.learn.extract.names_finds import Find
from nowall.learn.extract.names_gazetteer import known_keys
from nowall.learn.extract.names_text import Passage, chinese, word_set, words
from nowall.records import EntityKind

_LONGEST = 18
"""Characters of the longest name of an organisation."""
_LISTED = re.compile(r"([\u4e00-\u9fffA-Z*]{2,12})[(（](?:SH|SZ|HK|NASDAQ|NYSE)?[:：]?\d{5,6}(?:\.[A-Z]{2})?[)）]")
_WORK = re.compile(r"《([^《》\n]{2,24})》")
_SENTENCE_IN = re.compile(r"[，。！？；,!?;\"\d]|的.*的|消息|发布|宣布|正在|如何|为何|为什么|[()]")
_WITHIN = ("n", "v", "vn", "j", "b", "a", "eng", "x", "f", "s", "l", "i", "g", "k", "q", "t")
"""Tags (or what they begin with) of words within an organisation's name."""
_LONGEST_PLACE = 8
"""Characters of the longest place to which an authority belongs."""
_LONGEST_BRAND = 4
"""Characters of the longest brand before 科技, 汽车 and the like."""
_LONGEST_WORK = 12
"""Characters of the longest title of a work that is no law."""
_PROPER = ("ns", "nt", "nz", "nr")


def find_organisations(passage: Passage) -> list[Find]:
    """Organisations with a Chinese ending (and media among them), and companies with their stock numbers."""
    return [*_ended(passage), *_listed(passage)]


def find_works(passage: Passage) -> list[Find]:
    """What stands in title marks and is short enough for a title, not a headline."""
    titles = dict.fromkeys(_WORK.findall(passage.text))
    return [Find(form, EntityKind.PUBLICATION) for form in titles if _is_title(form)]


def _is_title(text: str) -> bool:
    return not _SENTENCE_IN.search(text) and not (chinese(text) and _is_no_title(text))


def _is_no_title(text: str) -> bool:
    """Whether words in title marks are a headline, a form to fill in, or an ordinary word."""
    if (
        len(text) < 3
        or text.endswith(words("no_titles"))
        or (len(text) > _LONGEST_WORK and not text.endswith(words("laws")))
    ):
        return True
    tagged = rjieba.tag(text, False)
    return len(tagged) == 1 and not tagged[0][1].startswith(("nz", "nr", "ns", "nt"))


@cache
def _endings() -> tuple[str, ...]:
    return tuple(sorted(words("organisation_endings", "publication_endings"), key=len, reverse=True))


def _ended(passage: Passage) -> Iterator[Find]:
    begun = reached = 0
    endings = _endings()
    last = {ending[-1] for ending in endings}
    for number, (word, _) in enumerate(passage.tagged):
        if word[-1] not in last or not word.endswith(endings) or _goes_on(passage, number):
            continue
        end = passage.starts[number] + len(word)
        first = _first_word(passage, number)
        start = begun if begun < reached and passage.starts[first] <= reached else passage.starts[first]
        form = passage.text[start:end].strip(" ")
        if _is_organisation(form, passage.tagged[first : number + 1]):
            yield Find(form, _kind(form), sure=True)
            begun, reached = start, end


def _goes_on(passage: Passage, number: int) -> bool:
    """Whether the next word is an ending too, which the name then has."""
    following = passage.tagged[number + 1 : number + 3]
    joined = ""
    for word, _ in following:
        joined += word
        if joined.endswith(_endings()) and joined not in {"公司", "集团", "银行", "大学"} | word_set(
            "publication_endings"
        ):
            return True
    return bool(following) and following[0][0].endswith(words("organisation_endings"))


def _first_word(passage: Passage, number: int) -> int:
    """The word that the name begins with: as far left as its words go, then right to the first proper one."""
    first = number
    while first and passage.starts[number] - passage.starts[first - 1] < _LONGEST:
        word, tag = passage.tagged[first - 1]
        if (
            not tag.startswith(_WITHIN)
            or word in word_set("not_in_organisations")
            or _verbal(word, tag)
            or not word.isalnum()
        ):
            break
        first -= 1
    for place in range(first, number + 1):
        if _proper(*passage.tagged[place]):
            return place
    return number


def _verbal(word: str, tag: str) -> bool:
    return tag == "v" and (len(word) == 1 or word not in word_set("verbs_in_organisations"))


def _proper(word: str, tag: str) -> bool:
    """Whether a word is or may be a name: tagged so, or unknown to the dictionary."""
    if word.isascii():
        return word[0].isupper() and len(word) > 1 and word not in word_set("not_names")
    if tag.startswith(_PROPER):
        return len(word) > 1 and not (len(word) == 3 and tag.startswith("nr"))  # that is somebody
    unknown = len(word) > 1 and chinese(word) and len(rjieba.cut(word, False)) > 1
    return unknown and not word.endswith(_endings()) and not set(word) & word_set("not_in_organisations")


def _is_organisation(form: str, tagged: list[tuple[str, str]]) -> bool:
    ending = next((e for e in _endings() if form.endswith(e)), "")
    head = form[: -len(ending)] if ending else form
    if (
        len(head) < 2
        or form.startswith(words("legal_forms"))
        or form in word_set("organisation_endings")
        or form[0] in "的和与及在"
    ):
        return False
    word, tag = tagged[0]
    if len(tagged) == 1:
        return tag in {"nt", "nz"} and _begins_with_place(form) and ending != head
    if ending in word_set("local_endings") and not (tag.startswith("ns") and len(head) <= _LONGEST_PLACE):
        return False
    if ending in word_set("weak_endings") and len(head) > _LONGEST_BRAND:
        return False
    return _proper(word, tag) and not (_is_country(head) and ending in word_set("generic_endings"))


def _is_country(text: str) -> bool:
    known = known_keys().get(text)
    return bool(known and known.kind is EntityKind.PLACE and not known.forms[-1].endswith(("市", "省")))


def _begins_with_place(form: str) -> bool:
    return any(rjieba.tag(form[:length], False)[0] == (form[:length], "ns") for length in (2, 3))


def _kind(form: str) -> EntityKind:
    return EntityKind.PUBLICATION if form.endswith(words("publication_endings")) else EntityKind.ORGANISATION


def _listed(passage: Passage) -> Iterator[Find]:
    """奥佳华(002614): the short names of listed companies have three or four characters."""
    for match in _LISTED.finditer(passage.text):
        run = match.group(1)
        if len(run) > 4:
            at = [place for place in range(len(run) - 4, len(run) - 2) if match.start(1) + place in passage.edges]
            run = run[at[0] :] if at else ""
        if len(run) > 2:
            yield Find(run, EntityKind.ORGANISATION)
