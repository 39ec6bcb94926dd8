"""The index on tantivy: a folder that any process may bring up to date, and that can be thrown away.

The folder holds one generation of tantivy files and ``current.json``, which names it and says where it
stands. An update commits first and then replaces that small file; a crash in between leaves a count that
does not fit, and what does not fit is built anew from the store (decision 7 of the design).
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from pathlib import Path

from tantivy import Document, Index, Occur, Schema, SchemaBuilder
from tantivy import Query as TantivyQuery

from nowall.errors import StoreError
from nowall.search.index import FIELDS, Hit, IndexDocument, Query, Update
from nowall.store.home import file_lock

FORMAT = 1
"""Raised when the fields change: an index of another format is built anew."""

_STAMP = "current.json"
_BLANK = re.compile(r"[ \t\n\f\r]")
_WRITER_MEMORY = 64_000_000
_LONGEST_WAIT_SECONDS = 300.0
"""For another process that is building the index: a large corpus takes minutes."""


@dataclass(frozen=True, slots=True)
class _Stamp:
    format: int
    fingerprint: str
    generation: str
    seq: int
    documents: int


class TantivyIndex:
    """A view of the index folder as it was when it was opened; threads may share it."""

    def __init__(self, index: Index, seq: int) -> None:
        index.config_reader("manual")  # also ends tantivy's threads that watch the folder
        self._schema = index.schema
        self._searcher = index.searcher()
        self._seq = seq

    @property
    def seq(self) -> int:
        """The change of the store that this view has seen last."""
        return self._seq

    def __len__(self) -> int:
        return self._searcher.num_docs

    def search(self, query: Query, limit: int, only: Collection[str] | None = None) -> list[Hit]:
        """Find the best documents, best first; ``only`` keeps those of these articles."""
        wanted = [
            (Occur.Should, TantivyQuery.boost_query(self._term(field, term), weight))
            for field, terms in query.terms.items()
            for term, weight in terms.items()
        ]
        if not wanted or limit < 1:
            return []
        whole = TantivyQuery.boolean_query(wanted)
        if only is not None:
            of_articles = TantivyQuery.term_set_query(self._schema, "article", list(only))
            filtering = TantivyQuery.const_score_query(of_articles, 0.0)
            whole = TantivyQuery.boolean_query([(Occur.Must, whole), (Occur.Must, filtering)])
        result = self._searcher.search(whole, limit=limit, count=False)
        return [Hit(self._searcher.doc(address)["id"][0], score) for score, address in result.hits]

    def _term(self, field: str, term: str) -> TantivyQuery:
        return TantivyQuery.term_query(self._schema, field, _unbroken(term), "freq")


def bring_up_to_date(
    folder: Path, seq: int, fingerprint: str, documents_for: Callable[[int | None], Update]
) -> TantivyIndex:
    """Open the index, after applying what the store has and it has not.

    ``fingerprint`` names the store and the way of tokenizing; an index with another one is built anew.
    ``documents_for(since)`` is asked under the folder's lock for the changes after ``since``, or for everything
    when that is None; it may answer with everything at any time (``Update.gone`` is None).
    """
    stamp = _read_stamp(folder, fingerprint)
    index = _open(folder, stamp) if stamp and stamp.seq == seq else None
    if index:
        return index
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with file_lock(folder / "write.lock", wait_seconds=_LONGEST_WAIT_SECONDS):
            return _update(folder, fingerprint, documents_for)
    except (OSError, ValueError) as error:
        raise StoreError(f"The index in {folder} cannot be written: {error}.") from error


def _update(folder: Path, fingerprint: str, documents_for: Callable[[int | None], Update]) -> TantivyIndex:
    stamp = _read_stamp(folder, fingerprint)
    index = _open(folder, stamp) if stamp else None
    if stamp and index:
        update = documents_for(stamp.seq)
        if update.seq == stamp.seq:
            return index
        if update.gone is not None and update.seq > stamp.seq:
            return _apply(folder, stamp, update)
    else:
        update = documents_for(None)
    return _rebuild(folder, fingerprint, update if update.gone is None else documents_for(None))


def _apply(folder: Path, stamp: _Stamp, update: Update) -> TantivyIndex:
    index = Index.open(str(folder / stamp.generation))
    _write(index, update)
    return _publish(folder, index, stamp.fingerprint, stamp.generation, update.seq)


def _rebuild(folder: Path, fingerprint: str, update: Update) -> TantivyIndex:
    generation = secrets.token_hex(4)
    (folder / generation).mkdir(mode=0o700)
    index = Index(_schema(), path=str(folder / generation))
    _write(index, update)
    view = _publish(folder, index, fingerprint, generation, update.seq)
    for other in folder.iterdir():
        if other.is_dir() and other.name != generation:
            shutil.rmtree(other, ignore_errors=True)
    return view


def _publish(folder: Path, index: Index, fingerprint: str, generation: str, seq: int) -> TantivyIndex:
    view = TantivyIndex(index, seq)
    stamp = _Stamp(FORMAT, fingerprint, generation, seq, len(view))
    draft = folder / f"{_STAMP}.new"
    draft.write_text(json.dumps(asdict(stamp)), encoding="utf-8")
    draft.replace(folder / _STAMP)
    return view


def _read_stamp(folder: Path, fingerprint: str) -> _Stamp | None:
    try:
        stamp = _Stamp(**json.loads((folder / _STAMP).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return stamp if (stamp.format, stamp.fingerprint) == (FORMAT, fingerprint) else None


def _open(folder: Path, stamp: _Stamp) -> TantivyIndex | None:
    """Open what the stamp names, unless it is broken or not what was stamped."""
    try:
        view = TantivyIndex(Index.open(str(folder / stamp.generation)), stamp.seq)
    except (OSError, ValueError):
        return None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # Rust's, which has no Python name and is no Exception
            raise
        return None
    return view if len(view) == stamp.documents else None


def _schema() -> Schema:
    builder = SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("owner", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("article", tokenizer_name="raw", index_option="basic")
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _write(index: Index, update: Update) -> None:
    writer = index.writer(_WRITER_MEMORY, 1)
    try:
        for owner in update.gone or ():
            writer.delete_documents_by_term("owner", owner)
        for document in update.documents:
            writer.add_document(_as_tantivy(document))
        writer.commit()
    finally:
        writer.wait_merging_threads()  # gives tantivy's own lock back, whatever has happened


def _as_tantivy(document: IndexDocument) -> Document:
    texts = {field: " ".join(map(_unbroken, document.terms.get(field, ()))) for field in FIELDS}
    return Document(id=document.id, owner=document.owner, article=list(document.articles), **texts)


def _unbroken(term: str) -> str:
    """Keep a term with blanks inside in one piece: the tokenizer cuts at these and at nothing else."""
    return _BLANK.sub("\N{OPEN BOX}", term)
