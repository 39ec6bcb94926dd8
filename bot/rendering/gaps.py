"""Questions without a good answer, for owners: the list, and each with the fact that it lacks, to be filled in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.markup import Markup, bold, clip, italic, join, pre, text, utf16_length
from bot.presses import Action, Press
from bot.rendering.keyboards import REASONS, button, keyboard, paging_row, suggestion_rows
from bot.rendering.page import ROOM, Page, one_line
from bot.state.gaps import Gap
from nowall.answers import Language, Suggestion
from nowall.texts import say

GAPS_A_PAGE = 5
NEAREST = 3
_QUESTION_UNITS = 120
_MOST_ANSWERED, _ANSWERED_UNITS = 3, 240
_COMMENT_UNITS = 200


def gaps_page(gaps: Sequence[Gap], start: int, total: int, language: Language) -> Page:
    """A page of the open ones, with a button for each."""
    if not gaps:
        return Page(text(say(language, "owners.gaps_none")))
    blocks = [
        join("\n", (text(f"{number}. {clip(one_line(gap.question), _QUESTION_UNITS)}"), _counts(gap, language)))
        for number, gap in enumerate(gaps, start + 1)
    ]
    part = say(language, "bot.part", first=start + 1, last=start + len(gaps), total=total) if len(gaps) < total else ""
    head = bold(text(say(language, "owners.gaps_head"))) + text(part)
    each = [button(str(number), Press(Action.GAP, str(gap.id), start)) for number, gap in enumerate(gaps, start + 1)]
    pages = paging_row(lambda at: Press(Action.GAPS, number=at), start, GAPS_A_PAGE, total)
    return Page(join("\n\n", (head, *blocks)), keyboard([each, pages]))


def gap_page(
    gap: Gap, answered: Sequence[str], nearest: Sequence[Suggestion], draft: str, *, start: int, language: Language
) -> Page:
    """One of them: what was answered when it was disliked, what comes near, and the draft of the fact, to be copied.

    ``start``: where the page of the list begins that the reader comes from.
    """
    told = [text(f"• {clip(one_line(words), _ANSWERED_UNITS)}") for words in answered[:_MOST_ANSWERED]]
    disliked = join("\n", (text(say(language, "owners.gap_answered")), *told)) if told else Markup()
    near = text(say(language, "owners.gap_nearest")) if nearest else Markup()
    how = text(say(language, "owners.gap_write")) if draft else Markup()
    head = join("\n", (bold(text(one_line(gap.question))), _counts(gap, language), text(_days(gap))))
    above = join("\n\n", (head, disliked, near, how))
    done = button(say(language, "owners.gap_done"), Press(Action.GAP_DONE, str(gap.id), start))
    back = button(say(language, "owners.gap_list"), Press(Action.GAPS, number=start))
    rows = [*suggestion_rows(nearest, NEAREST), [done, back]]
    fact = pre(text(_fitting(draft, ROOM - above.length - 2))) if draft else Markup()
    return Page(join("\n\n", (above, fact)), keyboard(rows))


def _counts(gap: Gap, language: Language) -> Markup:
    """How often it got no answer, how many dislike its answer, and why."""
    parts = [say(language, "owners.unknown", times=gap.unknown)] if gap.unknown else []
    parts += [say(language, "owners.disliked", times=gap.disliked)] if gap.disliked else []
    given = [reason for reason in REASONS if gap.reasons.get(reason)]
    parts += [f"{say(language, f'bot.reason_{reason}')} {gap.reasons[reason]}" for reason in given]
    return italic(text(" · ".join(parts)))


def _days(gap: Gap) -> str:
    """When it was asked first and last (UTC)."""
    days = (datetime.fromtimestamp(at, UTC).date().isoformat() for at in (gap.first_at, gap.last_at))
    return " – ".join(dict.fromkeys(days))


def _fitting(draft: str, room: int) -> str:
    """The draft with its comments cut as short as it takes; the fact itself stays whole while there is room for it."""
    above, _, table = draft.strip().rpartition("[[fact]]")
    comments, table = above.strip().splitlines(), f"[[fact]]{table}"
    share = (room - utf16_length(table) - 2) // max(1, len(comments)) - 1
    shown = [clip(line, min(share, _COMMENT_UNITS)) for line in comments] if share > 1 else []
    return clip("\n".join([*shown, "", table]).strip(), room)
