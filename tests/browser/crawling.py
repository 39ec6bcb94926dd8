"""What pages lead to: those that are served, read over plain HTTP, and those that lie in a folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import httpx
from lxml import html

_MOST_PAGES = 2_000
_LEADING = "//*[not(@hreflang)]/@href | //@src | //form/@action"
_OTHER_LANGUAGES = "//*[@hreflang]/@href"


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as a crawler sees it."""

    status: int
    links: tuple[str, ...] = ()
    """Addresses that it leads to or loads, absolute, fragments included."""
    languages: tuple[str, ...] = ()
    """Addresses of the same in other languages."""
    ids: frozenset[str] = frozenset()
    """The anchors of it; a file that is no page has none."""


def crawl(site: str) -> dict[str, Seen]:
    """All pages of a site that can be reached in one language, by address; redirects are followed."""
    seen: dict[str, Seen] = {}
    waiting = [f"{site}/"]
    with httpx.Client(follow_redirects=True, timeout=20, trust_env=False) as client:
        while waiting:
            address = waiting.pop()
            if address in seen or not address.startswith(f"{site}/"):
                continue
            assert len(seen) < _MOST_PAGES, address
            seen[address] = replace(_fetched(client.get(address)), languages=())
            waiting += [urldefrag(link).url for link in seen[address].links]
    return seen


def read_folder(folder: Path, site: str) -> dict[str, Seen]:
    """All files of a folder by the address that a web host gives them; an index has that of its folder too."""
    seen: dict[str, Seen] = {}
    for file in filter(Path.is_file, folder.rglob("*")):
        address = f"{site}/{file.relative_to(folder).as_posix()}"
        seen[address] = _looked(file.read_bytes(), address) if file.suffix == ".html" else Seen(200)
        if file.name == "index.html":
            seen[address.removesuffix("index.html")] = seen[address]
    return seen


def dangling(pages: dict[str, Seen], site: str) -> list[str]:
    """What links of the pages do not lead to: pages of the site that are missing, anchors that are missing."""
    wrong = [f"{page.status}: {address}" for address, page in pages.items() if page.status != 200]
    for address, page in pages.items():
        for link in page.links + page.languages:
            to, anchor = urldefrag(link)
            if to not in pages and to.startswith(f"{site}/"):
                wrong.append(f"nothing at {to}, says {address}")
            if anchor and to in pages and anchor not in pages[to].ids:
                wrong.append(f"no #{anchor} on {to}, says {address}")
    return wrong


def middle(addresses: list[str], pages: dict[str, Seen]) -> str:
    """The page that half of them have more links than."""
    return sorted(addresses, key=lambda address: len(pages[address].links))[len(addresses) // 2]


def _fetched(response: httpx.Response) -> Seen:
    if not response.headers.get("content-type", "").startswith("text/html"):
        return Seen(response.status_code)
    return _looked(response.content, str(response.url), response.status_code)


def _looked(content: bytes, address: str, status: int = 200) -> Seen:
    tree = html.fromstring(content)
    links = tuple(urljoin(address, str(link)) for link in tree.xpath(_LEADING))
    languages = tuple(urljoin(address, str(link)) for link in tree.xpath(_OTHER_LANGUAGES))
    return Seen(status, links, languages, frozenset(map(str, tree.xpath("//@id"))))
