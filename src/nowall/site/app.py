"""The routes of the pages."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from nowall.site.assets import NAMES, Asset, asset
from nowall.site.places import Kind
from nowall.site.reception import Reception
from nowall.site.responses import KEPT_A_DAY, SAFE, asset_response
from nowall.site.searching import EngineView

Endpoint = Callable[[Request], Awaitable[Response]]


def site_routes(engine: EngineView, public_url: str = "") -> list[BaseRoute]:
    """The pages of a corpus; the last route takes every other path and says that nothing is there.

    ``public_url`` is where the world finds them: without one, pages do not say where they are.
    """
    reception = Reception(engine, public_url)

    async def missing(request: Request) -> Response:
        return reception.notice(request, "missing", 404)

    return [
        Route("/", _page(reception, Kind.HOME)),
        Route("/a/{key}", _page(reception, Kind.ARTICLE)),
        Route("/e/{key}", _page(reception, Kind.ENTITY)),
        Route("/c/{key}", _page(reception, Kind.CLAIM)),
        Route("/f/{key}", reception.fact),
        *(Route(f"/{kind}", _page(reception, kind)) for kind in (Kind.ENTITIES, Kind.CLAIMS)),
        *(Route(f"/{kind.rstrip('/')}", _folder) for kind in (Kind.ENTITIES, Kind.CLAIMS)),
        Route("/robots.txt", _robots(public_url)),
        Route("/sitemap.txt", reception.sitemap),
        *(Route(f"/assets/{file.name}", _file(file)) for file in map(asset, NAMES)),
        Route("/favicon.ico", _file(asset("icon.svg"), for_good=False)),
        _rest(missing),
    ]


def _page(reception: Reception, kind: Kind) -> Endpoint:
    async def page(request: Request) -> Response:
        return await reception.page(request, kind)

    return page


def _file(file: Asset, *, for_good: bool = True) -> Endpoint:
    async def give(_: Request) -> Response:
        return asset_response(file, for_good=for_good)

    return give


async def _folder(request: Request) -> Response:
    """To the same address with a slash at its end."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{request.url.path.rpartition('/')[2]}/{query}", 308, SAFE)


def _rest(endpoint: Endpoint) -> Route:
    """Every path, also one with a line break in it, which Starlette's own pattern leaves out."""
    route = Route("/{path:path}", endpoint)
    route.path_regex = re.compile("^/(?P<path>.*)$", re.DOTALL)
    return route


def _robots(public_url: str) -> Endpoint:
    """All but answers to somebody's words may be read."""
    told = "User-agent: *\nDisallow: /*?q=\n" + (f"Sitemap: {public_url}/sitemap.txt\n" if public_url else "")

    async def robots(_: Request) -> Response:
        return PlainTextResponse(told, headers={**SAFE, "Cache-Control": KEPT_A_DAY})

    return robots
