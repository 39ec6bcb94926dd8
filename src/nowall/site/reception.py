"""Receives readers: finds the page that an address means, has it set if it is not, and hands it out."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable
from dataclasses import dataclass

import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from nowall.answers import Language
from nowall.catalogue import Catalogue
from nowall.site.desk import BusyError, Desk
from nowall.site.languages import accepted, chosen
from nowall.site.links import ServedLinks
from nowall.site.pages import FACTS, notice_page, page_of
from nowall.site.places import Kind, Place
from nowall.site.responses import KEPT_A_DAY, SAFE, leaf_response, notice_response
from nowall.site.searching import EngineView, readable, search_page
from nowall.site.shelf import Leaf, Shelf
from nowall.site.sitemap import site_map
from nowall.site.typesetting import set_page

_MOST_SETTING = 200
"""So many may wait for a page to be set: a second or two."""
_MOST_SEARCHING = 16
"""So many may wait for an answer; the time that searches take is taken from the bot's own answers."""
_BUSY_SECONDS = "5"
_KEY = re.compile(r"[\w.:-]{1,200}")
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who wants a page: in what language, and whether that was chosen."""

    language: Language
    chosen: Language | None

    @classmethod
    def of(cls, request: Request) -> Reader:
        """By the address, else by what the browser asks for."""
        wanted = chosen(request.query_params.get("lang"))
        return cls(wanted or accepted(request.headers.get("accept-language")), wanted)


class Reception:
    """Answers requests. For one event loop."""

    def __init__(self, engine: EngineView, public_url: str) -> None:
        self._engine = engine
        self._public_url = public_url
        self._shelf = Shelf()
        self._setting = Desk("setting", _MOST_SETTING)
        self._searching = Desk("searching", _MOST_SEARCHING)
        self._coming: dict[object, asyncio.Task[Leaf | None]] = {}

    async def page(self, request: Request, kind: Kind) -> Response:
        """Any page of this kind."""
        return await self._guarded(request, self._page(request, kind))

    async def _page(self, request: Request, kind: Kind) -> Response | None:
        place, reader = _place(request, kind), Reader.of(request)
        leaf = await self._leaf(place, reader) if place else None
        return leaf_response(request, leaf, reader.language) if leaf else None

    async def fact(self, request: Request) -> Response:
        """On to where a fact stands in its article."""
        return await self._guarded(request, self._fact(request))

    async def _fact(self, request: Request) -> Response | None:
        key, catalogue = request.path_params["key"], self._engine.catalogue
        found = await self._setting.do(lambda: catalogue.place(key)) if _KEY.fullmatch(key) else None
        if found is None:
            return None
        article, before = found
        links = ServedLinks(1, Reader.of(request).chosen, self._public_url)
        target = links.to(Place(Kind.ARTICLE, article, number=before // FACTS + 1), fact=key)
        return RedirectResponse(target, 302, {**SAFE, "Cache-Control": "public, max-age=60"})

    async def sitemap(self, request: Request) -> Response:
        """Where the newest pages are, for search engines; nothing where nobody knows where we are."""
        return await self._guarded(request, self._sitemap())

    async def _sitemap(self) -> Response | None:
        if not self._public_url:
            return None
        view, links = self._engine.catalogue, ServedLinks(0, None, self._public_url)
        listed = await self._setting.do(lambda: site_map(view, links))
        return Response(listed, 200, {**SAFE, "Cache-Control": KEPT_A_DAY}, "text/plain; charset=utf-8")

    async def _guarded(self, request: Request, response: Awaitable[Response | None]) -> Response:
        """The response, or a page that says in a sentence why there is none."""
        try:
            return await response or self.notice(request, "missing", 404)
        except BusyError:
            return self.notice(request, "busy", 503, **{"Retry-After": _BUSY_SECONDS})
        except Exception:  # noqa: BLE001 - a reader gets a page, whatever happens; the log gets the rest
            _log.exception("page.failed", path=request.url.path)
            return self.notice(request, "failed", 500)

    def notice(self, request: Request, key: str, status: int, **headers: str) -> Response:
        """A page with one of the site's own sentences."""
        reader = Reader.of(request)
        links = ServedLinks(max(request.url.path.count("/") - 1, 0), reader.chosen, "")
        body = set_page(notice_page(key, reader.language), links, reader.language)
        return notice_response(body, reader.language, status, **headers)

    async def _leaf(self, place: Place, reader: Reader) -> Leaf | None:
        """From the shelf, else set; what several want at the same time is set once."""
        view = self._engine.catalogue
        wanted = (place, reader)
        if leaf := self._shelf.get(view, wanted):
            return leaf
        task = self._coming.get((view, wanted))
        if task is None:
            task = asyncio.create_task(self._fetch(view, place, reader))
            self._coming[view, wanted] = task
            task.add_done_callback(lambda _: self._coming.pop((view, wanted)))
        return await asyncio.shield(task)

    async def _fetch(self, view: Catalogue, place: Place, reader: Reader) -> Leaf | None:
        desk = self._searching if place.words else self._setting
        leaf = await desk.do(lambda: self._set(view, place, reader))
        if leaf:
            self._shelf.put(view, (place, reader), leaf)
        return leaf

    def _set(self, view: Catalogue, place: Place, reader: Reader) -> Leaf | None:
        if place.words:
            page = search_page(self._engine, place, reader.language, reader.chosen)
        else:
            page = page_of(view, place, reader.language)
        if page is None:
            return None
        links = ServedLinks(place.path.count("/"), reader.chosen, self._public_url)
        return Leaf.of(set_page(page, links, reader.language), indexed=page.indexed)


def _place(request: Request, kind: Kind) -> Place | None:
    """What an address means; None where it cannot mean anything."""
    query, key = request.query_params, request.path_params.get("key", "")
    if key and not _KEY.fullmatch(key):
        return None
    number = query.get("page", "1")
    return Place(
        kind,
        key,
        query.get("part", "")[:20] if kind in {Kind.ENTITY, Kind.ENTITIES} else "",
        int(number) if _NUMBER.fullmatch(number) else 1,
        readable(query.get("q", "")) if kind is Kind.HOME else "",
    )
