"""From the engine's values to readable lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.text import Text

from nowall.answers import Answer, AnswerFact, Citation, Language, Status, Suggestion
from nowall.terminal.printable import one_line, printable
from nowall.texts import say


def answer_lines(answer: Answer, *, numbered: bool = False) -> Iterator[Text]:
    """Show the answer with its sources, or a refusal with the nearest topics (``numbered``: to be picked)."""
    if answer.status is Status.CONFLICTING:
        yield Text(say(answer.language, "terminal.sources_differ"))
    markers = {citation.article: f"[{number}]" for number, citation in enumerate(answer.citations, 1)}
    for line in printable(answer.text).split("\n"):
        yield _body_line(line, answer, markers if len(markers) > 1 else {})
    for note in dict.fromkeys(fact.note for fact in answer.facts if fact.note):
        yield Text(say(answer.language, "terminal.note", note=one_line(note)), style="italic")
    if answer.citations:
        yield Text()
    yield from source_lines(answer.citations, answer.language)
    yield from _topic_lines(answer.suggestions, answer.language, numbered=numbered)


def source_lines(citations: Iterable[Citation], language: Language) -> Iterator[Text]:
    """``[1] 《title》 publisher, date, url`` for each source."""
    for number, citation in enumerate(citations, 1):
        title = say(language, "terminal.title", title=one_line(citation.title))
        about = (citation.publisher, citation.published, citation.url)
        known = ", ".join(one_line(part) for part in about if part)
        yield Text.assemble((f"[{number}] ", "cyan"), title, (f" {known}" if known else "", "dim"))


def _topic_lines(suggestions: Sequence[Suggestion], language: Language, *, numbered: bool) -> Iterator[Text]:
    if not suggestions:
        return
    yield Text()
    yield Text(say(language, "terminal.nearest_pick" if numbered else "terminal.nearest"), style="dim")
    for number, suggestion in enumerate(suggestions, 1):
        bullet = f"{number}." if numbered else "-"
        yield Text.assemble((f"  {bullet} ", "cyan"), one_line(suggestion.text))


def _body_line(line: str, answer: Answer, markers: Mapping[str, str]) -> Text:
    """Mark a line: its answering words in bold and, where there are several sources, which one it is from."""
    fact = _fact_of(line, answer.facts)
    text = Text(line)
    words = (fact.side_label, fact.short, answer.short) if fact else (answer.short,)
    emphasised = next((w for w in map(printable, filter(None, words)) if w.strip() and w in line), None)
    if emphasised:
        start = line.index(emphasised)
        text.stylize("bold", start, start + len(emphasised))
    if fact and fact.article in markers:
        text.append(f" {markers[fact.article]}", style="cyan")
    return text


def _fact_of(line: str, facts: Sequence[AnswerFact]) -> AnswerFact | None:
    """Find the fact that a line states: the one whose text it holds, or else whose answering words."""
    by_text = (fact for fact in facts if fact.text and printable(fact.text) in line)
    by_short = (fact for fact in facts if fact.short and printable(fact.short) in line)
    return next(by_text, None) or next(by_short, None) or (facts[0] if len(facts) == 1 else None)
