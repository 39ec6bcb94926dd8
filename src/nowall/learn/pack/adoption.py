"""A learned article as part of a pack: what was extracted becomes files that an editor corrects by hand."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from nowall.answers import Language
from nowall.errors import InputError
from nowall.language.pinyin import slug
from nowall.learn.pack import tables, toml_text
from nowall.learn.pack.pack_names import PackNames
from nowall.learn.pack.reader import read_pack
from nowall.lexicon import lexicon
from nowall.records import Article, Corpus, Entity, EntityKind, Fact, FactKind, Relation, stable_key
from nowall.texts import say

_LONGEST_PREFIX = 40


@dataclass(frozen=True, slots=True)
class Adopted:
    """What an adoption has written."""

    path: Path
    """The file of the article."""
    facts: int
    entities: int


def adopt(
    article: Article, facts: Sequence[Fact], named: Sequence[Entity], folder: Path, language: Language
) -> Adopted:
    """Write a learned article into a pack, which is made where there is none; ``language`` is that of the comments.

    Nothing is written unless the pack is valid with it. Raises PackError where it was not valid before, InputError
    where it has the article already, or the folder holds something else.
    """
    pack = _existing(folder)
    file = f"articles/{article.id}.toml"
    if (folder / file).exists() or any(known.id == article.id for known in pack.articles):
        raise InputError(f"The pack {folder} has the article {article.id} already: edit {folder / file}.")
    names = PackNames(pack.entities)
    names.adopt(named)
    publisher = names.adopt_name(article.publisher, EntityKind.PUBLICATION)
    texts = [_article(article, publisher), *_facts(article, facts, names, {fact.id for fact in pack.facts}, language)]
    roles = {role["id"] for role in lexicon("roles")["role"]}
    added = list(names.added(roles.__contains__))
    head = toml_text.comment(say(language, "pack.adopted"))
    told = say(language, "pack.adopted_names", article=toml_text.plain(article.id))
    entities = "\n".join([toml_text.comment(told), *map(_entity, added)]) if added else ""
    _write(folder, file, "\n".join([head, *texts]), entities)
    return Adopted(folder / file, len(texts) - 1, len(added))


def fact_prefix(article: str) -> str:
    """What the ids of an article's facts begin with."""
    return slug(article)[:_LONGEST_PREFIX].strip("-") or stable_key(article)


def _existing(folder: Path) -> Corpus:
    if (folder / "entities.toml").is_file():
        return read_pack(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder} is neither a pack nor an empty folder: name another one.")
    return Corpus()


def _article(article: Article, publisher: str | None) -> str:
    carried = ", ".join(map(toml_text.plain, article.reposts))
    values: dict[str, toml_text.Value | None] = {
        "id": article.id,
        "title": toml_text.plain(article.title) or toml_text.plain(article.id),
        "publisher": publisher,
        "author": toml_text.plain(article.author or ""),
        "published": article.published,
        "provenance_zh": carried and say(Language.ZH_HANS, "pack.reposted", carried=carried),
        "provenance_en": carried and say(Language.EN, "pack.reposted", carried=carried),
        "url": toml_text.plain(article.url or ""),
        "language": article.language,
    }
    return _valid(tables.ARTICLE, "[article]", values) or ""


def _facts(
    article: Article, facts: Sequence[Fact], names: PackNames, taken: set[str], language: Language
) -> Iterator[str]:
    prefix, number = fact_prefix(article.id), 0
    width = max(2, len(str(len(facts))))
    for fact in facts:
        values = _fact(fact, names)
        told = ""
        if fact.claimant and not values["claimant"]:
            words = toml_text.plain(fact.claimant)
            told = toml_text.comment(say(language, "pack.unnamed_claimant", claimant=words))
        number += 1
        while (identifier := f"{prefix}-{number:0{width}}") in taken:
            number += 1
        written = _valid(tables.fact_form(values), "[[fact]]", {"id": identifier, **values})
        if written:
            yield told + written


