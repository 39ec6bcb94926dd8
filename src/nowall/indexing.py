"""store ─► index: what the index holds of a record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from nowall.answer.match.views import entity_terms
from nowall.language.normalise import normalise
from nowall.language.tokenizer import Tokenizer
from nowall.records import Article, Fact
from nowall.search.index import IndexDocument, owner_of_article
from nowall.snapshot import Snapshot


def pack_documents(snapshot: Snapshot, owners: Collection[str] | None = None) -> Iterator[IndexDocument]:
    """One document for each fact and claim of the pack; ``owners`` restricts to these."""
    records = [record for record in (*snapshot.facts.known, *snapshot.claims) if owners is None or record in owners]
    for owner, view in snapshot.views.many(records).items():
        article = snapshot.articles.get(view.fact.article)
        words = {"text": view.text, "asks": frozenset().union(*(a.terms for a in view.asks))}
        terms = {field: [t for t in found if not t.startswith("e:")] for field, found in words.items()}
        terms["entities"] = entity_terms(view.around)
        terms["title"] = snapshot.title_terms(article) if article else []
        yield IndexDocument(owner, owner, (view.fact.article,), terms)


def learned_documents(article: Article, facts: Iterable[Fact], tokenizer: Tokenizer) -> Iterator[IndexDocument]:
    """One document for each fact of a learned article; all of them are replaced together."""
    owner = owner_of_article(article.id)
    title = [article.title, article.publisher, article.author]
    title_terms = list(dict.fromkeys(t for text in title if text for t in tokenizer.terms(normalise(text))))
    for fact in facts:
        texts = dict.fromkeys(text for text in (fact.zh, fact.en) if text)
        words = dict.fromkeys(chain.from_iterable(tokenizer.terms(normalise(text)) for text in texts))
        terms = {"text": list(words), "entities": entity_terms(fact.about), "title": title_terms}
        yield IndexDocument(fact.id, owner, (article.id,), terms)
