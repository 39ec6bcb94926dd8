"""The routes of the HTTP front."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.front.health import Health
from bot.front.webhook import Webhook
from bot.metrics import exposition


def front_app(
    health: Health,
    measure: Callable[[], Awaitable[None]],
    webhook: tuple[str, Webhook] | None,
    pages: Sequence[BaseRoute] = (),
) -> Starlette:
    """Health and metrics, the webhook at its path where there is one, and the pages of the corpus.

    ``measure`` brings up to date what is only measured when somebody looks.
    """

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readyz(request: Request) -> Response:
        findings = await health.findings(request.query_params.getlist("check"))
        ready = all(finding.ok for finding in findings.values())
        checks = {name: {"ok": finding.ok, "told": finding.told} for name, finding in findings.items()}
        return JSONResponse({"ready": ready, "checks": checks}, 200 if ready else 503)

    async def metrics(_: Request) -> Response:
        await measure()
        return Response(exposition(), media_type=CONTENT_TYPE_LATEST)

    routes: list[BaseRoute] = [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]
    if webhook:
        path, endpoint = webhook
        routes.append(Route(path, endpoint.receive, methods=["POST"]))
    return Starlette(routes=[*routes, *pages])
