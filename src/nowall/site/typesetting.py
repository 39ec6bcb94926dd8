"""Pages as HTML. Everything that comes from a record or a reader is escaped where it is set."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from nowall.answers import Language
from nowall.language.normalise import is_cjk
from nowall.language.script import detect, in_script
from nowall.site.dates import date_in_words, is_date
from nowall.site.links import Links
from nowall.site.marking import marks, name_of
from nowall.site.pages import Page, clipped
from nowall.site.phrases import phrased, solid
from nowall.site.places import Kind, Place
from nowall.site.quotation import quotation
from nowall.texts import say

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""What a page may load: our stylesheet and our icon. No script, and nothing from anywhere else."""
_WEB = re.compile(r"https?://[^\s/][^\s]*")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TURNING = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_WORDS = {Language.ZH_HANS: "简", Language.ZH_HANT: "繁", Language.EN: "EN"}
_NAMES = {Language.ZH_HANS: "简体中文", Language.ZH_HANT: "繁體中文", Language.EN: "English"}


def set_page(page: Page, links: Links, language: Language) -> bytes:
    """The page as UTF-8."""

    def tongue(words: str) -> str | None:
        """The language of words where it is another than the page's."""
        return _tongue(words, language)

    html = _template(page.template).render(
        page=page,
        links=links,
        language=language,
        say=_saying(language),
        date=lambda when: date_in_words(when, language),
        tongue=tongue,
        languages=[(one, _WORDS[one], _NAMES[one]) for one in Language],
        policy=POLICY.replace("; frame-ancestors 'none'", ""),
        **page.values,
    )
    return _NO_TEXT.sub("\ufffd", html).encode()


def plain(words: str) -> str:
    """Words for where no markup can keep their direction to themselves: without marks that turn it."""
    return _TURNING.sub("", words)


def web_address(url: str | None) -> str | None:
    """An address that is one of a web page."""
    return url if url and _WEB.fullmatch(url) else None


def _saying(language: Language) -> Callable[..., str]:
    return lambda key, **values: say(language, f"site.{key}", **values)


def _tongue(words: str, language: Language) -> str | None:
    if not any(map(str.isalpha, words)):
        return None
    spoken = detect(words)
    if spoken is Language.EN and language is not Language.EN and " " not in words:
        return None  # a name among Chinese words is set as one of them
    if language is Language.EN and sum(map(is_cjk, words)) * 5 < sum(map(str.isalpha, words)):
        return None  # English that mentions Chinese words
    if spoken is Language.ZH_HANS and language is Language.ZH_HANT and in_script(words, language) == words:
        return None  # the same in both scripts
    return None if spoken is language else str(spoken)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("nowall.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {"plain": plain, "web": web_address, "clip": clipped, "phrased": phrased, "solid": solid}
    environment.filters["number"] = "{:,}".format
    environment.tests |= {"date": is_date}
    environment.globals |= {"Place": Place, "Kind": Kind, "quotation": quotation, "marks": marks, "name_of": name_of}
    return environment


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)
