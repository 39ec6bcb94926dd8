"""Links the names of one bearer: brackets, parts of names, short names of organisations, transliterations."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import rjieba

from nowall.language.normalise import squash
from nowall.learn.extract.names_finds import Find
from nowall.learn.extract.names_gazetteer import Sighting, is_cased, known_keys
from nowall.learn.extract.names_sound import sound_alike
from nowall.learn.extract.names_text import Passage, chinese, key, word_set, words
from nowall.records import Entity, EntityKind

_BRACKET = re.compile(r" ?[(（](?:简称|即|又称|英文名?|代号|下称|以下简称)?[:： \"]*([^()（）\n，,；;。:：\"]{2,40}?)\"? ?[)）]")
_LATIN_NAME = re.compile(r"^[A-Za-z][A-Za-z0-9&.'-]*(?: [A-Za-z0-9&.'-]+){0,4}$")
_CAMPUS = re.compile(r"^.{2,8}?大学(.{2,8}分校)$")
_CONCEPT = re.compile(r"([\u4e00-\u9fff]{3,12})\"? ?[(（]([A-Z][A-Za-z-]{1,24}(?: [A-Z][a-z]+){0,3}|[A-Z]{2,6})[)）]")


_LATIN_BEFORE = re.compile(r"(?<![A-Za-z0-9 ])[A-Z][A-Za-z]{3,20}$")


@dataclass
class Group:
    """The forms of one bearer as far as they are linked, in the order in which they were found."""

    forms: dict[str, None] = field(default_factory=dict)
    kinds: Counter[EntityKind] = field(default_factory=Counter)
    known: str | None = None
    """The gazetteer's id."""
    display: tuple[str, str] | None = None

    @property
    def kind(self) -> EntityKind:
        """What most of the evidence says."""
        return max(self.kinds, key=lambda kind: self.kinds[kind])

    def take(self, other: Group) -> None:
        """Make another group's forms and evidence this one's."""
        self.forms.update(other.forms)
        self.kinds.update(other.kinds)
        self.known, self.display = self.known or other.known, self.display or other.display


class Groups:
    """All names of one article, while they are being linked."""

    def __init__(self) -> None:
        self._by_key: dict[str, Group] = {}

    def __iter__(self) -> Iterator[Group]:
        return iter({id(group): group for group in self._by_key.values()}.values())

    def get(self, form: str) -> Group | None:
        """The group that has a form."""
        return self._by_key.get(key(form))

    def see(self, sighting: Sighting) -> None:
        """Take in a known name."""
        known = sighting.known
        group = self._by_key.get(known.id + "\0") or self._by_key.setdefault(known.id + "\0", Group())
        group.known, group.display = known.id, (known.forms[0], known.forms[1])
        group.kinds[known.kind] = 100
        self._add(group, sighting.form)

    def add(self, find: Find) -> None:
        """Take in a name that was found."""
        known = known_keys().get(key(find.form))
        if known:
            self.see(Sighting(known, find.form, 0, 0))
            return
        group = self.get(find.form) or Group()
        group.kinds[find.kind] += 3 if find.sure else 1
        self._add(group, find.form)

    def _add(self, group: Group, form: str) -> None:
        group.forms.setdefault(form)
        self._by_key[key(form)] = group

    def link(self, one: Group, form: str) -> None:
        """Give a group another form, and with it all that bears it."""
        other = self.get(form)
        if other is one or (other and one.known and other.known):
            return
        first, second = (other, one) if other and other.known else (one, other)
        if second:
            first.take(second)
            self._by_key = {k: first if group is second else group for k, group in self._by_key.items()}
        self._add(first, form)


def link_variants(groups: Groups, passage: Passage) -> None:
    """Link what the article itself says to be one."""
    _link_brackets(groups, passage)
    _link_parts(groups, passage)
    _link_short(groups, passage)


def _link_brackets(groups: Groups, passage: Passage) -> None:
    ends: dict[str, Group] = {form: group for group in groups for form in group.forms}
    longest = sorted(ends, key=len, reverse=True)
    for match in _BRACKET.finditer(passage.text):
        before, inner = passage.text[max(0, match.start() - 40) : match.start()].rstrip(' "》'), match.group(1).strip()
        form = next((form for form in longest if before.endswith(form)), None)
        if not form and (word := _LATIN_BEFORE.search(before)) and word.group() not in word_set("not_names") and chinese(inner):
            form = word.group()
            groups.add(Find(form, EntityKind.PRODUCT, sure=False))
            ends[form] = groups.get(form) or Group()
        if not form and (group := groups.get(inner)) and group.kind is not EntityKind.PERSON:
            word = _noun_before(before)
            if word:
                groups.link(group, word)
        if form and _may_be_variant(form, inner, groups):
            groups.link(ends[form], inner)
    for match in _CONCEPT.finditer(passage.text):
        _link_concept(groups, passage, match)


