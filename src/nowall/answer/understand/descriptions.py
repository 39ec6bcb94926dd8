"""Descriptions that stand for names: "the CEO of Anthropic", "Anthropic 老大", "Claude 背后的公司".

They are read with the relations of the entities and the bilingual lexicon of roles.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from nowall.language.mentions import Mention
from nowall.language.normalise import normalise
from nowall.lexicon import lexicon
from nowall.records import Entity, EntityKind

_SOMEBODY = re.compile(r"(?:的|家的|家)?.{0,8}?(?:那位|那个人|那人|那哥们|那大佬|那家伙)| (?:guy|man|woman|person)\b")
"""A person known only by what they belong to: 图灵奖那位, the Databricks guy."""
_MADE_BY = "product_of"
"""The role by which a product stands for who makes it: 克劳德的老板."""
_MOST_STEPS = 2
"""How many further descriptions may be built on one: the CEO of the company behind Claude."""
_MOST_BEARERS = 2
"""A description that fits more entities than this stands for none of them."""


@dataclass(frozen=True, slots=True)
class Described:
    """What a description stands for, and the mention of the other end that it is built on."""

    entities: tuple[str, ...]
    start: int
    end: int
    built_on: str


@dataclass(frozen=True, slots=True)
class _Role:
    id: str
    after: re.Pattern[str]
    """What follows an owner's name and so names the bearer: ``的 CEO``."""
    before: re.Pattern[str]
    """What stands before an owner's name and so names the bearer: ``CEO of``."""
    inverse_after: re.Pattern[str] | None
    inverse_before: re.Pattern[str] | None
    inverse_around: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    """What stands on both sides of a bearer's name and so names the owner: ``the company … runs``."""


def _alternatives(forms: Iterable[str]) -> str:
    longest_first = sorted({normalise(form) for form in forms}, key=len, reverse=True)
    return "|".join(re.escape(form) for form in longest_first)


def _form(forms: list[str]) -> str:
    """The forms as alternatives; a Latin one must end as a word, perhaps in the plural."""
    return f"(?:{_alternatives(forms)})(?:e?s)?(?![a-z0-9])"


@cache
def _entries() -> dict[str, dict[str, list[str]]]:
    return {entry["id"]: entry for entry in lexicon("roles")["role"]}


@cache
def _state() -> str:
    """What may stand before a role: former, acting."""
    table = lexicon("roles")
    words = [word for name in ("former_zh", "former_en", "current_zh", "current_en") for word in table[name]]
    return f"(?:(?:{_alternatives(words)}) ?)?"


@cache
def _role(name: str) -> _Role:
    """The patterns of one role, compiled when it is first needed: all of them take a second."""
    entry, table, state = _entries()[name], lexicon("roles"), _state()
    links_zh = _alternatives(entry.get("links_zh", []) + table["links_zh"])
    links_en = _alternatives(entry.get("links_en", []) + table["links_en"])
    form = _form(entry["zh"] + entry["en"])
    inverse = entry.get("inverse_zh", []) + entry.get("inverse_en", [])
    after = [p.removeprefix("…") for p in inverse if p.startswith("…")]
    before = [p.removesuffix("…") for p in inverse if p.endswith("…")]
    around = [[normalise(part) for part in p.split("…")] for p in inverse if "…" in p.strip("…")]
    return _Role(
        name,
        re.compile(rf" ?(?:{links_zh}|'s)? ?{state}{form}"),
        re.compile(rf"(?<![a-z0-9])(?:{_alternatives(entry['en'])})s? (?:{links_en}) (?:the )?$"),
        re.compile(rf" ?(?:{_alternatives(after)})") if after else None,
        re.compile(rf"(?:{_alternatives(before)}) ?$") if before else None,
        tuple((re.compile(rf"{re.escape(a)} ?$"), re.compile(rf" ?{re.escape(b)}(?![a-z])")) for a, b in around),
    )


