"""A corpus that was written to break pages: markup, bidirectional marks, words without an end."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from tests.learn.pack.packs import write_pack

SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(2)>'
STYLE = "</title></style><style>*{display:none}</style><!--"
TEMPLATE = "{{ 7 * 7 }}{% raw %}"
BIDI = "\u202egnp.exe\u2066 \u2067"
"""Marks that turn what follows around; a pack is refused that has them, a search is not."""
UNSEEN = "zero\u200bwidth\u200d\ufeff\u00ad"
ARABIC = "هذا نص (abc) 123"
HAN = "墙" * 300
WORD = "W" * 300
ADDRESS = "https://example.org/" + "a" * 300 + "?q='\"><script>alert(3)</script>"
TITLE = f"{SCRIPT} {ARABIC} {WORD}"
SPEAKER = f"{IMAGE} {WORD}"
QUOTE = f"{SCRIPT}{STYLE}{TEMPLATE} {ARABIC} {HAN}"
EVERYTHING = f"{SCRIPT}{IMAGE}{STYLE}{TEMPLATE}{ARABIC}{WORD}{HAN}"
QUESTION = "Who said so about the wall of words?"


def write_hostile_pack(folder: Path) -> Path:
    """A pack that `nowall` accepts."""
    return write_pack(folder, article=_article(), entities=_entities(), claims=_claims())


def _article() -> str:
    head = {"id": "wall", "title": TITLE, "publisher": "paper", "author": IMAGE, "language": "en", "url": ADDRESS}
    notes = {f"{field}_{tongue}": EVERYTHING for field in ("provenance", "published_note") for tongue in ("zh", "en")}
    said = {"id": "wall-1", "kind": "quote", "quote": QUOTE, "zh": f"“{QUOTE}”", "en": f"“{QUOTE}”"}
    more = {"speaker": "speaker", "claimant": "speaker", "subject": "thing", "occasion_zh": IMAGE, "occasion_en": IMAGE}
    told = {"id": "wall-2", "kind": "fact", "zh": EVERYTHING, "en": EVERYTHING, "claimant": "paper", "subject": "thing"}
    return "\n".join([
        _table("[article]", {**head, **notes, "published": "2024-11-14"}),
        _table("[[fact]]", {**said, **more, "note_zh": STYLE, "note_en": STYLE, "asks": [QUESTION, IMAGE]}),
        _table("[[fact]]", {**told, "when": "2024-11", "asks": [f"What else {WORD}?"]}),
    ])  # fmt: skip


def _entities() -> str:
    about = {"about_zh": EVERYTHING, "about_en": EVERYTHING}
    paper = {"id": "paper", "kind": "publication", "zh": STYLE, "en": STYLE}
    speaker = {"id": "speaker", "kind": "person", "zh": SPEAKER, "en": SPEAKER, "forms": [SCRIPT, HAN]}
    thing = {"id": "thing", "kind": "model", "zh": ARABIC + WORD, "en": ARABIC + WORD}
    return "\n".join(_table("[[entity]]", {**entity, **about}) for entity in (paper, speaker, thing))


def _claims() -> str:
    claim = {"id": "hit", "zh": EVERYTHING, "en": EVERYTHING, "subject": "thing", "asks": [f"{IMAGE}?"]}
    sides = [{"id": f"side-{n}", "zh": TITLE, "en": TITLE, "facts": [f"wall-{n}"]} for n in (1, 2)]
    return "\n".join([_table("[[claim]]", claim), *(_table("[[claim.side]]", side) for side in sides)])


def _table(name: str, values: Mapping[str, object]) -> str:
    """A table in TOML; its strings and lists are written as JSON's are."""
    return "\n".join([name, *(f"{key} = {json.dumps(value)}" for key, value in values.items())])