def _noun_before(text: str) -> str | None:
    """The one word that a text ends with, where it is a rare enough noun: 猎户座(Orion)."""
    word, tag = rjieba.tag(text[-8:], False)[-1] if text else ("", "")
    return word if len(word) > 2 and chinese(word) and tag.startswith("n") else None


def _may_be_variant(form: str, inner: str, groups: Groups) -> bool:
    group, other = groups.get(form), groups.get(inner)
    if not group or inner in word_set("not_names") or inner[0].isdigit():
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
    return latin or len(inner) <= 8 and not set(inner) & set("的是了在和")


def _latin(form: str) -> bool:
    return form[0].isascii()


def _is_initials(short: str, long: str) -> bool:
    """SSI are the initials of Safe Superintelligence, or the capitals and some letters in order."""
    if not (short.isascii() and long.isascii() and short.isupper() and 2 <= len(short) < len(long)):
        return False
    letters = iter(long.lower())
    return all(letter in letters for letter in short.lower()) and short[0] == long[0].upper()


def _link_concept(groups: Groups, passage: Passage, match: re.Match[str]) -> None:
    """人工智能(AI): a term with its abbreviation, where quotation marks or a dictionary word say where it begins."""
    run, abbreviation = match.groups()
    if groups.get(abbreviation) and groups.get(abbreviation).known or groups.get(run):  # type: ignore[union-attr]
        return
    quoted = passage.text[match.start() - 1 : match.start()] == '"'
    tail = run if quoted or len(run) <= 6 or (len(run) <= 8 and _all_nouns(run)) else ""
    if not tail or tail.endswith(words("titles")) or set(tail) & set("的是了在和为个这与由被把将其该有"):
        return
    group = groups.get(abbreviation) or Group()
    group.kinds[EntityKind.CONCEPT] += 2
    group.forms.setdefault(tail)
    groups.add(Find(tail, EntityKind.CONCEPT))
    if chained := groups.get(tail):
        groups.link(chained, abbreviation)


def _all_nouns(text: str) -> bool:
    return all(tag[0] in "nbjva" for _, tag in rjieba.tag(text, False))


def _link_parts(groups: Groups, passage: Passage) -> None:
    """The last or the first name alone, where one person only bears it and it stands alone in the article."""
    bearers: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        if group.kind is EntityKind.PERSON:
            for part in {part for form in group.forms for part in _parts(form)}:
                bearers[part].append(group)
    full = [form for group in groups for form in group.forms if " " in form or "·" in form]
    for part, people in bearers.items():
        if len(people) == 1 and part not in word_set("not_names") and _stands_alone(part, full, passage):
            other = groups.get(part)
            if other is None or not other.known:
                groups.link(people[0], part)


def _parts(form: str) -> Iterator[str]:
    pieces = form.split("·") if "·" in form else form.split(" ")
    if len(pieces) > 1:
        yield from (piece for piece in (pieces[0], pieces[-1]) if len(piece) > (2 if piece.isascii() else 1))


def _stands_alone(part: str, full: Iterable[str], passage: Passage) -> bool:
    within = [form for form in full if part in form and form != part]
    for start in passage.places(part):
        around = passage.text[max(0, start - 30) : start + len(part) + 30]
        if not any(form in around for form in within) or passage.text[start - 1 : start] not in {"·", " "}:
            if passage.text[start + len(part) : start + len(part) + 1] != "·" and passage.text[start - 1 : start] != "·":
                if not any(passage.text.startswith(form, start) for form in within):
                    return True
    return False


def _link_short(groups: Groups, passage: Passage) -> None:
    """河滨分校 for 加州大学河滨分校, X for X有限公司, Verge for The Verge."""
    for group in list(groups):
        if group.kind in {EntityKind.ORGANISATION, EntityKind.PUBLICATION}:
            for form in list(group.forms):
                for short in _short_forms(form):
                    if (not (other := groups.get(short)) or not other.known) and _occurs_without(short, form, passage):
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


def to_entity(group: Group) -> Entity:
    """The record of a group: Latin forms that are ordinary words as well count in their own letter case only."""
    by_length = sorted(group.forms, key=len, reverse=True)
    zh = next((form for form in by_length if not form.isascii()), "")
    en = next((form for form in by_length if form.isascii()), "")
    if group.display:
        zh, en = group.display
    cased = tuple(form for form in group.forms if _needs_case(form) and form not in {zh, en})
    forms = tuple(form for form in group.forms if form not in cased)
    identifier = group.known or squash(by_length[0]) or by_length[0]
    return Entity(id=identifier, kind=group.kind, zh=zh or en, en=en or zh, forms=forms, cased=cased)


def _needs_case(form: str) -> bool:
    return is_cased(form) or (form.isascii() and (len(form) <= 3 or form.title() in word_set("not_names")))
