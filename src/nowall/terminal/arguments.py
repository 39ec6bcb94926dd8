"""The options and arguments of the command line, and the longer texts of its help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nowall import __version__
from nowall.terminal.vectors import Vectors

HELP = (
    'Ask a collection of news articles: get one short fact with its source, or an honest "not known".\n\n'
    "Examples:\n\n"
    '  nowall ask "Altman 怎么回应撞墙?"\n'
    '  nowall ask --context "Orion 什么时候发布?" "是谁说的?"\n'
    "  nowall chat\n"
    "  nowall --home /srv/nowall --pack data doctor\n\n"
    "NOWALL_HOME and NOWALL_PACK stand for --home and --pack; NO_COLOR turns colours off."
)
ASK_HELP = (
    "Answer a question with one fact and its source.\n\n"
    "Examples:\n\n"
    '  nowall ask "Altman 怎么回应撞墙?"\n'
    '  nowall ask --json "When will Orion be released?"\n'
    '  nowall ask --context "Orion 什么时候发布?" "是谁说的?"\n'
    '  nowall ask --only 36kr-no-wall "谁说没有墙?"\n'
    "  nowall ask --json --stdin < questions.jsonl > answers.jsonl\n\n"
    'With --json --stdin each line is an object: {"id": …, "question": …, "context": (earlier questions), '
    '"only": (article ids), "always": true}, where only the question is required. Answers come in the same order; '
    'a line that cannot be used is answered with an "error".\n\n'
    "Exit status: 0 answered, 3 the corpus does not say, 1 error, 2 wrong usage. With --stdin it is 0, "
    "and each line's status stands in its answer."
)

ADD_HELP = (
    "Learn articles: files and folders (.txt .md .html .jsonl, also .gz), web pages, RSS and Atom feeds.\n\n"
    "Examples:\n\n"
    "  nowall add news/ today.jsonl.gz\n"
    "  nowall add https://example.org/article https://example.org/feed.xml\n"
    "  nowall add --dry-run news/\n"
    "  nowall add --explain page.html\n\n"
    "Adding the same again changes nothing, and an add that was broken off goes on where it stopped. What cannot be "
    "read is told at the end and stops nothing else (exit status 1). Running bots answer what was learned within "
    "two seconds. With the extra semantic, facts are embedded too: at once while they are few, else when --vectors "
    "says so; nowall add --vectors now, without anything else, embeds what lacks."
)
WATCH_HELP = (
    "Watch feeds and learn what is new, until Ctrl-C.\n\n"
    "Feeds that were watched before are watched again; so nowall watch alone goes on with all of them."
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"nowall {__version__}")
        raise typer.Exit


def _not_empty(value: str | None) -> str | None:
    if value is not None and not value.strip():
        raise typer.BadParameter("it is empty.")
    return value


Home = Annotated[
    str | None,
    typer.Option(metavar="DIR", callback=_not_empty, help="Where the store and the index live."),
]
Pack = Annotated[
    str | None,
    typer.Option(metavar="DIR", callback=_not_empty, help="The corpus pack to load; none: start empty."),
]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an unexpected error.")]
Version = Annotated[
    bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and stop.")
]

Question = Annotated[list[str] | None, typer.Argument(metavar="QUESTION", help="In Chinese or English.")]
AskJson = Annotated[bool, typer.Option("--json", help="Answer with one line of JSON.")]
Stdin = Annotated[bool, typer.Option("--stdin", help="Read JSON lines from stdin, write JSON lines.")]
Context = Annotated[
    list[str] | None,
    typer.Option("--context", metavar="QUESTION", help="An earlier question of the conversation; repeatable."),
]
Only = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="ARTICLE", help="Look into this article only (see sources); repeatable."),
]
Always = Annotated[bool, typer.Option("--always", help="Give the best candidate and never refuse.")]

FactsJson = Annotated[bool, typer.Option("--json", help="One line of JSON for each record.")]
QuestionSet = Annotated[Path, typer.Argument(metavar="FILE", help="A question set (YAML).")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Name every question that went wrong.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Only tell what is missing or broken.")]
PackFolder = Annotated[Path, typer.Argument(metavar="DIR", help="The pack's folder, for example data.")]
RawArticles = Annotated[
    Path | None,
    typer.Option("--corpus", metavar="DIR", help="The raw articles (ARTICLE.txt), to look every quote up in."),
]
Sources = Annotated[list[str] | None, typer.Argument(metavar="PATH|URL|FEED", help="What to learn.")]
When = Annotated[
    Vectors | None,
    typer.Option("--vectors", help="Embed what was learned now, in the background, or not (default: now while few)."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Learn everything, write nothing.")]
Explain = Annotated[
    bool, typer.Option("--explain", help="Show what is dropped of each source and why, and what is found in it.")
]
Articles = Annotated[list[str], typer.Argument(metavar="ARTICLE", help="Ids of learned articles (see sources).")]
Feeds = Annotated[list[str] | None, typer.Argument(metavar="FEED", help="Addresses of RSS, Atom or JSON feeds.")]
Every = Annotated[float, typer.Option("--every", metavar="MINUTES", min=1, help="How often to look.")]
