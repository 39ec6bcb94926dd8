"""Learning many documents into a home: whole or not at all, once, and gone without a trace when removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from nowall.learn.documents import Document, Form
from nowall.learn.learner import Learner
from nowall.learn.sources.results import Failure, Read
from nowall.library import Library
from nowall.outcomes import Fate
from tests.answer.tiny import write_tiny_pack
from tests.learn.articles import answered_by, article, articles, fates, is_in_step, learn_all, library_in, readings

pytestmark = pytest.mark.usefixtures("place")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with library_in(tmp_path / "home") as opened:
        yield opened


def a_copy(of: int = 0, identifier: str = "copy", publisher: str | None = "晚报") -> Document:
    return article(of, identifier, publisher)


class TestAdd:
    def test_article_is_answered(self, library: Library, tmp_path: Path) -> None:
        assert fates(learn_all(library, articles(5))) == [Fate.ADDED] * 5
        assert is_in_step(library)
        assert answered_by(tmp_path / "home", "河口第1光伏厂投资多少万元？")[:1] == ["a1"]

    def test_same_again_changes_nothing(self, library: Library) -> None:
        learn_all(library, articles(5))
        seq = library.seq()
        assert fates(learn_all(library, articles(5))) == [Fate.UNCHANGED] * 5
        assert library.seq() == seq

    def test_changed_article_replaces_the_earlier_one(self, library: Library) -> None:
        learn_all(library, articles(3))
        assert fates(learn_all(library, [article(8, "a1")])) == [Fate.CHANGED]
        [(found, facts)] = library.learned.every_fact(["a1"])
        assert "第8" in found.title
        assert not any("第1光伏" in fact.zh for fact in facts)
        assert is_in_step(library)

    def test_interrupted_run_is_gone_on_with(self, library: Library) -> None:
        learn_all(library, articles(3))
        assert fates(learn_all(library, articles(5))) == [Fate.UNCHANGED] * 3 + [Fate.ADDED] * 2

    def test_dry_run_writes_nothing(self, library: Library) -> None:
        seq = library.seq()
        outcomes = Learner(library, processes=1, dry_run=True).add(readings([*articles(3), a_copy()]))
        assert fates(outcomes) == [Fate.ADDED] * 3 + [Fate.COPY]
        assert (library.seq(), list(library.learned.every_fact())) == (seq, [])

    def test_article_of_the_pack_stays_the_editors(self, tmp_path: Path) -> None:
        with library_in(tmp_path / "home", str(write_tiny_pack(tmp_path / "pack"))) as library:
            assert fates(learn_all(library, [article(1, "daily-zephyr")])) == [Fate.CURATED]
            assert not library.learned.digests(["daily-zephyr"])

    @pytest.mark.parametrize("identifier", ["新闻🙂", "长" * 3000, "a\n\"b'\\;--", "%_", "﷽", " ", "article/x"])
    def test_any_id_is_taken(self, library: Library, identifier: str) -> None:
        learn_all(library, [article(1, identifier)])
        assert list(library.learned.articles([identifier])) == [identifier]
        assert is_in_step(library)
        Learner(library).remove([identifier])
        assert is_in_step(library)
        assert not library.learned.digests([identifier])


class TestSameIdTwice:
    def test_same_document_is_learned_once(self, library: Library) -> None:
        assert sorted(fates(learn_all(library, [article(1), article(1)]))) == [Fate.ADDED, Fate.UNCHANGED]

    def test_last_document_stays(self, library: Library) -> None:
        assert fates(learn_all(library, [article(1), article(2, "a1"), article(3, "a1")])) == [
            Fate.ADDED,
            Fate.CHANGED,
            Fate.CHANGED,
        ]
        [(found, _)] = library.learned.every_fact()
        assert "第3" in found.title
        assert is_in_step(library)

    def test_copy_and_then_an_article(self, library: Library) -> None:
        outcomes = learn_all(library, [article(1), a_copy(1, "x"), article(2, "x"), a_copy(1, "x")])
        assert fates(outcomes) == [Fate.ADDED, Fate.COPY, Fate.CHANGED, Fate.COPY]
        assert [found.id for found, _ in library.learned.every_fact()] == ["a1"]
        assert is_in_step(library)


class TestCopies:
    def test_copy_is_kept_once_with_its_publisher(self, library: Library) -> None:
        outcomes = learn_all(library, [article(0, publisher="日报"), a_copy()])
        assert [(one.fate, one.article) for one in outcomes] == [(Fate.ADDED, "a0"), (Fate.COPY, "a0")]
        assert library.learned.articles(["a0", "copy"]).keys() == {"a0"}
        assert library.learned.articles(["a0"])["a0"].reposts == ("晚报",)

    def test_copy_of_what_is_stored_is_found(self, library: Library) -> None:
        learn_all(library, articles(3))
        assert fates(learn_all(library, [a_copy(2)])) == [Fate.COPY]
        assert fates(learn_all(library, [a_copy(2)])) == [Fate.UNCHANGED]

    def test_article_that_becomes_a_copy_leaves_no_fact(self, library: Library) -> None:
        learn_all(library, articles(3))
        assert fates(learn_all(library, [a_copy(0, "a2")])) == [Fate.COPY]
        assert [found.id for found, _ in library.learned.every_fact()] == ["a0", "a1"]
        assert is_in_step(library)

    def test_copies_of_a_mended_article_stay(self, library: Library) -> None:
        learn_all(library, [article(0), a_copy()])
        mended = replace(article(0), text=article(0).text.replace("预想的要好", "预想的好"))
        assert fates(learn_all(library, [mended])) == [Fate.CHANGED]
        assert library.learned.articles(["a0"])["a0"].reposts == ("晚报",)

    def test_copies_of_another_text_go(self, library: Library) -> None:
        learn_all(library, [article(0), a_copy()])
        learn_all(library, [article(5, "a0")])
        assert fates(learn_all(library, [a_copy()])) == [Fate.ADDED]


class TestRemove:
    def test_nothing_of_it_is_left(self, library: Library, tmp_path: Path) -> None:
        learn_all(library, [*articles(2), a_copy()])
        assert Learner(library).remove(["a0"])
        assert [found.id for found, _ in library.learned.every_fact()] == ["a1"]
        assert not library.learned.digests(["a0", "copy"])
        assert is_in_step(library)
        assert "a0" not in answered_by(tmp_path / "home", "滨江第0水泵厂投资多少万元？")

    def test_removed_copy_is_no_publisher_any_more(self, library: Library) -> None:
        learn_all(library, [article(0), a_copy()])
        Learner(library).remove(["copy"])
        assert library.learned.articles(["a0"])["a0"].reposts == ()

    def test_removed_article_can_come_again(self, library: Library) -> None:
        learn_all(library, articles(2))
        Learner(library).remove(["a0"])
        assert sorted(fates(learn_all(library, articles(2)))) == [Fate.ADDED, Fate.UNCHANGED]


class TestFailures:
    def test_what_cannot_be_learned_stops_nothing(self, library: Library) -> None:
        bad: list[Document | Failure] = [
            Document("empty", " "),
            Failure("gone.txt", "There is no such file or folder."),
            Document("marks", "《" * 5000),
            Document("long", "今天天气很好。" * 200_000),
            Document("page", "<div>" * 3000, form=Form.HTML),
        ]
        outcomes = learn_all(library, [article(0), *bad, article(1)])
        assert [one.article for one in outcomes if one.fate is Fate.ADDED] == ["a0", "a1"]
        assert [one.fate for one in outcomes].count(Fate.FAILED) == len(bad)
        assert all(one.message for one in outcomes if one.fate is Fate.FAILED)

    def test_failure_keeps_what_was_learned_before(self, library: Library) -> None:
        learn_all(library, [article(0)])
        assert fates(learn_all(library, [Document("a0", "！")])) == [Fate.FAILED]
        assert library.learned.digests(["a0"])

    def test_closed_run_keeps_what_it_told(self, library: Library) -> None:
        running = Learner(library, processes=1).add(readings(articles(9)))
        told = [next(running).article for _ in range(3)]
        running.close()
        assert [found.id for found, _ in library.learned.every_fact()] == told
        assert is_in_step(library)

    def test_broken_source_keeps_what_came_before(self, library: Library) -> None:
        def broken() -> Iterator[Read]:
            yield from readings(articles(70))
            raise OSError("the disk is gone")

        with pytest.raises(OSError, match="the disk is gone"):
            list(Learner(library, processes=1).add(broken()))
        assert is_in_step(library)
        assert set(fates(learn_all(library, articles(70)))) == {Fate.ADDED, Fate.UNCHANGED}
