from __future__ import annotations

import pytest

from nowall.answers import Language
from nowall.terminal.locale import language_of


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, Language.EN),
        ({"LANG": "en_US.UTF-8"}, Language.EN),
        ({"LANG": "C.UTF-8"}, Language.EN),
        ({"LANG": "zh_CN.UTF-8"}, Language.ZH_HANS),
        ({"LANG": "zh"}, Language.ZH_HANS),
        ({"LANG": "zh_SG"}, Language.ZH_HANS),
        ({"LANG": "zh_TW.UTF-8"}, Language.ZH_HANT),
        ({"LANG": "zh_HK"}, Language.ZH_HANT),
        ({"LANG": "zh-Hant-TW"}, Language.ZH_HANT),
        ({"LANG": "zh_CN", "LC_ALL": "en_GB.UTF-8"}, Language.EN),
        ({"LANG": "en_GB", "LC_ALL": "", "LC_MESSAGES": "zh_TW"}, Language.ZH_HANT),
        ({"LANG": "\udcff_\udcff"}, Language.EN),
    ],
)
def test_locale_decides_the_language(environment: dict[str, str], language: Language) -> None:
    assert language_of(environment) is language
