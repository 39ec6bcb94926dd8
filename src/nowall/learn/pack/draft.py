"""Reading a pack's files into records, while every problem of form is noted and none stops the reading."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from nowall.learn.pack import tables as forms
from nowall.learn.pack.flaws import Flaw, Problem
from nowall.learn.pack.lines import Lines, Place
from nowall.records import Article, Claim, Corpus, Entity, EntityKind, Fact, FactKind, Relation, Side

_Table = dict[str, Any]
_AT_LINE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass
class _File:
    """A file of the pack."""

    name: str
    text: str = ""

    @cached_property
    def lines(self) -> Lines:
        return Lines(self.text)

    def problem(self, told: str, path: Place = ()) -> Problem:
        return Problem(self.name, self.lines.of(path), told)


class Draft:
    """What the files read so far hold: records, problems, and where each record stands."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.is_torn = False
        """Whether a file could not be read at all: what refers to its records is then no problem of its own."""
        self._places: dict[str, dict[str, tuple[_File, Place]]] = {
            "article": {},
            "fact": {},
            "entity": {},
            "claim": {},
        }
        """By kind: every id, also of a record that is not valid, and where it stands."""
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

    def identifiers(self, kind: str) -> Collection[str]:
        """Every id of this kind, also of a record that is not valid."""
        return self._places[kind].keys()

    def located(self, flaw: Flaw) -> Problem:
        """A flaw of a record that was read, with the file and the line."""
        file, path = self._places[flaw.kind][flaw.id]
        return file.problem(f"{flaw.kind} {flaw.id}: {flaw.told}", (*path, *flaw.path))

    def read_article(self, path: Path, name: str) -> None:
        """Read the file of one article with its facts."""
        file, document = self._parse(path, name, {"article", "fact"})
        if document is None:
            return
        article = document.get("article")
        if not isinstance(article, dict):
            self.problems.append(file.problem("there is no [article]: begin the file with it", ("article",)))
        elif self._is_valid(forms.ARTICLE, article, "article", file, ("article",)):
            self._articles.append(Article(**{"publisher": "", **article, "url": article.get("url") or None}))
            if article["id"] != path.stem:
                told = f"article {article['id']}: the file has another name: rename it, or the id, to match"
                self.problems.append(file.problem(told, ("article", "id")))
        for place, table in enumerate(self._tables(document, "fact", file)):
            if self._is_valid(forms.fact_form(table), table, "fact", file, ("fact", place)):
                self._facts.append(_fact(table, path.stem, place))

    def read_entities(self, path: Path, name: str) -> None:
        """Read the file of the entities."""
        file, document = self._parse(path, name, {"entity"})
        for number, table in enumerate(self._tables(document or {}, "entity", file)):
            where: Place = ("entity", number)
            if self._is_valid(forms.ENTITY, table, "entity", file, where):
                self._entities.append(_entity(table, self._parts(forms.RELATION, table, "relations", file, where)))

    def read_claims(self, path: Path, name: str) -> None:
        """Read the file of the claims."""
        file, document = self._parse(path, name, {"claim"})
        for number, table in enumerate(self._tables(document or {}, "claim", file)):
            where: Place = ("claim", number)
            if self._is_valid(forms.CLAIM, table, "claim", file, where):
                self._claims.append(_claim(table, self._parts(forms.SIDE, table, "side", file, where)))

    def _parse(self, path: Path, name: str, keys: Collection[str]) -> tuple[_File, _Table | None]:
        file = _File(name)
        try:
            content = path.read_bytes()
            file = _File(name, content.decode("utf-8-sig").replace("\r\n", "\n"))
            document = tomllib.loads(file.text)
        except OSError as error:
            self._tear(Problem(name, 1, f"the file cannot be read ({error.strerror}): correct its rights"))
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            self._tear(Problem(name, line, "this is not UTF-8: save the file in UTF-8"))
        except (ValueError, RecursionError) as error:
            self._tear(_not_toml(file, str(error) or "nested too deeply"))
        else:
            for key in document.keys() - keys:
                told = f"{key[:40]!r} does not belong here: the tables are {', '.join(sorted(keys))}"
                self.problems.append(file.problem(told, (key, 0)))
            return file, document
        return file, None

    def _tear(self, problem: Problem) -> None:
        self.is_torn = True
        self.problems.append(problem)

    def _tables(self, document: _Table, key: str, file: _File) -> Iterator[_Table]:
        tables = document.get(key, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            told = f"{key} is not a list of tables: write [[{key}]] above each"
            self.problems.append(file.problem(told, (key,)))
            return
        yield from tables

    def _is_valid(self, form: forms.Form, table: _Table, kind: str, file: _File, path: Place) -> bool:
        identifier = table.get("id")
        named = isinstance(identifier, str)
        record = f"{kind} {identifier}" if named else f"{kind} without id"
        found = form.problems(table)
        if isinstance(identifier, str):
            if identifier in self._places[kind]:
                other, there = self._places[kind][identifier]
                where = f"{other.name}:{other.lines.of((*there, 'id'))}"
                found.append(("id", f"the id is used already at {where}: choose another one"))
            self._places[kind].setdefault(identifier, (file, path))
        self.problems.extend(file.problem(f"{record}: {told}", (*path, key)) for key, told in found)
        return not found

    def _parts(self, form: forms.Form, table: _Table, key: str, file: _File, path: Place) -> list[_Table]:
        valid = []
        record = f"{path[0]} {table['id']}"
        for number, part in enumerate(table.get(key, [])):
            found = form.problems(part)
            for wrong, told in found:
                self.problems.append(file.problem(f"{record}: {key} {number + 1}: {told}", (*path, key, number, wrong)))
            if not found:
                valid.append(part)
        return valid


def _not_toml(file: _File, reason: str) -> Problem:
    """What tomllib says, with its line; it names none where the file ends too early."""
    at = _AT_LINE.search(reason)
    line = int(at[1]) if at and at[1] else file.text.rstrip().count("\n") + 1 if at else 1
    column = f" at column {at[2]}" if at and at[2] else ""
    told = _AT_LINE.sub("", reason)
    remedy = "look for a quotation mark, a bracket or a comma that is missing or too many here or just above"
    return Problem(file.name, line, f"this is not TOML{column} ({told}): {remedy}")


def _lists_as_tuples(table: Mapping[str, Any]) -> _Table:
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
