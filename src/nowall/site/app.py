"""The routes of the pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from nowall.site.assets import NAMES, Asset, asset
from nowall.site.places import Kind
from nowall.site.reception import Reception
from nowall.site.responses import SAFE, asset_response
from nowall.site.searching import EngineView

_ROBOTS = "User-agent: *\nDisallow: /?q=\n"
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
        Route("/robots.txt", _robots),
        *(Route(f"/assets/{file.name}", _file(file)) for file in map(asset, NAMES)),
        Route("/favicon.ico", _file(asset("icon.svg"))),
        Route("/{path:path}", missing),
    ]


def _page(reception: Reception, kind: Kind) -> Endpoint:
    async def page(request: Request) -> Response:
        return await reception.page(request, kind)

    return page


def _file(file: Asset) -> Endpoint:
    async def give(_: Request) -> Response:
        return asset_response(file)

    return give


async def _folder(request: Request) -> Response:
    """To the same address with a slash at its end."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{request.url.path.rpartition('/')[2]}/{query}", 308, SAFE)


async def _robots(_: Request) -> Response:
    return PlainTextResponse(_ROBOTS, headers={**SAFE, "Cache-Control": "public, max-age=86400"})
