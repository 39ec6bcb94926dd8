"""A list of addresses for search engines."""

from __future__ import annotations

from collections.abc import Iterator

from nowall.answers import Language
from nowall.catalogue import Catalogue
from nowall.site.links import Links
from nowall.site.places import Kind, Place

_MOST_ARTICLES = 5_000
_MOST_ENTITIES = 1_000


def site_map(catalogue: Catalogue, links: Links) -> bytes:
    """The newest articles, all claims, and who is spoken of most: an address a line, none where none is public."""
    addresses = (links.public(place) for place in _places(catalogue))
    return "".join(f"{address}\n" for address in addresses if address).encode()


def _places(catalogue: Catalogue) -> Iterator[Place]:
    yield from (Place(kind) for kind in (Kind.HOME, Kind.ENTITIES, Kind.CLAIMS))
    yield from (Place(Kind.CLAIM, head.key) for head in catalogue.claims(Language.EN))
    yield from (Place(Kind.ARTICLE, key) for key in catalogue.article_keys(0, _MOST_ARTICLES))
    yield from (Place(Kind.ENTITY, key) for key in catalogue.entity_keys()[:_MOST_ENTITIES])
