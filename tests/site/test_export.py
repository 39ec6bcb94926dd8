"""The pages as files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from nowall.engine import Engine
from nowall.site.export import NOTE, Export, is_ours
from tests.answer.tiny import write_tiny_pack
from tests.site.conftest import PUBLIC, opened
from tests.site.reading import meta, parsed, text_of

WALL = "a/fr4vr01few.html"


@pytest.fixture(scope="module")
def exported(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack that ships, exported once."""
    folder = tmp_path_factory.mktemp("site")
    export = Export(engine.catalogue, folder, "")
    assert len(list(export.run())) == export.steps
    return folder


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Twelve facts and two claims."""
    folder = tmp_path_factory.mktemp("tiny")
    with opened(folder / "home", str(write_tiny_pack(folder / "pack"))) as engine:
        yield engine


def pages(folder: Path) -> Iterator[tuple[Path, str]]:
    for file in folder.rglob("*.html"):
        yield file, file.read_text(encoding="utf-8")


def test_every_link_leads_to_a_file_and_every_anchor_to_a_fact(exported: Path) -> None:
    anchors: dict[Path, set[str]] = {}
    links = []
    for file, page in pages(exported):
        document = parsed(page)
        anchors[file.resolve()] = set(document.xpath("//@id"))
        links += [(file, str(link)) for link in document.xpath("//a/@href | //link[not(@hreflang)]/@href")]
    for file, link in links:
        if not link.startswith("http"):
            path, _, anchor = link.partition("#")
            target = (file.parent / unquote(path)).resolve() if path else file.resolve()
            assert target.is_file(), (file, link)
            assert not anchor or anchor in anchors[target], (file, link)
    assert len(links) > 10_000


def test_pages_are_those_of_the_server_in_all_languages(exported: Path) -> None:
    for folder, words in (("", "条事实"), ("en/", "facts"), ("zh-hant/", "條事實")):
        assert words in text_of((exported / folder / WALL).read_text(encoding="utf-8"))
    assert len({len(list((exported / folder).glob("[aec]/*.html"))) for folder in ("", "en", "zh-hant")}) == 1


def test_files_guard_themselves_and_do_not_search(exported: Path) -> None:
    for _, page in pages(exported):
        document = parsed(page)
        policy = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert policy.startswith("default-src 'none'; style-src 'self'")
        assert "frame-ancestors" not in policy
        assert not document.xpath("//form | //input")
    assert "想提问" in text_of((exported / "index.html").read_text(encoding="utf-8"))


def test_whole_export_says_so(exported: Path) -> None:
    note = json.loads((exported / NOTE).read_text())
    assert note == {"whole": True, "pages": len(list(pages(exported)))}
    assert not list(exported.rglob("*.part"))


def test_export_that_breaks_off_does_not_say_so(tiny: Engine, tmp_path: Path) -> None:
    run = Export(tiny.catalogue, tmp_path, "").run()
    next(run)
    assert json.loads((tmp_path / NOTE).read_text())["whole"] is False
    assert is_ours(tmp_path)


def test_export_again_replaces_what_differs_and_removes_what_is_gone(tiny: Engine, tmp_path: Path) -> None:
    list(Export(tiny.catalogue, tmp_path, "").run())
    kept, changed = tmp_path / "index.html", tmp_path / "en" / "index.html"
    before = kept.stat().st_mtime_ns
    whole = changed.read_bytes()
    changed.write_bytes(b"half")
    stale = [tmp_path / "a" / "gone.html", tmp_path / "en" / "e" / "gone.html", tmp_path / "assets" / "site-old.css"]
    foreign = [tmp_path / "CNAME", tmp_path / "notes" / "a.html"]
    for file in (*stale, *foreign):
        file.parent.mkdir(exist_ok=True)
        file.write_text("x")
    list(Export(tiny.catalogue, tmp_path, "").run())
    assert changed.read_bytes() == whole
    assert kept.stat().st_mtime_ns == before
    assert not any(file.exists() for file in stale)
    assert all(file.exists() for file in foreign)


def test_public_export_says_where_it_is_and_has_a_page_for_what_is_missing(tiny: Engine, tmp_path: Path) -> None:
    list(Export(tiny.catalogue, tmp_path, PUBLIC).run())
    article = f"a/{tiny.catalogue.article_keys(0, 1)[0]}.html"
    page = (tmp_path / "en" / article).read_text(encoding="utf-8")
    assert meta(page, "og:url") == f"{PUBLIC}/en/{article}"
    assert parsed(page).xpath("//link[@hreflang='x-default']/@href") == [f"{PUBLIC}/{article}"]
    assert f"{PUBLIC}/{article}" in (tmp_path / "sitemap.txt").read_text().splitlines()
    missing = parsed((tmp_path / "404.html").read_text(encoding="utf-8"))
    assert all(str(link).startswith((PUBLIC, "#")) for link in missing.xpath("//a/@href | //link/@href"))


def test_folder_of_somebody_else_is_not_ours(tmp_path: Path) -> None:
    assert is_ours(tmp_path)
    assert is_ours(tmp_path / "new")
    (tmp_path / "thesis.txt").write_text("x")
    assert not is_ours(tmp_path)
    assert not is_ours(tmp_path / "thesis.txt")
