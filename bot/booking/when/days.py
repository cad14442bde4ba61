"""Days, and the weekdays named beside them, brought together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.booking.when.asked import When
from bot.booking.when.limits import shifted, together
from bot.booking.when.span import Span
from bot.booking.when.today import Today
from bot.booking.when.weekdays import between_days, days_of, narrowed

_TO = re.compile(r" ?(?:-|to|through|until|and) ?(?:the )?")


def by_spans(
    words: str, wanted: Sequence[tuple[Span, re.Match[str]]], weekdays: Sequence[re.Match[str]], today: Today
) -> When:
    """Return what is asked for where days are named, in order, each with where it stands, and maybe weekdays too."""
    ends = len(wanted) == 2 and bool(_TO.fullmatch(words[wanted[0][1].end() : wanted[1][1].start()]))
    limited = [span if ends else shifted(span, words, m, today.date) for span, m in wanted]
    spans = together(limited, [span for span, _ in wanted])
    when = When(
        min(span.first for span in spans),
        max(span.last for span in spans),
        earliest=spans[0].earliest,
        any_day=any(span.open for span in spans),
        instead=spans[0].instead if len(spans) == 1 else None,
    )
    if not weekdays:
        return when
    named = frozenset(day for m in weekdays for day in days_of(m))
    if when.first != when.last:
        return narrowed(when, between_days(words, weekdays) or named)
    if when.first.weekday() in named:
        return replace(when, instead=None)
    if when.instead and when.instead.weekday() in named:
        return replace(when, first=when.instead, last=when.instead, instead=None)
    if _are_alternatives(words, wanted[0][1], weekdays[0]):
        other = today.coming(min(named))
        both = frozenset({when.first.weekday()}) | named
        return When(
            min(when.first, other),
            max(when.first, other),
            weekdays=both if abs((other - when.first).days) < 7 else frozenset(),
        )
    return replace(when, conflict=True)


def _are_alternatives(words: str, a: re.Match[str], b: re.Match[str]) -> bool:
    first, second = sorted((a, b), key=lambda m: m.start())
    return bool(re.search(r"\b(?:or|and|if not|otherwise|alternatively|even)\b|/", words[first.end() : second.start()]))
