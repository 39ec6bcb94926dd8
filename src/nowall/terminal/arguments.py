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
    "  nowall add news/ https://example.org/feed.xml\n"
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
    "Adding the same again changes nothing, and an add that was broken off goes on where it stopped. A copy of an "
    "article that is there is not learned twice: its publisher is noted. Of the web only public addresses are read, "
    "as their robots.txt allows. Running bots answer what was learned within two seconds.\n\n"
    "With the extra semantic, facts are embedded too: at once while they are few, else when --vectors says so; "
    "nowall add --vectors now, without anything else, embeds what lacks.\n\n"
    "Exit status: 0 all is well, 1 something could not be read (the rest was learned), 2 wrong usage."
)
WATCH_HELP = (
    "Watch feeds and learn what is new, until Ctrl-C.\n\n"
    "Feeds that were watched before are watched again; so nowall watch alone goes on with all of them. A feed that "
    "fails is asked again, ever more rarely; a server that asks for longer pauses gets them."
)

BACKUP_HELP = (
    "Copy the databases into a folder, also while bots run.\n\n"
    "Examples:\n\n"
    "  nowall backup /backup/$(date +%F)\n"
    "  nowall --home /srv/nowall backup nightly\n\n"
    "The copies are whole and checked, and nothing is replaced: give every backup a folder of its own. To restore "
    "one, put its files into an empty home; the index is built again by itself."
)
MIGRATE_HELP = (
    "Copy the databases of the home into an empty PostgreSQL database, which many bots can share.\n\n"
    "Examples:\n\n"
    "  nowall migrate-to postgresql://nowall:secret@db.example.org/nowall\n"
    "  NOWALL_DATABASE_URL=postgresql://… nowall migrate-to\n\n"
    "The second way keeps the password out of the list of processes. Bots and everything that learns must be stopped. "
    "Either everything is there and verified at the end, or nothing: what is broken off begins anew. The home's files "
    "stay as they are."
)
SERVE_HELP = (
    "Serve the pages of all articles, people and disagreements, with a search, without a bot; Ctrl-C ends it.\n\n"
    "Examples:\n\n"
    "  nowall serve\n"
    "  nowall serve --host 0.0.0.0 --port 8000\n\n"
    "Running bots serve the same pages where BOT_HTTP_PORT is set. NOWALL_PUBLIC_URL is where the world finds them: "
    "then the bot's sources link there. What is learned meanwhile is shown within two seconds."
)
EXPORT_HELP = (
    "Write the pages as files for any web host, in all languages, without the search.\n\n"
    "Examples:\n\n"
    "  nowall export-site public\n"
    "  NOWALL_PUBLIC_URL=https://news.example.org nowall export-site public\n\n"
    "The folder must be empty or hold an earlier export, which is replaced when the new one is whole."
)
PACK_HELP = (
    "Make, check and correct a corpus pack: the files from which an editor has the bot answer.\n\n"
    "Examples:\n\n"
    "  nowall pack new mypack\n"
    "  nowall pack check mypack\n"
    "  nowall pack adopt 36kr-no-wall mypack\n"
    '  nowall --pack mypack pack draft "Altman 怎么回应撞墙?"'
)
PACK_NEW_HELP = (
    "Make a small valid pack to start from, with every field explained in its files.\n\n"
    "Example:\n\n"
    "  nowall pack new mypack\n\n"
    "A folder that is not empty is left alone."
)
PACK_CHECK_HELP = (
    "Check a pack: every mistake is told with its file, its line and what to do.\n\n"
    "Examples:\n\n"
    "  nowall pack check mypack\n"
    "  nowall pack check mypack --corpus raw-articles\n"
    "  nowall pack check mypack --strict\n\n"
    "With --corpus every quote is looked up in raw-articles/ARTICLE.txt: it must stand there word for word, with its "
    "speaker near it. With --strict a fact must also have English, a claimant, a subject, an attribute and four to "
    "twelve asks, and be short: answers are better for it. Exit status: 0 all is well, 1 something is not."
)
PACK_ADOPT_HELP = (
    "Write a learned article into a pack, to correct by hand what was found in it.\n\n"
    "Examples:\n\n"
    "  nowall sources\n"
    "  nowall pack adopt 36kr-no-wall mypack\n\n"
    "Its facts, quotes, lists and names become articles/ARTICLE.toml and entities of the pack, which is made where "
    "there is none; what the pack has already stays as it is. As soon as the pack is used (--pack or NOWALL_PACK), its "
    "article takes the place of the learned one: what was removed from the file is not answered any more."
)
PACK_DRAFT_HELP = (
    "Print a fact to fill in for a question that was answered badly or not at all.\n\n"
    "Examples:\n\n"
    '  nowall --pack mypack pack draft "Altman 怎么回应撞墙?"\n'
    '  nowall --pack mypack pack draft "新灯什么时候上市？" --article example >> mypack/articles/example.toml\n\n'
    "Above it, as comments, stand what is answered now, the records that come nearest, and where to put the fact. "
    "pack check then names the lines that are still empty."
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
Strict = Annotated[bool, typer.Option("--strict", help="Name also what a finished pack would have.")]
NewPack = Annotated[Path, typer.Argument(metavar="DIR", help="An empty folder, or one to be made.")]
LearnedArticle = Annotated[str, typer.Argument(metavar="ARTICLE", help="The id of a learned article (see sources).")]
AdoptingPack = Annotated[Path, typer.Argument(metavar="DIR", help="The pack to write it into; made if need be.")]
Unanswered = Annotated[str, typer.Argument(metavar="QUESTION", help="As a reader asked it.")]
OfArticle = Annotated[
    str | None,
    typer.Option("--article", metavar="ID", help="The fact's article (default: the nearest)."),
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
BackupFolder = Annotated[Path, typer.Argument(metavar="DIR", help="Where the copies go; made if need be.")]
ServerAddress = Annotated[
    str | None,
    typer.Argument(metavar="URL", callback=_not_empty, help="postgresql://… (default: NOWALL_DATABASE_URL)"),
]
Feeds = Annotated[list[str] | None, typer.Argument(metavar="FEED", help="Addresses of RSS, Atom or JSON feeds.")]
Every = Annotated[float, typer.Option("--every", metavar="MINUTES", min=1, help="How often to look.")]
Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address to listen on.")]
Port = Annotated[int, typer.Option("--port", metavar="PORT", min=0, max=65535, help="0: any free one.")]
SiteFolder = Annotated[Path, typer.Argument(metavar="DIR", help="Where the pages go; made if need be.")]
