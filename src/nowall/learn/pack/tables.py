"""What each table of a pack's files may hold: its keys, which are required, and the form of their values.

Everything here looks at one table alone; what ties records together is in `nowall.learn.pack.rules`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from nowall.answers import Language
from nowall.records import EntityKind, FactKind

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_IDENTIFIER = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*", re.ASCII)
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f/\\]")

Table = Mapping[str, Any]
Check = Callable[[object], str | None]


def _text(value: object) -> str | None:
    if not isinstance(value, str):
        return "is not a text: put it between quotation marks"
    if not value or value != value.strip():
        return "is empty or has blanks at an end: leave the key out, or trim it"
    return None if value.isprintable() else "has a line break or an invisible character: write it in one plain line"


def _texts(value: object) -> str | None:
    if not isinstance(value, list) or not value:
        return 'is not a list of texts: write ["…", "…"], or leave the key out'
    wrong = next(filter(None, map(_text, value)), None)
    if wrong:
        return f"has an item that {wrong}"
    return None if len(set(value)) == len(value) else "has an item twice: keep one"


def _optional_texts(value: object) -> str | None:
    return None if value == [] else _texts(value)


def _identifier(value: object) -> str | None:
    if isinstance(value, str) and _IDENTIFIER.fullmatch(value):
        return None
    return "is no id: use lower-case letters, digits and single hyphens, dots or underscores between them"


def _article_id(value: object) -> str | None:
    """The name of a file without its ending, in any script and with blanks: learned articles have such ids too."""
    if not isinstance(value, str) or not value or value != value.strip() or _NOT_IN_NAMES.search(value):
        return "is no file's name: take the name of this file without .toml"
    return None


def _identifiers(value: object) -> str | None:
    wrong = _optional_texts(value)
    if wrong or not isinstance(value, list):
        return wrong
    return next(filter(None, map(_identifier, value)), None)


def _date(value: object) -> str | None:
    match = _DATE.fullmatch(value) if isinstance(value, str) else None
    if match:
        year, month, day = (int(part or 1) for part in match.groups())
        try:
            date(year, month, day)
        except ValueError:
            return "is no date of the calendar: correct it"
        return None
    return 'is no date: write "YYYY", "YYYY-MM" or "YYYY-MM-DD", between quotation marks'


def _flag(value: object) -> str | None:
    return None if isinstance(value, bool) else "is neither true nor false"


def _url(value: object) -> str | None:
    if value == "":
        return None
    wrong = _text(value)
    if wrong:
        return wrong
    return None if re.match(r"https?://[^\s/]+", str(value)) else 'is no address: begin with https://, or leave it ""'


def _tables(value: object) -> str | None:
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        return None
    return "is not a list of tables: see the pack's README"


def _one_of(kinds: type[StrEnum]) -> Check:
    values = [kind.value for kind in kinds]
    return lambda value: None if value in values else f"is none of these: {', '.join(values)}"


@dataclass(frozen=True, slots=True)
class Form:
    """The keys of one sort of table, with the check of each."""

    required: Mapping[str, Check]
    optional: Mapping[str, Check]

    def problems(self, table: Table) -> list[tuple[str, str]]:
        """All that is wrong with a table: the key, and half a sentence with the remedy."""
        checks = {**self.required, **self.optional}
        found = [(key, f"{key} is missing: add it") for key in self.required if key not in table]
        for key, value in table.items():
            if key not in checks:
                near = get_close_matches(key, checks, n=1)
                hint = f"did you mean {near[0]}?" if near else f"the keys are {', '.join(checks)}"
                found.append((key, f"{key[:40]!r} is no key here: {hint}"))
            elif wrong := checks[key](value):
                found.append((key, f"{key} {wrong}"))
        return found


_NOTES = {"occasion_zh": _text, "occasion_en": _text, "note_zh": _text, "note_en": _text}

ARTICLE = Form(
    required={"id": _article_id, "title": _text, "language": _one_of(Language)},
    optional={
        "publisher": _identifier,
        "author": _text,
        "published": _date,
        "published_note_zh": _text,
        "published_note_en": _text,
        "provenance_zh": _text,
        "provenance_en": _text,
        "url": _url,
    },
)
FACT = Form(
    required={"id": _identifier, "kind": _one_of(FactKind), "zh": _text},
    optional={
        "en": _text,
        "claimant": _identifier,
        "when": _date,
        "subject": _identifier,
        "attribute": _identifier,
        "value_zh": _text,
        "value_en": _text,
        "entities": _identifiers,
        "asks": _optional_texts,
    },
)
QUOTE = Form({**FACT.required, "quote": _text, "speaker": _identifier}, {**FACT.optional, **_NOTES})
LIST = Form({**FACT.required, "items_zh": _texts}, {**FACT.optional, "items_en": _texts})
ENTITY = Form(
    required={"id": _identifier, "kind": _one_of(EntityKind), "zh": _text, "en": _text},
    optional={
        "forms": _optional_texts,
        "cased": _optional_texts,
        "about_zh": _text,
        "about_en": _text,
        "relations": _tables,
    },
)
RELATION = Form({"role": _identifier, "of": _identifier}, {"from": _date, "until": _date})
CLAIM = Form(
    required={"id": _identifier, "zh": _text, "en": _text, "side": _tables},
    optional={"subject": _identifier, "asks": _optional_texts, "agree": _flag},
)
SIDE = Form({"id": _identifier, "zh": _text, "en": _text, "facts": _identifiers}, {})


def fact_form(table: Table) -> Form:
    """Choose the form of a fact by its kind."""
    kind = table.get("kind")
    return QUOTE if kind == FactKind.QUOTE else LIST if kind == FactKind.LIST else FACT