class Descriptions:
    """Reads descriptions with the relations of one lexicon. Immutable once built."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._bearers: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._owners: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._people: dict[str, list[str]] = defaultdict(list)
        for entity in entities:
            for relation in entity.relations:
                if entity.kind is EntityKind.PERSON and entity.id not in self._people[relation.of]:
                    self._people[relation.of].append(entity.id)
                self._owners[entity.id, relation.role].append(relation.of)
                for role in self._with_broader(relation.role):
                    if entity.id not in self._bearers[relation.of, role]:
                        self._bearers[relation.of, role].append(entity.id)
        self._roles_of_owner = _grouped(self._bearers)
        self._roles_of_bearer = _grouped(self._owners)

    def _with_broader(self, role: str) -> Iterator[str]:
        yield role
        yield from _entries().get(role, {}).get("broader", ())

    def read(self, text: str, mentions: Iterable[Mention]) -> list[Described]:
        """The descriptions in a normalised text, built on the mentions found in it."""
        return [found for mention in mentions if (found := self._described(text, mention))]

    def _described(self, text: str, mention: Mention) -> Described | None:
        """The longest description that is built on a mention, at once or by a description between."""
        found = None
        step: Mention | None = mention
        for _ in range(1 + _MOST_STEPS):
            nearer = self._longest(text, step) if step else None
            if nearer is None:
                break
            found = Described(nearer.entities, nearer.start, nearer.end, mention.entity)
            step = Mention(found.entities[0], found.start, found.end) if len(found.entities) == 1 else None
        return found

    def _longest(self, text: str, mention: Mention) -> Described | None:
        readings = [*self._bearers_described(text, mention), *self._owners_described(text, mention)]
        readings = readings or list(self._makers_people(text, mention))
        readings = readings or list(self._somebody_described(text, mention))
        longer = (d for d in readings if d.end - d.start > mention.end - mention.start)
        return max(longer, key=lambda d: (d.end - d.start, -len(d.entities)), default=None)

    def _bearers_described(self, text: str, mention: Mention, owner: str | None = None) -> Iterator[Described]:
        """Who bears a role of what is mentioned, or of the given owner that it stands for."""
        owner = owner or mention.entity
        for role in map(_role, self._roles_of_owner.get(owner, ())):
            bearers = self._bearers[owner, role.id]
            if len(bearers) <= _MOST_BEARERS:
                yield from _readings(text, mention, tuple(bearers), role.after, role.before)

    def _makers_people(self, text: str, mention: Mention) -> Iterator[Described]:
        """The people of who makes what is mentioned."""
        for maker in self._owners.get((mention.entity, _MADE_BY), ()):
            people = self._people.get(maker, ())
            yield from (d for d in self._bearers_described(text, mention, maker) if set(d.entities) <= {*people})

    def _somebody_described(self, text: str, mention: Mention) -> Iterator[Described]:
        people = self._people.get(mention.entity, [])
        if 0 < len(people) <= _MOST_BEARERS:
            yield from _readings(text, mention, tuple(people), _SOMEBODY, None)

    def _owners_described(self, text: str, mention: Mention) -> Iterator[Described]:
        for role in map(_role, self._roles_of_bearer.get(mention.entity, ())):
            owners = self._owners[mention.entity, role.id]
            if len(owners) <= _MOST_BEARERS:
                yield from _readings(text, mention, tuple(owners), role.inverse_after, role.inverse_before)
                for before, after in role.inverse_around:
                    if (left := before.search(text[: mention.start])) and (right := after.match(text, mention.end)):
                        yield Described(tuple(owners), left.start(), right.end(), mention.entity)


def _grouped(table: dict[tuple[str, str], list[str]]) -> dict[str, frozenset[str]]:
    grouped: dict[str, set[str]] = defaultdict(set)
    for entity, role in table:
        grouped[entity].add(role)
    return {entity: frozenset(roles & _entries().keys()) for entity, roles in grouped.items()}


def _readings(
    text: str,
    mention: Mention,
    entities: tuple[str, ...],
    after: re.Pattern[str] | None,
    before: re.Pattern[str] | None,
) -> Iterator[Described]:
    if after and (match := after.match(text, mention.end)):
        yield Described(entities, mention.start, match.end(), mention.entity)
    if before and (match := before.search(text[: mention.start])):
        yield Described(entities, match.start(), mention.end, mention.entity)
