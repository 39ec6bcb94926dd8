"""The routes of the pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from nowall.answers import Answer, Language, Turn
from nowall.catalogue import Catalogue


class EngineView(Protocol):
    """What the pages need of an engine."""

    @property
    def catalogue(self) -> Catalogue:
        """What there is to look at, as of now."""

    def ask(
        self,
        question: str,
        context: Sequence[Turn] = (),
        *,
        language: Language | None = None,
        client: Language | None = None,
    ) -> Answer:
        """Answer a question."""


def site_routes(engine: EngineView, public_url: str = "") -> list[BaseRoute]:
    """The pages of a corpus; the last route takes every other path and says that nothing is there.

    ``public_url`` is where the world finds them: without one, pages do not say where they are.
    """

    async def page(_: Request) -> Response:
        return PlainTextResponse(f"{engine.catalogue.size().articles} {public_url}\n")

    return [Route("/{path:path}", page)]
