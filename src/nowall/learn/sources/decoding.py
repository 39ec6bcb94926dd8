"""Bytes to text: Unicode where it can be, else the legacy encoding in which the text reads most like a language.

UTF-8 proves itself: other text is practically never valid UTF-8. GB18030 and Big5 share their bytes, so that
validity cannot tell them apart; which characters come out can. Read wrongly, a text is full of rare ones.
"""

from __future__ import annotations

import codecs
import re
from functools import cache

from nowall.errors import InputError
from nowall.lexicon import lexicon

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks; that of UTF-16 LE begins that of UTF-32 LE, which is therefore tried first."""

_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "an image, a sound or a video"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3\x00", "a database"),
)
_CONTROLS = bytes(byte for byte in range(0x20) if byte not in b"\t\n\v\f\r\x1b") + b"\x7f"
_NO_LEADS = bytes(range(0xC0))

_SIMPLIFIED, _TRADITIONAL, _WESTERN = "gb18030", "cp950", "cp1252"
_FAMILIES = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030"), _SIMPLIFIED),
    **dict.fromkeys(("big5", "cp950", "big5hkscs"), _TRADITIONAL),
    **dict.fromkeys(("ascii", "iso8859-1", "cp1252"), _WESTERN),
}
"""The codec that reads all of a declared one's text; pages that declare one often need the larger."""
_DIALECTS = {_TRADITIONAL: (_TRADITIONAL, "big5hkscs")}
"""Hong Kong's Big5 has more characters, but reads cp950's "～" and "‧" as rarer signs: taken only where needed."""
_NEIGHBOURS = frozenset({"shift_jis", "cp932", "euc_jp", "euc_kr", "cp949", "cp1251", "koi8-r"})
"""Believed where they are declared and the text does not read as Chinese; never guessed."""

_SAMPLE = 20_000
"""Bytes that are looked at to tell encodings apart."""
_BROKEN_COST = 5
_HINT_WORTH = 0.1
_PLAUSIBLE = 0.25
"""The share of frequent characters that any prose reaches; in misread prose it is about a tenth."""
_MOST_BROKEN = 0.1

_FIRST_HIGH = re.compile(rb"[\x80-\xff]")
_WESTERN_MARKS = re.compile(r"[‘’“”–—…•€™]|(?<![^\x00-\x7f])[^\x00-\x7f](?![^\x00-\x7f])")
_META = re.compile(
    rb"""<(?:meta\b[^>]{0,300}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_HEAD = 4096


def decode(data: bytes, declared: str | None = None) -> str:
    """Text of UTF-8, of UTF-16 and UTF-32 with a mark, GB18030, Big5 with HKSCS, or Windows-1252.

    ``declared`` (an HTTP charset) is a hint and may be wrong. Single broken characters become U+FFFD; anything that
    is not text raises `InputError`.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            text = data.decode(codec, "replace")
            _refuse_binary(text.encode())
            return text
    _refuse_binary(data)
    text = data.decode("utf-8", "replace")
    return text if _is_utf8(data, text) else _decode_legacy(data, _codec(declared))


def decode_html(data: bytes, declared: str | None = None) -> str:
    """Decode a page, which may itself declare its charset; ``declared`` (an HTTP header) goes before."""
    match = _META.search(data[:_HEAD])
    return decode(data, declared or (match[1].decode("ascii", "replace") if match else None))


def _refuse_binary(data: bytes) -> None:
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise InputError(f"This is {kind}, not text.")
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if b"\0" in data or controls * 50 > len(data):
        raise InputError("This is binary data, not text.")


def _is_utf8(data: bytes, text: str) -> bool:
    """Whether at most every fourth character beyond ASCII is broken: of another encoding nearly all are."""
    broken = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    return broken == 0 or broken * 4 <= len(data.translate(None, _NO_LEADS))


def _decode_legacy(data: bytes, declared: str | None) -> str:
    first = _FIRST_HIGH.search(data)
    sample = data[first.start() if first else 0 :][:_SAMPLE]
    scores = {codec: _likeness(_read(sample, codec), codec) for codec in (_SIMPLIFIED, _TRADITIONAL, _WESTERN)}
    if declared in scores:
        scores[declared] += _HINT_WORTH
    best = max(scores, key=scores.__getitem__)
    if declared in _NEIGHBOURS and scores[best] < _PLAUSIBLE:
        best = declared
    text = _read(data, best)
    if text.count("\ufffd") > max(1, _MOST_BROKEN * _count_high(text)):
        raise InputError("This is no text in any encoding that is known here.")
    return text


def _codec(declared: str | None) -> str | None:
    """The codec to try for a declared charset; None for one that is unknown, or that no page should be read with."""
    try:
        name = codecs.lookup((declared or "").strip()).name
    except (LookupError, ValueError):
        return None
    return _FAMILIES.get(name, name if name in _NEIGHBOURS else None)


def _read(data: bytes, codec: str) -> str:
    readings = [data.decode(name, "replace") for name in _DIALECTS.get(codec, (codec,))]
    return min(readings, key=lambda text: text.count("\ufffd"))


def _likeness(text: str, codec: str) -> float:
    """The share of a text's characters beyond ASCII that are frequent in what the codec is for."""
    high = _count_high(text)
    if codec == _WESTERN:
        frequent = sum(1 for _ in _WESTERN_MARKS.finditer(text))
    else:
        frequent = len(text) - len(_common().sub("", text))
    return (frequent - _BROKEN_COST * text.count("\ufffd")) / max(1, high)


def _count_high(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


@cache
def _common() -> re.Pattern[str]:
    words = lexicon("characters")
    return re.compile(
        f"[{re.escape(words['frequent_simplified'] + words['frequent_traditional'] + words['punctuation'])}]"
    )
