"""Reading a pack's files into records, while every problem of form is noted and none stops the reading."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from nowall.learn.pack import tables as forms
from nowall.records import Article, Claim, Corpus, Entity, EntityKind, Fact, FactKind, Relation, Side

_Table = dict[str, Any]


class Draft:
    """What the files read so far hold: records, problems, and where each id stands."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.identifiers: dict[str, dict[str, str]] = {"article": {}, "fact": {}, "entity": {}, "claim": {}}
        """By kind: every id, also of a record that is not valid, and the file that has it."""
        self._articles: list[Article] = []
        self._facts: list[Fact] = []
        self._entities: list[Entity] = []
        self._claims: list[Claim] = []

    def corpus(self) -> Corpus:
        """All valid records, in the order in which a store gives them back."""
        return Corpus(
            articles=tuple(sorted(self._articles, key=lambda article: article.id)),
            facts=tuple(sorted(self._facts, key=lambda fact: (fact.article, fact.place, fact.id))),
            entities=tuple(sorted(self._entities, key=lambda entity: entity.id)),
            claims=tuple(sorted(self._claims, key=lambda claim: claim.id)),
        )

    def read_article(self, path: Path, name: str) -> None:
        """Read the file of one article with its facts."""
        document = self._parse(path, name, {"article", "fact"})
        article = document.get("article")
        if not isinstance(article, dict):
            self.problems.append(f"{name}: there is no [article]: begin the file with it")
        elif self._is_valid(forms.ARTICLE, article, "article", name):
            self._articles.append(Article(**{**article, "url": article.get("url") or None}))
            if article["id"] != path.stem:
                self.problems.append(f"{name}: the article's id is {article['id']}: rename it, or the file, to match")
        for place, table in enumerate(self._tables(document, "fact", name)):
            if self._is_valid(forms.fact_form(table), table, "fact", name):
                self._facts.append(_fact(table, path.stem, place))

    def read_entities(self, path: Path, name: str) -> None:
        """Read the file of the entities."""
        for table in self._tables(self._parse(path, name, {"entity"}), "entity", name):
            if self._is_valid(forms.ENTITY, table, "entity", name):
                relations = self._parts(forms.RELATION, table, "relations", f"{name}, entity {table['id']}")
                self._entities.append(_entity(table, relations))

    def read_claims(self, path: Path, name: str) -> None:
        """Read the file of the claims."""
        for table in self._tables(self._parse(path, name, {"claim"}), "claim", name):
            if self._is_valid(forms.CLAIM, table, "claim", name):
                sides = self._parts(forms.SIDE, table, "side", f"{name}, claim {table['id']}")
                self._claims.append(_claim(table, sides))

    def _parse(self, path: Path, name: str, keys: Collection[str]) -> _Table:
        try:
            document = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
        except OSError as error:
            self.problems.append(f"{name} cannot be read: {error.strerror}")
            return {}
        except (ValueError, RecursionError) as error:
            self.problems.append(f"{name} is not TOML in UTF-8: {error or 'nested too deeply'}")
            return {}
        for key in document.keys() - keys:
            self.problems.append(f"{name}: {key[:40]!r} does not belong here: the tables are {', '.join(sorted(keys))}")
        return document

    def _tables(self, document: _Table, key: str, name: str) -> Iterator[_Table]:
        tables = document.get(key, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self.problems.append(f"{name}: {key} is not a list of tables: write [[{key}]] above each")
            return
        yield from tables

    def _is_valid(self, form: forms.Form, table: _Table, kind: str, name: str) -> bool:
        identifier = table.get("id")
        place = f"{name}, {kind} {identifier}" if isinstance(identifier, str) else f"{name}, a {kind} without id"
        found = form.problems(table)
        if isinstance(identifier, str):
            if identifier in self.identifiers[kind]:
                found.append(f"the id is used already in {self.identifiers[kind][identifier]}: choose another one")
            self.identifiers[kind].setdefault(identifier, name)
        self.problems.extend(f"{place}: {problem}" for problem in found)
        return not found

    def _parts(self, form: forms.Form, table: _Table, key: str, place: str) -> list[_Table]:
        valid = []
        for number, part in enumerate(table.get(key, []), start=1):
            found = form.problems(part)
            self.problems.extend(f"{place}, {key} {number}: {problem}" for problem in found)
            if not found:
                valid.append(part)
        return valid


def _lists_as_tuples(table: _Table) -> _Table:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


def _fact(table: _Table, article: str, place: int) -> Fact:
    values = _lists_as_tuples(table)
    return Fact(**{**values, "kind": FactKind(table["kind"]), "article": article, "place": place})


def _entity(table: _Table, relations: list[_Table]) -> Entity:
    ties = tuple(Relation(tie["role"], tie["of"], tie.get("from"), tie.get("until")) for tie in relations)
    return Entity(**{**_lists_as_tuples(table), "kind": EntityKind(table["kind"]), "relations": ties})


def _claim(table: _Table, sides: list[_Table]) -> Claim:
    values = _lists_as_tuples({key: value for key, value in table.items() if key != "side"})
    return Claim(**values, sides=tuple(Side(**_lists_as_tuples(side)) for side in sides))
