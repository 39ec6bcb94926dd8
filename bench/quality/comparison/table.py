"""The tables of a comparison, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

import numpy as np

from bench.quality.comparison import figures
from bench.quality.comparison.figures import Estimate
from bench.quality.comparison.runs import Reply, Run, common

_GROUPS = ("right", "refused", "smalltalk")


def tables(runs: Sequence[Run]) -> str:
    """All tables, a section for each set; runs of a set follow each other, nowall's first."""
    systems = {run.system for run in runs if not run.is_nowall}
    of_sets = [[run for run in runs if run.set == name] for name in dict.fromkeys(run.set for run in runs)]
    sections = [_section(of_set, systems) for of_set in of_sets]
    return "\n\n".join([*sections, *_short_answers(runs)])


def in_order(runs: Iterable[Run]) -> list[Run]:
    """Nowall's runs first, then the best."""
    return sorted(runs, key=lambda run: (not run.is_nowall, -(value(first(run)) if run.answerable else -1)))


def first(run: Run) -> Estimate | None:
    """The share of questions with a right first record, of those that no training has seen."""
    return figures.share([reply.right for reply in _half(run.answerable.values(), seen=False)])


def value(estimate: Estimate | None) -> float:
    """The figure alone, 0 where there is none."""
    return estimate.value if estimate else 0.0


def _section(runs: Sequence[Run], systems: Set[str]) -> str:
    told = in_order(run for run in runs if not run.skipped)
    seen = any(reply.seen for run in told for reply in run.answerable.values())
    refusing = any(run.unanswerable for run in told)
    half = ", unseen" if seen else ""
    heads = ["", f"A@1{half}", *(["A@1, seen"] if seen else []), f"nowall's lead{half}"]
    heads += [*(["refused", "AUC"] if refusing else []), "ms, median / 95 %"]
    rows = [_row(run, told[0], seen=seen, refusing=refusing) for run in told]
    lines = [f"### {runs[0].set}", "", _caption(told), "", _line(heads), _line("---" for _ in heads), *map(_line, rows)]
    return "\n".join([*lines, *_lacking(runs, systems), *_judged(told)])


def _lacking(runs: Sequence[Run], systems: Set[str]) -> Iterator[str]:
    why: dict[str, list[str]] = {}
    for run in runs:
        if run.skipped:
            why.setdefault(run.skipped, []).append(run.system)
    if absent := sorted(systems - {run.system for run in runs}):
        why["not asked"] = absent
    for reason, names in why.items():
        yield from ("", f"{', '.join(names)}: {reason}.")


def _caption(runs: Sequence[Run]) -> str:
    most = max(runs, key=lambda run: len(run.answerable))
    units = sorted({run.units for run in runs})
    parts = [f"{' to '.join(f'{count:,}' for count in (units[0], units[-1])[: len(units)])} records"]
    parts.append(f"{len(most.answerable)} questions")
    if most.unanswerable:
        parts.append(f"{len(most.unanswerable)} unanswerable")
    days = sorted({run.day for run in runs})
    return f"{', '.join(parts)}; measured {' to '.join((days[0], days[-1])[: len(days)])}."


def _row(run: Run, ours: Run, *, seen: bool, refusing: bool) -> list[str]:
    every = [*run.answerable.values(), *run.unanswerable.values()]
    times = [reply.ms for reply in every]
    cells = [f"**{run.system}**" if run.is_nowall else run.system, _told(first(run), len(ours.answerable), run)]
    if seen:
        cells.append(_told(figures.share([reply.right for reply in _half(run.answerable.values(), seen=True)])))
    cells.append("" if run.is_nowall else _told(_lead(ours, run), signed=True))
    if refusing:
        cells += _refusing(run)
    return [*cells, f"{_ms(figures.percentile(times, 0.5))} / {_ms(figures.percentile(times, 0.95))}"]


def _lead(ours: Run, peer: Run) -> Estimate | None:
    if not ours.is_nowall:
        return None
    pairs = zip(*common(ours, peer, seen=False), strict=True)
    return figures.mean(np.array([float(one.right) - float(other.right) for one, other in pairs]))


def _refusing(run: Run) -> list[str]:
    known, unknown = (
        [reply.score for reply in _half(part.values(), seen=False)] for part in (run.answerable, run.unanswerable)
    )
    if not known or not unknown:
        return ["", ""]
    return [_told(figures.refused(known, unknown)), _plain(figures.auc(known, unknown))]


def _judged(runs: Iterable[Run]) -> Iterator[str]:
    judged = [run for run in runs if run.judged]
    if not judged:
        return
    yield from ("", "As users get it, by the strict referee:", "", _line(["", *_GROUPS]), _line(["---"] * 4))
    for run in judged:
        counted = [run.judged.get(group, (0, 0)) for group in _GROUPS]
        yield _line(
            [run.system, *(f"{_plain(good / total)} ({good}/{total})" if total else "" for good, total in counted)]
        )


def _short_answers(runs: Iterable[Run]) -> Iterator[str]:
    rows = []
    for run in runs:
        replies = _half(run.answerable.values(), seen=False)
        given = [reply.exact for reply in replies if reply.exact is not None]
        if run.is_nowall and given and not run.judged:
            rows.append([run.set, run.system, _plain(len(given) / len(replies)), _told(figures.share(given))])
    if rows:
        heads = ["", "", "coverage", "exact where given"]
        yield "\n".join(["### Short answers", "", _line(heads), _line("---" for _ in heads), *map(_line, rows)])


def _half(replies: Iterable[Reply], *, seen: bool) -> list[Reply]:
    return [reply for reply in replies if reply.seen == seen]


def _told(estimate: Estimate | None, all_questions: int = 0, run: Run | None = None, *, signed: bool = False) -> str:
    if estimate is None:
        return ""
    told = f"{_plain(estimate.value, signed=signed)} [{_plain(estimate.low, signed=signed)}, "
    told += f"{_plain(estimate.high, signed=signed)}]"
    return f"{told} ({estimate.count})" if run and len(run.answerable) < all_questions else told


def _plain(number: float, *, signed: bool = False) -> str:
    return f"{number:+.3f}" if signed else f"{number:.3f}"


def _ms(number: float) -> str:
    return f"{number:,.0f}" if number >= 10 else f"{number:.1f}"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
