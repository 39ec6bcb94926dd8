"""Links the names of one bearer: brackets, parts of names, short names of organisations, transliterations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import rjieba

from nowall.learn.extract.names_brackets import link_brackets
from nowall.learn.extract.names_dotted import COMMON_TAGS
from nowall.learn.extract.names_groups import Group, Groups
from nowall.learn.extract.names_sound import sound_alike
from nowall.learn.extract.names_text import Passage, chinese, word_set, words
from nowall.records import Entity, EntityKind

_CAMPUS = re.compile(r"^.{2,8}?大学(.{2,8}分校)$")


def link_variants(groups: Groups, passage: Passage) -> None:
    """Link what the article itself says to be one."""
    link_brackets(groups, passage)
    _link_parts(groups, passage)
    _link_titled(groups)
    _link_short(groups, passage)


def _link_parts(groups: Groups, passage: Passage) -> None:
    """The last or the first name alone, where one person only bears it and it stands alone in the article."""
    bearers: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        if group.kind is EntityKind.PERSON:
            for part in dict.fromkeys(part for form in group.forms for part in _parts(form)):
                bearers[part].append(group)
    full = [form for group in groups for form in group.forms if " " in form or "·" in form]
    for part, people in bearers.items():
        other = groups.get(part)
        if len(people) == 1 and not (other and other.known) and _stands_alone(part, full, passage):
            groups.link(people[0], part)


def _parts(form: str) -> Iterator[str]:
    pieces = form.split("·") if "·" in form else form.split(" ")
    for piece in dict.fromkeys((pieces[0], pieces[-1])) if len(pieces) > 1 else ():
        if len(piece) > (2 if piece.isascii() else 1) and not _is_ordinary(piece):
            yield piece


def _is_ordinary(word: str) -> bool:
    if word.isascii():
        return word in word_set("not_names")
    tagged = rjieba.tag(word, False)
    return len(tagged) == 1 and tagged[0][1] in COMMON_TAGS


def _stands_alone(part: str, full: Iterable[str], passage: Passage) -> bool:
    """Whether a part of a name stands somewhere outside every full name."""
    offsets = [(form, form.find(part)) for form in full if part in form and form != part]
    for start in passage.places(part):
        dotted = "·" in {passage.text[start - 1 : start], passage.text[start + len(part) : start + len(part) + 1]}
        if not dotted and not any(passage.text.startswith(form, max(0, start - offset)) for form, offset in offsets):
            return True
    return False


def _link_titled(groups: Groups) -> None:
    """王先生 is 王小明 where nobody else in the article is called 王."""
    people = [form for group in groups if group.kind is EntityKind.PERSON for form in group.forms if chinese(form)]
    titled = [form for form in people if form[1:] in word_set("surname_titles")]
    for form in titled:
        bearers = [name for name in people if name[0] == form[0] and name not in titled and len(name) < 4]
        if len(bearers) == 1 and "某" not in form and (bearer := groups.get(bearers[0])):
            groups.link(bearer, form)


def _link_short(groups: Groups, passage: Passage) -> None:
    """河滨分校 for 加州大学河滨分校, X for X有限公司, Verge for The Verge."""
    bodies = [group for group in groups if group.kind in {EntityKind.ORGANISATION, EntityKind.PUBLICATION}]
    pairs = [(group, form, short) for group in bodies for form in group.forms for short in _short_forms(form)]
    for group, form, short in pairs:
        other = groups.get(short)
        if not (other and other.known) and _occurs_without(short, form, passage):
            groups.link(group, short)


def _short_forms(form: str) -> Iterator[str]:
    if match := _CAMPUS.match(form):
        yield match.group(1)
    for ending in words("legal_forms", "legal_forms_en"):
        if form.endswith(ending):
            short = form.removesuffix(ending)
            if len(short) > 2 or (not chinese(short) and len(short) > 1):
                yield short
            return
    if form.startswith("The ") and len(form) > 7 and form.split(" ")[1] not in word_set("not_names"):
        yield form.removeprefix("The ")


def _occurs_without(short: str, form: str, passage: Passage) -> bool:
    before = form.find(short)
    return any(not passage.text.startswith(form, start - before) for start in passage.places(short))


def same_bearer(one: Entity, other: Entity) -> bool:
    """Whether two people are one by all that is known: the same office at the same place, and names that sound alike.

    It serves within an article and across articles. Names in the same letters are never taken for one here.
    """
    if one.kind is not EntityKind.PERSON or other.kind is not EntityKind.PERSON:
        return False
    offices = {(relation.role, relation.of) for relation in one.relations}
    if not any((relation.role, relation.of) in offices for relation in other.relations):
        return False
    return any(sound_alike(a, b) for a in one.names for b in other.names)
