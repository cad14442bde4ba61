"""Which words name days: a table of patterns, each with what makes days of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.booking.when import dates, relative, stretches
from bot.booking.when.span import Span, one_day
from bot.booking.when.thirds import PART
from bot.booking.when.today import Today
from bot.booking.when.vocabulary import DAY, MONTH

Maker = Callable[[Today, re.Match[str]], Span]  # raises ValueError or OverflowError for days that there are not
Hit = tuple[Maker | None, re.Match[str]]
_YEAR = r"(?:19|20|21)\d\d"
_NO_TIME = r"(?![\d:]| ?[ap]m\b|\.\d)"
_COUNT = r"(?P<count>\d{1,3}|few)"
_UNIT = r"(?P<unit>minutes|hours|days?|weeks?|months?|years?)"
_NO_OPTION = (
    r"(?! (?:available|appointment|free|thing|opening|one|option|slot|time|choice|session|treatment|visit|consultation|week|month|year|date|day|"
    r"injection|procedure|surgery|person|question|reason|part|party|floor)\b)"
)
_NO_UNIT = r"(?! ?(?:of\b|hour|cup|inch|hair|people|patient|mg|ml|mm|cm|%|pill|tablet|scale))"
_START = rf"(?P<start>today|now|tomorrow|{DAY})"


# Of two that fit, the one above wins. One a line: it is a table.
# fmt: off
_TABLE: tuple[tuple[str, Maker], ...] = (
    (r"(?<![\d/.-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d/-])", dates.iso),
    (r"(?<![\d/.-])(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?![\d/-])", dates.numbers),
    (rf"(?<![\d/.:-])(?P<day>\d{{1,2}})(?:th)? ?(?:-|to|or|and|until|through) ?(?:the )?(?P<until>\d{{1,2}})(?:th)? (?:of )?(?P<month>{MONTH})\b(?: (?P<year>{_YEAR})\b)?", dates.days_month),
    (rf"\b(?P<month>{MONTH}) (?:the )?(?P<day>\d{{1,2}})(?:th)? ?(?:-|to|or|and|until|through) ?(?:the )?(?P<until>\d{{1,2}})(?:th)?\b{_NO_TIME}(?: (?P<year>{_YEAR})\b)?(?! {MONTH})", dates.days_month),
    (rf"(?<!\bat )(?<![:.\d/])\b(?P<day>\d{{1,2}})(?:th)?[ -]*(?:of )?(?P<month>{MONTH})\b(?:[ -]*(?P<year>{_YEAR})\b)?", dates.day_month),
    (rf"\b(?P<month>{MONTH})[ -]*(?:the )?(?P<day>\d{{1,2}})(?:th)?\b{_NO_TIME}(?: (?P<year>{_YEAR})\b)?", dates.day_month),
    (rf"(?<![\d/.$\u00a3\u20ac-])(?!24/7)(\d{{1,2}})/(\d{{1,2}})(?![\d/]){_NO_UNIT}", dates.numbers),
    (r"(?<![\d/.-])(\d{1,2})\.(\d{1,2})\.(?!\d)|(?<![\d/.:-])(0\d(?=-)|\d\d(?=\.|-0))[.-](0[1-9]|1[0-2])(?![\d.:-])", dates.numbers),
    (rf"\b(?:the )?(?P<day>\d{{1,2}})th\b(?P<which> of (?:the |this |next )month| (?:this |next )month)?{_NO_OPTION}", dates.day_of_month),
    (r"\bon the (?P<day>\d{1,2})\b(?= ?$| (?:at|in|or|and|please|if)\b)", dates.day_of_month),
    (rf"\b(?:1 )?week (?:on |from |after )?{_START}\b", relative.from_day),
    (rf"\b{_START} week\b(?! (?:after|of))", relative.from_day),
    (rf"\b{_COUNT} (?P<unit>days?|weeks?|months?) (?:from|after|on from) {_START}\b", relative.from_day),
    (rf"\b{_COUNT} {_UNIT} (?:ago|back|earlier)\b", relative.ago),
    (rf"\b(?:within|(?:(?:in|within|over|during) )?(?:the )?(?:next|coming)|over the)(?: the)?(?: a)? {_COUNT} {_UNIT}\b", relative.within),
    (rf"\bin (?:about |another |a |like )*{_COUNT} {_UNIT}(?: time)?\b", relative.in_some_time),
    (rf"\b(?:a )?{_COUNT} (?P<unit>days?|weeks?|months?) time\b", relative.in_some_time),
    (rf"^(?:a |about )*{_COUNT} (?P<unit>days?|weeks?|months?)$", relative.in_some_time),
    (rf"{PART}(?P<which>week after next|week after(?! (?:the|my|a|{DAY})\b| \d)|(?:next|this|coming|following|last) week|(?(part)week|(?!)))\b(?! ?ends?\b)", stretches.week),
    (r"\b(?:(?:on|at|over|during) )?(?:(?:the|this|next|coming|last) )*week ?end\b", stretches.weekend),
    (rf"{PART}(?:(?P<which>next|this|coming|following|last) month|(?(part)month|(?!)))\b", stretches.relative_month),
    (r"\b(?P<which>next|this|last) year\b", stretches.year),
    (rf"{PART}\b(?:next |this |coming )?(?P<month>{MONTH})\b(?: (?P<year>{_YEAR})\b)?", stretches.month),
    (r"\b(?:the )?(?P<day>day after tomorrow|overmorrow|yesterday|last night|tomorrow|today|right now)\b", relative.named_day),
    (r"\b(?P<day>this) (?=(?:early |late )?(?:morning|afternoon|evening|lunch))|\b(?P<night>(?=tonight))", lambda today, _: one_day(today.date)),
    (rf"\b(?:this past|last|past) (?P<day>{DAY})\b", relative.last_weekday),
)
# fmt: on


_DATES = tuple((re.compile(pattern), maker) for pattern, maker in _TABLE)
_WEEKDAY = re.compile(
    r"\b(?:the )?(?P<which>(?:next|this|coming|following|every|any|each|all) )?(?:coming )?"
    rf"(?:(?P<day>{DAY})(?P<plural>s)?\b(?P<after> after next\b| next\b(?! week| month| year| \d))?|"
    r"(?P<all>week ?days?|working days?|business days?)\b|(?P<ends>week ?ends)\b)"
)


def find_days(words: str) -> list[Hit]:
    """Return what names days, in order, each with what makes days of it (None: a weekday)."""
    hits: list[Hit] = []
    for pattern, maker in (*_DATES, (_WEEKDAY, None)):
        found = list(pattern.finditer(words))
        hits += [(maker, m) for m in found]
        words = blank(words, [m.span() for m in found])
    return sorted(hits, key=lambda hit: hit[1].start())


def blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Put bars over what has been read; all else stays where it is."""
    for start, end in spans:
        text = f"{text[:start]}{'|' * (end - start)}{text[end:]}"
    return text