def _fact(fact: Fact, names: PackNames) -> dict[str, toml_text.Value | None]:
    text = toml_text.plain(fact.zh)
    entities = dict.fromkeys(filter(None, map(names.here, fact.entities)))
    subject, claimant = names.here(fact.subject), names.here(fact.claimant)
    values: dict[str, toml_text.Value | None] = {
        "kind": FactKind.FACT if fact.kind in (FactKind.QUOTE, FactKind.LIST) else fact.kind,
        "zh": text,
        "en": toml_text.plain(fact.en or ""),
        "claimant": claimant,
        "when": fact.when,
        "subject": subject,
        "entities": [entity for entity in entities if entity not in (subject, claimant)],
    }
    return values | _quote(fact, text, names) | _items(fact, text)


def _quote(fact: Fact, text: str, names: PackNames) -> dict[str, toml_text.Value | None]:
    """What makes a quote of a fact, if its words stand in the text and somebody said them."""
    words = toml_text.plain(fact.quote or "")
    if fact.kind is not FactKind.QUOTE or not words:
        return {}
    before, found, after = text.partition(words)
    if not found or "“" not in before or "”" not in after:
        return {}
    speaker = names.here(fact.speaker) or names.adopt_name(fact.speaker or "", EntityKind.SOURCE)
    return {"kind": FactKind.QUOTE, "quote": words, "speaker": speaker} if speaker else {}


def _items(fact: Fact, text: str) -> dict[str, toml_text.Value | None]:
    """What makes a list of a fact, if its text names all items."""
    items = list(dict.fromkeys(map(toml_text.plain, fact.items_zh or fact.items_en)))
    if fact.kind is not FactKind.LIST or not items or not all(item and item in text for item in items):
        return {}
    english = items if fact.items_en and not fact.items_zh else None
    return {"kind": FactKind.LIST, "items_zh": items, "items_en": english}


def _entity(entity: Entity) -> str:
    values: dict[str, toml_text.Value | None] = {
        "id": entity.id,
        "kind": entity.kind,
        "zh": entity.zh,
        "en": entity.en,
        "forms": entity.forms,
        "cased": entity.cased,
        "relations": [_relation(tie) for tie in entity.relations],
    }
    return toml_text.table("[[entity]]", values)


def _relation(tie: Relation) -> dict[str, str]:
    dates = {"from": tie.since, "until": tie.until}
    known = {key: date for key, date in dates.items() if date and not tables.RELATION.optional[key](date)}
    return {"role": tie.role, "of": tie.of, **known}


def _valid(form: tables.Form, header: str, values: Mapping[str, toml_text.Value | None]) -> str | None:
    """The table without what a pack does not take; None where something is missing that it must have."""
    checks = {**form.required, **form.optional}
    kept = {key: value for key, value in values.items() if value and not checks[key](_as_read(value))}
    return toml_text.table(header, kept) if kept.keys() >= form.required.keys() else None


def _as_read(value: toml_text.Value) -> object:
    return value if isinstance(value, str) else list(value)


def _write(folder: Path, file: str, article: str, entities: str) -> None:
    """Put both into the pack, once a copy of it has proved valid with them."""
    try:
        with TemporaryDirectory() as copy:
            trial = Path(copy) / "pack"
            if folder.exists():
                shutil.copytree(folder, trial, ignore=_not_toml)
            _put(trial, file, article, entities)
            read_pack(trial)
        _put(folder, file, article, entities)
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror}.") from error


def _not_toml(_: str, names: list[str]) -> set[str]:
    return {name for name in names if not (name.endswith(".toml") or name == "articles")}


def _put(folder: Path, file: str, article: str, entities: str) -> None:
    path = folder / "entities.toml"
    before = path.read_text(encoding="utf-8-sig").rstrip() if path.exists() else ""
    both = "\n\n".join(filter(None, [before, entities.rstrip()]))
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    _replace(folder / file, article)
    _replace(path, f"{both}\n" if both else "")


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
