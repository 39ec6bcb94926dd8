"""Responses with the headers that all pages have."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from nowall.answers import Language
from nowall.site.assets import Asset
from nowall.site.shelf import Leaf
from nowall.site.typesetting import POLICY

SAFE = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
"""Of every response: nothing is loaded from elsewhere, and nobody elsewhere learns what is read here."""
_KEPT = "public, max-age=60, stale-while-revalidate=600"
"""What is learned shows within a minute, and within two seconds where no cache lies between."""
_KEPT_FOR_GOOD = "public, max-age=31536000, immutable"
KEPT_A_DAY = "public, max-age=86400"
_VARY = "Accept-Language, Accept-Encoding"


def leaf_response(request: Request, leaf: Leaf, language: Language) -> Response:
    """A page, or 304 where the reader has it already."""
    packed = bool(leaf.packed) and _takes_gzip(request)
    mark = f'"{leaf.mark}{"-gz" if packed else ""}"'
    headers = {
        **SAFE,
        "Content-Language": str(language),
        "Vary": _VARY,
        "ETag": mark,
        "Cache-Control": _KEPT if leaf.indexed else f"private, {_KEPT.partition(', ')[2]}",
    }
    if not leaf.indexed:
        headers["X-Robots-Tag"] = "noindex"
    if _has(request, mark):
        return Response(status_code=304, headers=headers)
    if packed:
        headers["Content-Encoding"] = "gzip"
    body = leaf.packed if packed else leaf.body
    return Response(body, headers=headers, media_type="text/html; charset=utf-8")


def notice_response(body: bytes, language: Language, status: int, **more: str) -> Response:
    """A page that says that something is not; nobody keeps it."""
    headers = {**SAFE, "Content-Language": str(language), "Vary": _VARY, "Cache-Control": "no-store", **more}
    return Response(body, status, headers, media_type="text/html; charset=utf-8")


def asset_response(file: Asset, *, for_good: bool = True) -> Response:
    """A file; kept for good where another version will have another name."""
    kept = _KEPT_FOR_GOOD if for_good else KEPT_A_DAY
    return Response(file.data, headers={**SAFE, "Cache-Control": kept}, media_type=file.media_type)


def _takes_gzip(request: Request) -> bool:
    offers = (part.partition(";") for part in request.headers.get("accept-encoding", "").lower().split(","))
    return any(name.strip() == "gzip" and "q=0" not in how.replace("q=0.", "q=.") for name, _, how in offers)


def _has(request: Request, mark: str) -> bool:
    known = request.headers.get("if-none-match", "")
    return known.strip() == "*" or mark in (one.strip().removeprefix("W/") for one in known.split(","))
