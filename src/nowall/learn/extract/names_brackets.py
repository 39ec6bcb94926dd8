"""Links what brackets give as another name: 尼克·莱德(Nick Ryder), Safe Superintelligence(SSI), 人工智能(AI)."""

from __future__ import annotations

import re

import rjieba

from nowall.learn.extract.names_finds import Find
from nowall.learn.extract.names_groups import Groups
from nowall.learn.extract.names_sound import sound_alike
from nowall.learn.extract.names_text import Passage, chinese, word_set, words
from nowall.records import EntityKind

_BRACKET = re.compile(
    r" ?[(（](?:简称|即|又称|英文名?|代号|下称|以下简称)?[:： \"]*([^()（）\n，,；;。:：\"]{2,40}?)\"? ?[)）]"
)
_LATIN_NAME = re.compile(r"^[A-Za-z][A-Za-z0-9&.'-]*(?: [A-Za-z0-9&.'-]+){0,4}$")
_LATIN_BEFORE = re.compile(r"(?<![A-Za-z0-9 ])[A-Z][A-Za-z]{3,20}$")
_CONCEPT = re.compile(r"([\u4e00-\u9fff]{3,12})\"? ?[(（]([A-Z][A-Za-z-]{1,24}(?: [A-Z][a-z]+){0,3}|[A-Z]{2,6})[)）]")


_PARTICLES = frozenset("的是了在和为个这与由被把将其该有")
"""What no term holds."""


def link_brackets(groups: Groups, passage: Passage) -> None:
    """Link each name with what stands in brackets after it, where that can be its other form."""
    ends = {form: group for group in groups for form in group.forms}
    longest = sorted(ends, key=len, reverse=True)
    for match in _BRACKET.finditer(passage.text):
        before, inner = passage.text[max(0, match.start() - 40) : match.start()].rstrip(' "》'), match.group(1).strip()
        form = next((form for form in longest if before.endswith(form)), None) or _new_name(groups, before, inner)
        if form is None:
            _link_noun(groups, before, inner)
        elif (group := groups.get(form)) and _may_be_variant(form, inner, groups):
            groups.link(group, inner)
    for match in _CONCEPT.finditer(passage.text):
        _link_concept(groups, passage, match)


def _new_name(groups: Groups, before: str, inner: str) -> str | None:
    """A Latin word that is a name because a Chinese one explains it: Orion(猎户座)."""
    word = _LATIN_BEFORE.search(before)
    if word is None or word.group() in word_set("not_names") or not chinese(inner):
        return None
    groups.add(Find(word.group(), EntityKind.PRODUCT, sure=False))
    return word.group()


def _link_noun(groups: Groups, before: str, inner: str) -> None:
    """A noun of three characters or more that a name in brackets explains: 猎户座(Orion)."""
    group = groups.get(inner)
    if group and group.kind is not EntityKind.PERSON and before:
        word, tag = rjieba.tag(before[-8:], False)[-1]
        if len(word) > 2 and chinese(word) and tag.startswith("n"):
            groups.link(group, word)


def _may_be_variant(form: str, inner: str, groups: Groups) -> bool:
    group, other = groups.get(form), groups.get(inner)
    if not group or not inner or inner in word_set("not_names") or inner[0].isdigit():
        return False
    latin = bool(_LATIN_NAME.match(inner)) and inner[0].isupper()
    if _is_initials(inner, form) or _is_initials(form, inner):
        return True
    if latin == _latin(form) or not (latin or chinese(inner.replace("·", ""))):
        return False
    if other is not None:
        return other.kind is group.kind or not (other.known or group.known)
    if group.kind is EntityKind.PERSON:
        return sound_alike(form, inner)
    return latin or (len(inner) <= 8 and not set(inner) & set("的是了在和"))


def _latin(form: str) -> bool:
    return form[0].isascii()


def _is_initials(short: str, long: str) -> bool:
    """SSI are the initials of Safe Superintelligence, or the capitals and some letters in order."""
    if not (short.isascii() and long.isascii() and short.isupper() and 2 <= len(short) < len(long)):
        return False
    letters = iter(long.lower())
    return all(letter in letters for letter in short.lower()) and short[0] == long[0].upper()


def _link_concept(groups: Groups, passage: Passage, match: re.Match[str]) -> None:
    """人工智能(AI): a term with its abbreviation, where it is in quotation marks, or short, or all of it is nouns."""
    term, abbreviation = match.groups()
    other = groups.get(abbreviation)
    if (other and other.known) or groups.get(term) or term.endswith(words("titles")) or set(term) & _PARTICLES:
        return
    quoted = passage.text[match.start() - 1 : match.start()] == '"'
    if quoted or len(term) <= 6 or (len(term) <= 8 and _all_nouns(term)):
        groups.add(Find(term, EntityKind.CONCEPT))
        if group := groups.get(term):
            groups.link(group, abbreviation)


def _all_nouns(text: str) -> bool:
    return all(tag[0] in "nbjva" for _, tag in rjieba.tag(text, False))
