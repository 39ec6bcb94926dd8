"""Every page that links lead to, read over plain HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin

import httpx
from lxml import html

_MOST_PAGES = 2_000


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as a crawler sees it."""

    status: int
    links: tuple[str, ...]
    """Addresses that it leads to or loads, absolute, fragments included."""
    ids: frozenset[str]
    """The anchors of it."""


def crawl(site: str, start: str) -> dict[str, Seen]:
    """All pages below ``site`` that can be reached from ``start``, by address; redirects are followed."""
    seen: dict[str, Seen] = {}
    waiting = [start]
    with httpx.Client(follow_redirects=True, timeout=20, trust_env=False) as client:
        while waiting:
            address = waiting.pop()
            if address in seen or not address.startswith(f"{site}/"):
                continue
            assert len(seen) < _MOST_PAGES, address
            seen[address] = _look(client.get(address))
            waiting += [urldefrag(link).url for link in seen[address].links]
    return seen


def dangling(pages: dict[str, Seen]) -> list[str]:
    """What links of the pages do not lead to: pages that are missing, anchors that are missing."""
    wrong = [f"{page.status}: {address}" for address, page in pages.items() if page.status != 200]
    for address, page in pages.items():
        for link in page.links:
            to, anchor = urldefrag(link)
            if anchor and to in pages and anchor not in pages[to].ids:
                wrong.append(f"no #{anchor} on {to}, says {address}")
    return wrong


def _look(response: httpx.Response) -> Seen:
    if not response.headers.get("content-type", "").startswith("text/html"):
        return Seen(response.status_code, (), frozenset())
    tree = html.fromstring(response.content)
    found = [str(link) for link in tree.xpath("//@href | //@src | //form/@action")]
    links = tuple(urljoin(str(response.url), link) for link in found)
    return Seen(response.status_code, links, frozenset(map(str, tree.xpath("//@id"))))
