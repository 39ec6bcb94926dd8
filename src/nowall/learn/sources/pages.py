"""Web pages as documents."""

from __future__ import annotations

import re
from urllib.parse import unquote

import httpx

from nowall.errors import InputError
from nowall.learn.documents import Document, Form
from nowall.learn.sources.addresses import parse_address
from nowall.learn.sources.fetching import Fetched, Fetcher
from nowall.records import stable_key

_FORMS = {"text/plain": Form.TEXT, "text/markdown": Form.MARKDOWN, "text/x-markdown": Form.MARKDOWN}
_ENDINGS = {".md": Form.MARKDOWN, ".markdown": Form.MARKDOWN}
_LONGEST_ID = 120
_HEAD = 20_000
_PAGE = re.compile(r"<(?:\w+:)?html[\s>]", re.IGNORECASE)
# What says how a reader came to a page, and nothing of which page it is.
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|spm)=|f=rss$")
_UNREADABLE = re.compile(r"[^\w.~-]+")
_MARKUP = re.compile(r"\s*<(?:!doctype|html|head|body|[a-z][a-z0-9]*[\s>])", re.IGNORECASE)


def read_page(address: str, fetcher: Fetcher) -> Document:
    """Read a web page, a plain text or a Markdown file; its ``url`` is where it stands in the end.

    The id is that of the final address (`article_id`). Raises InputError.
    """
    return page_document(fetcher.fetch(address), address)


def page_document(fetched: Fetched, origin: str) -> Document:
    """The document that a page is, asked for at ``origin``."""
    text = fetched.text
    if not text.strip():
        raise InputError("It is empty.")
    return Document(
        id=article_id(fetched.address), text=text, form=_form(fetched, text), origin=origin, url=fetched.address
    )


def article_id(address: str) -> str:
    """A readable id that an address always gives, and no other one gives: ``36kr.com_p_3041``.

    ``http`` or ``https``, ``www.``, a slash at the end and how a reader came there make no difference. Where the
    words cannot be kept as they are, a short hash of the address stands at the end.
    """
    url = parse_address(address)
    path = url.raw_path.partition(b"?")[0].decode("ascii").strip("/")
    query = "&".join(part for part in url.query.decode("ascii").split("&") if part and not _TRACKING.match(part))
    parts = [_site(url), *(unquote(part) for part in f"{path}/{query}".strip("/").split("/") if part)]
    readable = "_".join(_UNREADABLE.sub("-", part) for part in parts)
    is_kept = not query and "//" not in path and not any("_" in part or _UNREADABLE.search(part) for part in parts)
    if is_kept and len(readable) <= _LONGEST_ID:
        return readable
    key = stable_key(f"{_site(url)}/{path}?{query}")
    return f"{readable[: _LONGEST_ID - len(key) - 1]}-{key}"


def _site(url: httpx.URL) -> str:
    host = url.host.removeprefix("www.")
    return host if url.port in {None, 80, 443} else f"{host}~{url.port}"


def _form(fetched: Fetched, text: str) -> Form:
    """Servers call Markdown plain text; and where they say nothing, the text has to."""
    if fetched.media_type == "text/plain":
        ending = re.search(r"\.\w+$", httpx.URL(fetched.address).path.lower())
        return _ENDINGS.get(ending[0] if ending else "", Form.TEXT)
    if not fetched.media_type:
        return Form.HTML if _MARKUP.match(text) else Form.TEXT
    if "xml" in fetched.media_type and not _PAGE.search(text[:_HEAD]):
        raise InputError("It is XML, but neither a page nor a feed.")
    return _FORMS.get(fetched.media_type, Form.HTML)
