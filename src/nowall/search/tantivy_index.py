"""The index on tantivy: a folder that any process may bring up to date, and that can be thrown away.

The folder holds one generation of tantivy files and ``current.json``, which names it. Where the index stands is
written in the index itself, as a document of its own: so a crash at any moment leaves files that say truly what
they hold (decision 7 of the design).
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from tantivy import DocAddress, Document, Index, IndexWriter, Occur, Schema, SchemaBuilder
from tantivy import Query as TantivyQuery

from nowall.errors import StoreError
from nowall.search.index import (
    FIELDS,
    LONGEST_WAIT_SECONDS,
    DocumentsFor,
    Hit,
    IndexDocument,
    Query,
    Update,
    brought_up_to_date,
    served,
)
from nowall.store.file_lock import file_lock

FORMAT = 2
"""Raised when the fields change: an index of another format is built anew."""

_STAMP = "current.json"
_MARKER = "\N{BULLET}seq"
"""The owner of the document whose id is the seq of the index."""
_WORDS = ("text", "asks", "title")
_BLANK = re.compile(r"[ \t\n\f\r]")
_REMEMBERED = 20_000
"""Documents whose ids are kept, and terms whose queries are."""
_WRITER_MEMORY = 64_000_000


@dataclass(frozen=True, slots=True)
class _Stamp:
    format: int
    fingerprint: str
    generation: str


class TantivyIndex:
    """A view of the index folder as it was when it was opened; threads may share it.

    Raises ValueError where the files hold no index that says where it stands.
    """

    def __init__(self, index: Index) -> None:
        index.config_reader("manual")  # also ends tantivy's threads that watch the folder
        index.reload()
        self._schema = index.schema
        self._searcher = index.searcher()
        marker = self._searcher.search(TantivyQuery.term_query(self._schema, "owner", _MARKER, "basic"), limit=1).hits
        if not marker:
            raise ValueError("the index does not say where it stands")
        self._term = lru_cache(_REMEMBERED)(self._term_query)
        self._ids: dict[tuple[int, int], str] = {}
        self._seq = int(self._searcher.doc(marker[0][1])["id"][0])

    @property
    def seq(self) -> int:
        """The change of the store that this view has seen last."""
        return self._seq

    def __len__(self) -> int:
        return self._searcher.num_docs - 1

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
        return [Hit(self._id(address), score) for score, address in result.hits]

    def _id(self, address: DocAddress) -> str:
        """The id of a document; reading it takes about as long as finding it."""
        place = (address.segment_ord, address.doc)
        known = self._ids.get(place)
        if known is None:
            known = str(self._searcher.doc(address)["id"][0])
            if len(self._ids) >= _REMEMBERED:
                self._ids = {}  # a new one: another thread may be reading the old
            self._ids[place] = known
        return known

    def count(self, field: str, term: str) -> int:
        """About how many documents have a term in a field."""
        return int(self._searcher.doc_freq(field, _unbroken(term)))

    def counts(self, field: str, terms: Collection[str]) -> dict[str, int]:
        """The same of many terms."""
        return {term: self.count(field, term) for term in terms}

    def has(self, terms: Collection[str]) -> bool:
        """Whether one document has all of these terms, each in its text, its sample questions or its title."""
        anywhere = [[self._term(field, term) for field in _WORDS if self.count(field, term)] for term in terms]
        if not all(anywhere):
            return False
        if len(anywhere) == 1:
            return True
        each = [TantivyQuery.boolean_query([(Occur.Should, query) for query in queries]) for queries in anywhere]
        whole = TantivyQuery.boolean_query([(Occur.Must, query) for query in each])
        return bool(self._searcher.search(whole, limit=1, count=False).hits)

    def _term_query(self, field: str, term: str) -> TantivyQuery:
        return TantivyQuery.term_query(self._schema, field, _unbroken(term), "freq")


def open_index(folder: Path, fingerprint: str) -> TantivyIndex | None:
    """Open the index as it stands, unless it is broken, missing, or of another store or way of tokenizing."""
    stamp = _read_stamp(folder, fingerprint)
    return _open(folder / stamp.generation) if stamp else None


class FolderKeeper:
    """Keeps the index in a folder of this machine."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        """``fingerprint`` names the store and the way of tokenizing."""
        self._folder = folder
        self._fingerprint = fingerprint

    def bring_up_to_date(self, seq: int, documents_for: DocumentsFor) -> TantivyIndex:
        """Open the index, after applying what the store has and it has not.

        ``documents_for`` is asked under the folder's lock. While another process is writing, the index is given as it
        stands: that one will bring it up to date.
        """

        def bring(wait_seconds: float) -> TantivyIndex:
            with self.writing(wait_seconds) as writer:
                return writer.bring_up_to_date(documents_for)

        return served(open_index(self._folder, self._fingerprint), seq, bring)

    @contextmanager
    def writing(self, wait_seconds: float = LONGEST_WAIT_SECONDS) -> Iterator[FolderWriter]:
        """Hold the folder's lock, to write its index. Raises StoreError where that cannot be done."""
        with ExitStack() as held:
            with _told(self._folder):
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                held.enter_context(file_lock(self._folder / "write.lock", wait_seconds=wait_seconds))
                writer = FolderWriter(self._folder, self._fingerprint)
            held.callback(writer.close)
            yield writer


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Turn what the system or tantivy says into a sentence."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise StoreError(f"The index in {folder} cannot be written: {error}.") from error


