"""The command line: which commands there are, and what does their work.

A command's module is imported when it is called, so that ``--help`` and a single question stay quick.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

from pathlib import Path

import typer

from nowall.terminal import arguments
from nowall.terminal.guard import guarded
from nowall.terminal.session import Session, Work

app = typer.Typer(
    name="nowall",
    help=arguments.HELP,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
pack_app = typer.Typer(no_args_is_help=True, help=arguments.PACK_HELP)
app.add_typer(pack_app, name="pack")


def main() -> None:
    """Run the command ``nowall``."""
    app(prog_name="nowall")


def _run(context: typer.Context, work: Work) -> None:
    raise typer.Exit(guarded(context.ensure_object(Session), work))


@app.callback(help=arguments.HELP)
def _options(
    context: typer.Context,
    *,
    home: arguments.Home = None,
    pack: arguments.Pack = None,
    debug: arguments.Debug = False,
    version: arguments.Version = False,  # noqa: ARG001  its callback has done everything
) -> None:
    context.obj = Session(Path(home) if home else None, pack, debug)


@app.command("ask", help=arguments.ASK_HELP)
def _ask(
    context: typer.Context,
    *,
    question: arguments.Question = None,
    as_json: arguments.AskJson = False,
    stdin: arguments.Stdin = False,
    earlier: arguments.Context = None,
    only: arguments.Only = None,
    always: arguments.Always = False,
) -> None:
    from nowall.terminal.ask import Request, ask

    if stdin and (question or earlier or only or always):
        raise typer.BadParameter("with --stdin, questions and their options stand in the lines.")
    if stdin:
        _run(context, _ask_lines)
    if not question:
        raise typer.BadParameter('there is no question; for example: nowall ask "Altman 怎么回应撞墙?"')
    request = Request(" ".join(question), tuple(earlier or ()), tuple(only or ()), always, as_json)
    _run(context, lambda session: ask(session, request))


def _ask_lines(session: Session) -> int:
    from nowall.terminal.lines import ask_lines

    return ask_lines(session)


@app.command("chat")
def _chat(context: typer.Context) -> None:
    """Have a conversation: ask on, and pick topics by their number; /quit or Ctrl-D ends it."""

    def work(session: Session) -> int:
        from nowall.terminal.chat import chat

        return chat(session)

    _run(context, work)


@app.command("add", help=arguments.ADD_HELP)
def _add(
    context: typer.Context,
    *,
    sources: arguments.Sources = None,
    vectors: arguments.When = None,
    dry_run: arguments.DryRun = False,
    explain: arguments.Explain = False,
) -> None:
    if not sources and (vectors is None or dry_run or explain):
        raise typer.BadParameter("there is nothing to add; for example: nowall add news/")

    def work(session: Session) -> int:
        from nowall.terminal.adding import AddRequest, add
        from nowall.terminal.explaining import explain as explain_sources

        if explain:
            return explain_sources(session, sources or ())
        return add(session, AddRequest(tuple(sources or ()), vectors, dry_run))

    _run(context, work)


@app.command("remove")
def _remove(context: typer.Context, articles: arguments.Articles) -> None:
    """Forget learned articles, with all that came from them; a pack's articles are its editors' to remove."""

    def work(session: Session) -> int:
        from nowall.terminal.adding import remove

        return remove(session, articles)

    _run(context, work)


@app.command("watch", help=arguments.WATCH_HELP)
def _watch(context: typer.Context, feeds: arguments.Feeds = None, every: arguments.Every = 15.0) -> None:
    def work(session: Session) -> int:
        from nowall.terminal.watching import watch_feeds

        return watch_feeds(session, feeds or (), every)

    _run(context, work)


@app.command("backup", help=arguments.BACKUP_HELP)
def _backup(context: typer.Context, folder: arguments.BackupFolder) -> None:
    def work(session: Session) -> int:
        from nowall.terminal.backup import backup

        return backup(session, folder)

    _run(context, work)


@app.command("migrate-to", help=arguments.MIGRATE_HELP)
def _migrate_to(context: typer.Context, url: arguments.ServerAddress = None) -> None:
    def work(session: Session) -> int:
        from nowall.terminal.moving import move

        return move(session, url)

    _run(context, work)


@app.command("serve", help=arguments.SERVE_HELP)
def _serve(context: typer.Context, *, host: arguments.Host = "127.0.0.1", port: arguments.Port = 8000) -> None:
    def work(session: Session) -> int:
        from nowall.terminal.serving import serve

        return serve(session, host, port)

    _run(context, work)


@app.command("export-site", help=arguments.EXPORT_HELP)
def _export_site(context: typer.Context, folder: arguments.SiteFolder) -> None:
    def work(session: Session) -> int:
        from nowall.terminal.site_export import export_site

        return export_site(session, folder)

    _run(context, work)


@app.command("sources")
def _sources(context: typer.Context) -> None:
    """List all articles, newest first, with their ids."""

    def work(session: Session) -> int:
        from nowall.terminal.records import show_sources

        return show_sources(session)

    _run(context, work)


@app.command("facts")
def _facts(context: typer.Context, as_json: arguments.FactsJson = False) -> None:
    """List all records: what was said, when, by whom and where."""

    def work(session: Session) -> int:
        from nowall.terminal.records import show_facts, write_facts

        return write_facts(session) if as_json else show_facts(session)

    _run(context, work)


@app.command("eval")
def _eval(context: typer.Context, file: arguments.QuestionSet, verbose: arguments.Verbose = False) -> None:
    """Ask all questions of a set; tell the shares that are right, by kind and language, and the time taken."""

    def work(session: Session) -> int:
        from nowall.terminal.evaluation import evaluate

        return evaluate(session, file, verbose=verbose)

    _run(context, work)


@app.command("doctor")
def _doctor(context: typer.Context, quiet: arguments.Quiet = False) -> None:
    """Look whether everything is in place; say what is missing and how to get it (status 1: broken)."""

    def work(session: Session) -> int:
        from nowall.terminal.doctor import examine

        return examine(session, quiet=quiet)

    _run(context, work)


@pack_app.command("new", help=arguments.PACK_NEW_HELP)
def _new_pack(context: typer.Context, folder: arguments.NewPack) -> None:
    def work(session: Session) -> int:
        from nowall.terminal.packs import begin

        return begin(session, folder)

    _run(context, work)


@pack_app.command("check", help=arguments.PACK_CHECK_HELP)
def _check_pack(
    context: typer.Context,
    *,
    folder: arguments.PackFolder,
    corpus: arguments.RawArticles = None,
    strict: arguments.Strict = False,
) -> None:
    def work(session: Session) -> int:
        from nowall.terminal.packs import check

        return check(session, folder, corpus, strict=strict)

    _run(context, work)


@pack_app.command("adopt", help=arguments.PACK_ADOPT_HELP)
def _adopt(context: typer.Context, article: arguments.LearnedArticle, folder: arguments.AdoptingPack) -> None:
    def work(session: Session) -> int:
        from nowall.terminal.packs import adopt

        return adopt(session, article, folder)

    _run(context, work)


@pack_app.command("draft", help=arguments.PACK_DRAFT_HELP)
def _draft(context: typer.Context, question: arguments.Unanswered, article: arguments.OfArticle = None) -> None:
    def work(session: Session) -> int:
        from nowall.terminal.drafting import draft

        return draft(session, question, article)

    _run(context, work)
