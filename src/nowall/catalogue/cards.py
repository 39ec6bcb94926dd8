"""Articles and entities, introduced to a reader."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nowall.answer.compose import Composer
from nowall.answers import ArticleCard, EntityCard, Language
from nowall.catalogue.holdings import Holdings
from nowall.language.normalise import squash
from nowall.language.script import in_script
from nowall.lexicon import lexicon
from nowall.records import Article, Entity, Fact, FactKind
from nowall.snapshot import Snapshot
from nowall.texts import say

_SAMPLES = 4
_MOST_ALIASES = 8
_ROLES = {role["id"]: role for role in lexicon("roles")["role"]}
_NO_SPACE = re.compile(r"(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])")


class Cards:
    """Makes cards. Thread-safe."""

    def __init__(self, composer: Composer, snapshot: Snapshot, holdings: Holdings) -> None:
        self._composer = composer
        self._snapshot = snapshot
        self._holdings = holdings

    def article(self, article: Article, facts: Sequence[Fact], language: Language) -> ArticleCard:
        """An article with what its facts are."""
        english = language is Language.EN
        note = article.published_note_en if english else article.published_note_zh
        provenance = article.provenance_en if english else article.provenance_zh
        telling = sorted(facts, key=lambda f: f.kind is not FactKind.QUOTE)[:_SAMPLES]
        return ArticleCard(
            citation=self._composer.citation(article),
            author=article.author,
            published_note=in_script(note, language) if note else None,
            provenance=in_script(provenance, language) if provenance else None,
            facts=len(facts),
            reposts=tuple(filter(None, (self._composer.name(other, language) for other in article.reposts))),
            samples=tuple(self._composer.suggestion(fact, language) for fact in telling),
        )

    def entity(self, entity: Entity, language: Language) -> EntityCard:
        """An entity with its names and what it is to others."""
        name = self._composer.name(entity.id, language) or entity.id
        about = entity.about_en if language is Language.EN else entity.about_zh
        return EntityCard(
            key=entity.key,
            id=entity.id,
            name=name,
            kind=entity.kind.value,
            about=in_script(about, language) if about else None,
            aliases=_aliases(entity, name),
            relations=tuple(dict.fromkeys(self._relations(entity, language))),
            facts=self._holdings.count(entity.id),
            quotes=self._holdings.quotes_by_speaker[entity.id],
        )

    def _relations(self, entity: Entity, language: Language) -> Iterator[str]:
        """What it is, without what that includes: a CEO is an executive too."""
        implied = {(b, r.of) for r in entity.relations for b in _broader(r.role)}
        for relation in entity.relations:
            owner = self._composer.name(relation.of, language) if self._snapshot.entity(relation.of) else None
            role = _ROLES.get(relation.role)
            if owner and role and (relation.role, relation.of) not in implied:
                key = "catalogue.former_relation" if relation.until else "catalogue.relation"
                word = role.get("told_en", role["en"][0]) if language is Language.EN else _chinese(role, language)
                yield _spaced(say(language, key, of=owner, role=word))


def _chinese(role: dict[str, list[str]], language: Language) -> str:
    return in_script(str(role.get("told_zh", role["zh"][0])), language)


def _broader(role: str) -> Iterator[str]:
    """Every role that whoever bears this one bears as well."""
    for broader in _ROLES.get(role, {}).get("broader", ()):
        yield broader
        yield from _broader(broader)


def _spaced(text: str) -> str:
    """Chinese and Latin letters with a blank between them."""
    return _NO_SPACE.sub(" ", text) if re.search(r"[\u4e00-\u9fff]", text) else text


def _aliases(entity: Entity, name: str) -> tuple[str, ...]:
    """Other ways to write the name, none that differs from another only in spacing or letter case."""
    known = {squash(name)}
    aliases = []
    for other in (*entity.names, *entity.cased):
        if squash(other) not in known:
            known.add(squash(other))
            aliases.append(other)
    return tuple(aliases[:_MOST_ALIASES])
