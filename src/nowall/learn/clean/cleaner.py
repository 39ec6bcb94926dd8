"""Cleaning: a raw document becomes an article with its paragraphs, and a note of everything that was taken away."""

from __future__ import annotations

from dataclasses import replace

from nowall.errors import InputError
from nowall.learn.clean.boilerplate import judge
from nowall.learn.clean.dates import iso_date
from nowall.learn.clean.glosses import drop_pinyin
from nowall.learn.clean.kinds import tell_kinds
from nowall.learn.clean.lines import Sheet, in_reasonable_lengths, text_lines
from nowall.learn.clean.markdown_text import read_markdown
from nowall.learn.clean.marks import drop_marks
from nowall.learn.clean.metadata import Said, given, language_of, said_of, take_bylines, with_defaults
from nowall.learn.clean.mojibake import mend_encoding
from nowall.learn.clean.substitutions import restore
from nowall.learn.clean.titles import made_title, take_title
from nowall.learn.clean.trailers import cut_trailers
from nowall.learn.clean.watermarks import drop_watermarks
from nowall.learn.clean.web_page import read_page
from nowall.learn.documents import CleanArticle, Document, Form, Paragraph, ParagraphKind
from nowall.records import Article

_LONGEST = 1_000_000
"""Characters; a thick book has as many, and learning them takes half a minute."""


def clean(document: Document) -> CleanArticle:
    """Clean one document. Whatever it holds, this gives an article, which may have no paragraphs.

    Raises InputError where it is far too long to be an article.
    """
    source, sheet, markup = _read(document)
    sheet.lines = list(in_reasonable_lengths(sheet.lines))
    for step in (mend_encoding, drop_marks, drop_pinyin, drop_watermarks):
        step(sheet)
    said = given(document)
    told = take_bylines(sheet)
    own = [line.kind is ParagraphKind.HEADING for line in sheet.lines]
    sheet.keep(judge([str(line) for line in sheet.lines], own))
    told = told.or_else(said_of(cut_trailers(sheet)))
    title = take_title(sheet, said.title or markup.title) or told.title
    altered = restore(sheet)
    tell_kinds(sheet)
    said = with_defaults(_together(said, markup, replace(told, title=title)))
    return CleanArticle(
        article=_article(document.id, said, sheet),
        source=source,
        paragraphs=tuple(Paragraph(line.text, line.kind or ParagraphKind.BODY) for line in sheet.lines),
        dropped=tuple(sorted(sheet.dropped, key=lambda dropped: (dropped.start, dropped.end))),
        altered=altered,
    )


def _read(document: Document) -> tuple[str, Sheet, Said]:
    if document.form is Form.HTML:
        found = read_page(document.text, document.url)
        _check_length(found.source)
        return found.source, Sheet(list(found.lines)), found.said
    _check_length(document.text)
    if document.form is Form.MARKDOWN:
        lines, said = read_markdown(document.text)
        return document.text, Sheet(lines), said
    return document.text, Sheet(list(text_lines(document.text))), Said()


def _check_length(text: str) -> None:
    if len(text) > _LONGEST:
        raise InputError(f"It has {len(text):,} characters, more than any article: cut it into parts of {_LONGEST:,}.")


def _together(said: Said, markup: Said, told: Said) -> Said:
    """The source's word before the markup's before the text's; but a page's own name only carries what it took over."""
    whole = said.or_else(markup).or_else(told)
    site = markup.publisher
    if site and not said.publisher and told.publisher and told.publisher != site:
        whole = replace(whole, publisher=told.publisher, reposts=(*told.reposts, site))
    return whole


def _article(identifier: str, said: Said, sheet: Sheet) -> Article:
    published = said.published and (iso_date(said.published) or said.published)
    text = "\n".join([said.title or "", *(str(line)[:500] for line in sheet.lines[:12])])
    return Article(
        id=identifier,
        title=said.title or made_title(sheet.lines, identifier),
        publisher=said.publisher or "",
        language=language_of(text),
        author=said.author or None,
        published=published or None,
        url=said.url or None,
        reposts=said.reposts,
    )
