"""Whether a Chinese and a Latin name sound alike, as a transliteration does: 奥特曼 and Altman."""

from __future__ import annotations

import re

from rapidfuzz.distance import Indel

from nowall.language.pinyin import sound
from nowall.learn.extract.names_text import chinese, lower

_ALIKE = 0.66
"""Share of the consonants that must agree, in order."""
_CLASSES = (
    (re.compile("sch|sh|ch|zh|[szxjc](?=[eiy])|tz|ts|[szxjq]"), "s"),
    (re.compile("ph|[fvw]"), "f"),
    (re.compile("ck|qu|[kgcq]"), "k"),
    (re.compile("[bp]"), "p"),
    (re.compile("th|[dt]"), "t"),
    (re.compile("[lr]"), "l"),
    (re.compile("[mn]"), "n"),
)  # fmt: skip
_NO_CONSONANT = re.compile("[^sfkptln]")
_ER = re.compile("^er$")
_NASAL = re.compile("ng$")


def sound_alike(one: str, other: str) -> bool:
    """Whether one name is Chinese, the other Latin, and they agree in the consonants of their last or all parts."""
    if is_chinese(one) == is_chinese(other):
        return False
    zh, en = (one, other) if is_chinese(one) else (other, one)
    spoken, written = zh.split("·"), lower(en).replace(".", "").split()
    if _is_pinyin(zh, written):
        return True
    pairs = [(spoken[-1], written[-1]), ("".join(spoken), "".join(written)), (spoken[0], written[0])]
    whole = len(spoken) > 1 and len(written) > 1
    checked = [_similar(_of_chinese(a), _of_latin(b)) for a, b in pairs]
    return checked[0] and (checked[2] or checked[1]) if whole else checked[0]


def is_chinese(name: str) -> bool:
    """Whether a name is in Chinese characters, dots aside."""
    return chinese(name.replace("·", ""))


def _is_pinyin(zh: str, written: list[str]) -> bool:
    """Yuandong Tian and Tian Yuandong are 田渊栋."""
    syllables = sound(zh)
    plain = re.sub("(?<![a-z])([zcs])h", r"\1", " ".join(written)).replace("-", "").split()
    plain = [re.sub("(?<=[a-z])([zcs])h", r"\1", word) for word in plain]
    orders = {"".join(syllables), "".join((*syllables[1:], syllables[0]))}
    return len(syllables) > 1 and "".join(plain) in orders


def _similar(one: str, other: str) -> bool:
    return (
        len(one) > 1
        and len(other) > 1
        and one[0] in {other[0], "l"} | set(other[:2])
        and Indel.normalized_similarity(one, other) >= _ALIKE
    )


def _of_chinese(name: str) -> str:
    parts = [_NASAL.sub("n", _ER.sub("l", syllable)) for syllable in sound(name)]
    return _skeleton("".join(parts))


def _of_latin(name: str) -> str:
    return _skeleton(name)


def _skeleton(text: str) -> str:
    for pattern, letter in _CLASSES:
        text = pattern.sub(letter, text)
    return re.sub(r"(.)\1+", r"\1", _NO_CONSONANT.sub("", text))
