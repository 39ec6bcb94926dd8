"""What is embedded of a corpus, and its vectors as a table that questions are compared with."""

from __future__ import annotations

from collections.abc import Iterable

from nowall.records import Claim, Corpus, Fact


def texts_to_embed(corpus: Corpus) -> tuple[list[str], list[str], list[bool]]:
    """What is embedded of a pack: owners (fact and claim ids), texts, and whether each is a sample question."""
    return texts_of([*corpus.facts, *corpus.claims])


def texts_of(records: Iterable[Fact | Claim]) -> tuple[list[str], list[str], list[bool]]:
    """What is embedded of these records: owners, texts, and whether each is a sample question."""
    owners: list[str] = []
    texts: list[str] = []
    is_ask: list[bool] = []
    for record in records:
        for ask, group in ((False, (record.zh, record.en)), (True, record.asks)):
            for text in dict.fromkeys(filter(None, group)):
                owners.append(record.id)
                texts.append(text)
                is_ask.append(ask)
    return owners, texts, is_ask
