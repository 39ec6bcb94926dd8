"""How an article's names are tied: "Meta AI 首席科学家 Yann LeCun" makes him chief scientist of Meta AI.

A relation is read from the words between two neighbouring names, which must be a role and nothing else but
words that qualify it. Roles are those of lexicon/roles.toml.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from nowall.learn.extract.names_text import lower, word_set
from nowall.learn.extract.naming import NameMention, Names
from nowall.learn.extract.relations_roles import role_at_end, roles_at_start, roles_in
from nowall.lexicon import lexicon
from nowall.records import EntityKind, Relation

_THINGS = frozenset({EntityKind.MODEL, EntityKind.PRODUCT})
_BODIES = frozenset({EntityKind.ORGANISATION, EntityKind.PUBLICATION, EntityKind.PLACE, EntityKind.CONCEPT})
_LONGEST_GAP = 40
_JOIN = re.compile(r"^[)）]? ?(?:、|和|与|及|以及|and|,) ?$")
_IS = re.compile(r"^ ?(?:，|,|是|为|曾是|曾任|现任|现为|担任|出任|就任|任|系|\(|（)? ?(?:一名|一位|the|The)? ?$")
_OF = re.compile(
    r"(?:^|[ ,])(?:is |was |the |a |an |as |\()*(?P<role>[a-z][a-z -]{1,40}?) (?:of|at|for|with) (?:the )?$"
)
_OWNED = re.compile(r"^ ?(?:旗下|名下|控制|创办|创立|拥有|执掌)(?:的)?(?P<what>[^，。,；]{0,12})$")
_APPOSITION = re.compile(r"^ ?(?:是|，|,|\(|（|为) ?(?:一款|一个|一家|the|a|an)? ?$")


class _Near:
    """Two neighbouring names and the words around them."""

    def __init__(self, names: Names, text: str, mentions: Sequence[NameMention], place: int) -> None:
        self.names, self.text, self.mentions, self.place = names, text, mentions, place
        self.left, self.right = mentions[place], mentions[place + 1]
        self.between = lower(text[self.left.end : self.right.start])
        self.after = lower(text[self.right.end : self.right.end + 24])
        self.left_kind, self.right_kind = (
            e.kind if (e := names.entity(m.entity)) else None for m in (self.left, self.right)
        )


def find_relations(names: Names, read: Iterable[tuple[str, Sequence[NameMention]]]) -> dict[str, list[Relation]]:
    """The relations that texts state, by the id of the bearer; each text comes with the names in it."""
    found: dict[str, dict[Relation, None]] = defaultdict(dict)
    for text, mentions in read:
        for place in range(len(mentions) - 1):
            near = _Near(names, text, mentions, place)
            if near.left.entity == near.right.entity or len(near.between) > _LONGEST_GAP or "。" in near.between:
                continue
            for bearer, role, owner in (*_people(near), *_things(near)):
                if bearer != owner:
                    found[bearer][Relation(role, owner)] = None
        for bearer, role, owner in _of_the_only_body(names, text, mentions):
            if bearer not in found:
                found[bearer][Relation(role, owner)] = None
    return {bearer: list(relations) for bearer, relations in found.items()}


def _of_the_only_body(names: Names, text: str, mentions: Sequence[NameMention]) -> Iterator[tuple[str, str, str]]:
    """首席技术官 Y in a sentence that names one organisation only: an officer of that one."""
    for sentence in re.finditer(r"[^。！？!?\n]+", text):
        within = [
            (m, e.kind)
            for m in mentions
            if m.start >= sentence.start() and m.end <= sentence.end() and (e := names.entity(m.entity))
        ]
        bodies = {m.entity for m, kind in within if kind is EntityKind.ORGANISATION}
        if len(bodies) != 1:
            continue
        owner = bodies.pop()
        for mention, kind in within:
            if kind is EntityKind.PERSON:
                before = _CLAUSE.split(lower(text[sentence.start() : mention.start]).rstrip(" 的"))[-1]
                role = role_at_end(before[-16:])
                if role in word_set("offices_of_bodies"):
                    yield mention.entity, role, owner


_CLAUSE = re.compile(r"[，,：:；;、\"]|由|以及|还有|和|是")


def _people(near: _Near) -> Iterator[tuple[str, str, str]]:
    if near.left_kind in _BODIES and near.right_kind is EntityKind.PERSON:
        for role in roles_in(near.between):
            yield from ((near.right.entity, role, owner) for owner in _owners(near) if _may_own(near, owner, role))
        yield from _more_offices(near)
    if near.left_kind is EntityKind.PERSON and near.right_kind in _BODIES:
        if _IS.match(near.between):
            yield from ((near.left.entity, role, near.right.entity) for role in roles_at_start(near.after))
        if match := _OF.search(near.between):
            yield from ((near.left.entity, role, near.right.entity) for role in roles_in(match["role"]))
        if _OWNED.match(near.between) and near.right_kind is EntityKind.ORGANISATION:
            yield near.left.entity, "owner", near.right.entity


def _may_own(near: _Near, owner: str, role: str) -> bool:
    """A concept has no officers, but a prize has winners; a place has those of a state."""
    entity = near.names.entity(owner)
    if entity is None:
        return False
    if entity.kind is EntityKind.PLACE:
        return role in word_set("offices_of_states")
    return entity.kind is not EntityKind.CONCEPT or role == "awarded"


def _more_offices(near: _Near) -> Iterator[tuple[str, str, str]]:
    """What stands before, joined by a comma: 图灵奖得主、X 首席科学家 Y."""
    if near.place and roles_in(near.between):
        before = near.mentions[near.place - 1]
        words = lower(near.text[before.end : near.left.start])
        if len(words) <= _LONGEST_GAP and words.rstrip().endswith(("、", "，", ",", "兼", "and")):
            for role in roles_in(words.rstrip().removesuffix("and").rstrip(" 、，,兼")):
                if _may_own(near, before.entity, role):
                    yield near.right.entity, role, before.entity


def _owners(near: _Near) -> Iterator[str]:
    """The name on the left, and the one before where both are joined: A 和 B 的联合创始人."""
    yield near.left.entity
    if near.place and near.between.startswith(("的", " 的")):
        before = near.mentions[near.place - 1]
        if _JOIN.match(near.text[before.end : near.left.start]):
            yield before.entity


def _things(near: _Near) -> Iterator[tuple[str, str, str]]:
    body = EntityKind.ORGANISATION
    if near.left_kind is body and near.right_kind in _THINGS and _product_link().match(near.between):
        yield near.right.entity, "product_of", near.left.entity
    apposed = _APPOSITION.match(near.between) is not None
    if near.left_kind in _THINGS and near.right_kind is body and apposed and _made_by().match(near.after):
        yield near.left.entity, "product_of", near.right.entity
    if near.left_kind is body and near.right_kind is body:
        if _OWNED.match(near.between) and near.between.lstrip().startswith("旗下"):
            yield near.right.entity, "subsidiary_of", near.left.entity
        if apposed and _SUBSIDIARY.match(near.after):
            yield near.left.entity, "subsidiary_of", near.right.entity


_SUBSIDIARY = re.compile(r" ?(?:的|旗下)?(?:全资)?(?:子公司|旗下公司|附属公司)")


@cache
def _product_link() -> re.Pattern[str]:
    """What stands between a maker and its product: nothing, 的, or a verb of making with a few words after it."""
    zh, en = lexicon("names")["release_zh"], lexicon("names")["release_en"]
    noun = r"[^，。,；!?\"和与、]{0,10}?"
    ways = (
        r" ?",
        r"'s (?:new |latest |flagship |upcoming )?(?:model |chatbot |product )?",
        rf" ?的(?:最新|新|下一代|旗舰)?{_nouns()}? ?",
        rf" ?(?:最新|刚刚|正式|还|将|已|也|近日|今日|已经|正在|计划)?{zh}(?:了|的|出)?{noun}\"? ?",
        rf" {en} (?:the |its |a )?(?:new |latest )?",
    )
    return re.compile(f"^(?:{'|'.join(ways)})$")


_PRODUCT_ROLES = frozenset({"product_of", "flagship_of", "upcoming_product_of"})


@cache
def _nouns() -> str:
    roles = (role for role in lexicon("roles")["role"] if role["id"] in _PRODUCT_ROLES)
    forms = sorted({form.lower() for role in roles for form in role["zh"]}, key=lambda form: (-len(form), form))
    return f"(?:{'|'.join(map(re.escape, forms))})"


@cache
def _made_by() -> re.Pattern[str]:
    return re.compile(rf"^ ?(?:的|旗下的?|推出的|开发的|发布的|研发的|公司的)(?:[^，。,；]{{0,8}}?){_nouns()}")