class FolderWriter:
    """Applies updates to the index of a folder, one commit each. Made by `FolderKeeper.writing`."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self._folder = folder
        self._fingerprint = fingerprint
        self._view = open_index(folder, fingerprint)
        self._index: Index | None = None
        self._writer: IndexWriter | None = None

    @property
    def view(self) -> TantivyIndex | None:
        """The index as it stands; None where there is none that can be used."""
        return self._view

    def bring_up_to_date(self, documents_for: DocumentsFor) -> TantivyIndex:
        """Apply what the index lacks."""
        return brought_up_to_date(self._view, documents_for, self.apply)

    def apply(self, update: Update) -> TantivyIndex:
        """Make one update; all of it is seen at once, or nothing."""
        with _told(self._folder):
            return self._rebuild(update) if update.gone is None else self._change(update)

    def _change(self, update: Update) -> TantivyIndex:
        index, writer = self._opened()
        try:
            _write(writer, update)
        except BaseException:
            writer.rollback()
            raise
        self._view = TantivyIndex(index)
        return self._view

    def _opened(self) -> tuple[Index, IndexWriter]:
        if self._index is None or self._writer is None:
            stamp = _read_stamp(self._folder, self._fingerprint)
            if stamp is None:
                raise ValueError("there is no index to change")
            self._index = Index.open(str(self._folder / stamp.generation))
            self._writer = self._index.writer(_WRITER_MEMORY, 1)
        return self._index, self._writer

    def _rebuild(self, update: Update) -> TantivyIndex:
        self.close()
        generation = secrets.token_hex(4)
        (self._folder / generation).mkdir(mode=0o700)
        self._index = Index(_schema(), path=str(self._folder / generation))
        self._writer = self._index.writer(_WRITER_MEMORY, 1)
        _write(self._writer, update)
        self._view = TantivyIndex(self._index)
        draft = self._folder / f"{_STAMP}.new"
        draft.write_text(json.dumps(asdict(_Stamp(FORMAT, self._fingerprint, generation))), encoding="utf-8")
        draft.replace(self._folder / _STAMP)
        for other in self._folder.iterdir():
            if other.is_dir() and other.name != generation:
                shutil.rmtree(other, ignore_errors=True)
        return self._view

    def close(self) -> None:
        """Give tantivy's own lock back, after what it merges in the background."""
        writer, self._writer, self._index = self._writer, None, None
        if writer is not None:
            with _told(self._folder):
                writer.wait_merging_threads()


def _read_stamp(folder: Path, fingerprint: str) -> _Stamp | None:
    try:
        stamp = _Stamp(**json.loads((folder / _STAMP).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return stamp if (stamp.format, stamp.fingerprint) == (FORMAT, fingerprint) else None


def _open(folder: Path) -> TantivyIndex | None:
    try:
        return TantivyIndex(Index.open(str(folder)))
    except (OSError, ValueError):
        return None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # Rust's, which has no Python name and is no Exception
            raise
        return None


def _schema() -> Schema:
    builder = SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("owner", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("article", tokenizer_name="raw", index_option="basic")
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _write(writer: IndexWriter, update: Update) -> None:
    for owner in (*(update.gone or ()), _MARKER):
        writer.delete_documents_by_term("owner", owner)
    for document in update.documents:
        writer.add_document(_as_tantivy(document))
    writer.add_document(Document(id=str(update.seq), owner=_MARKER))
    writer.commit()


def _as_tantivy(document: IndexDocument) -> Document:
    texts = {field: _joined(document.terms.get(field, ())) for field in FIELDS}
    return Document(id=document.id, owner=document.owner, article=list(document.articles), **texts)


def _joined(terms: Sequence[str]) -> str:
    if not terms:
        return ""
    joined = " ".join(terms)
    return joined if len(joined.split()) == len(terms) else " ".join(map(_unbroken, terms))


def _unbroken(term: str) -> str:
    """Keep a term with blanks inside in one piece: the tokenizer cuts at these and at nothing else."""
    return _BLANK.sub("\N{OPEN BOX}", term)
