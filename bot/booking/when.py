"""When a patient would like to come: days and times of day as people type them, read into dates. English; pure.

How doubtful words are read (the day that was read is always said back, and `instead` holds the other reading):

- "friday", "this friday": the nearest one. On a Friday: today while it is still ahead, otherwise in a week.
- "next friday": the Friday of the next calendar week (Monday to Sunday); `instead` is this week's, while it is ahead.
- "3/12": by `day_first`; `instead` is the other way round, when that is a day, too.
- A day without a year is the next such day. A time without am or pm is within office hours: 8 to 11 in the morning,
  12 is noon, 1 to 7 in the afternoon; "07:30", "7 in the morning" and "14h" are what they say.
- "mon or tue": `weekdays` {0, 1} within the coming seven days.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.text import clean, fold

LONGEST = 300  # characters that are read; who writes more has not written a date
OPEN = 365  # days that a wish without an end goes on
OFFICE_ENDS = dt.time(18)  # from then on "friday", said on a Friday, is the one in a week


@dataclass(frozen=True)
class When:
    """What was asked for, in the patient's own zone: days first..last, starts from `earliest` to before `latest`."""

    first: dt.date
    last: dt.date  # inclusive
    earliest: dt.time | None = None
    latest: dt.time | None = None  # exclusive
    at: dt.time | None = None  # the one time that was named
    weekdays: frozenset[int] = frozenset()  # only these (Monday is 0); empty: any
    soonest: bool = False  # "as soon as possible", within the days above
    any_day: bool = False  # no day was named, or no end: first..last is from today or a day on for OPEN days
    past: bool = False  # all of it is over
    instead: dt.date | None = None  # the other day that the same words may mean
    conflict: bool = False  # weekday and date do not agree ("friday 3 december", a Thursday): ask which

    def fits(self, start: dt.datetime) -> bool:
        """Whether a start, in the patient's zone, is within the days and times; `at` is a wish, not a limit."""
        clock = start.time().replace(tzinfo=None)
        return (
            self.first <= start.date() <= self.last
            and (not self.weekdays or start.weekday() in self.weekdays)
            and (self.earliest is None or clock >= self.earliest)
            and (self.latest is None or clock < self.latest)
        )


def read_when(text: str, now: dt.datetime, *, day_first: bool = True, strict: bool = False) -> When | None:
    """Return what days and times `text` names, or None.

    now: aware, in the patient's zone. day_first: 3/12 is 3 December. strict: while no booking runs; only a text that is
    little else than a time, or that asks for an appointment, counts: "results after 3 months" names no day to come.
    """
    words = _normal(text)
    days = _find_days(words)
    rest = _blank(words, [m.span() for _, m in days])
    times = _find_times(rest)
    if not days and not times and not _SOON.search(rest) and not _WHENEVER.search(rest):
        return None
    if strict and not _is_a_wish(text, words, rest, [m for _, m in days], times):
        return None
    try:
        return _read(words, rest, days, times, _Calendar(now, day_first))
    except (ValueError, OverflowError):  # "31 february", "25:00", a day after the year 9999
        return None


def mentions_time(text: str) -> bool:
    """Whether there is any day or time of day in a text, possible or not."""
    words = _normal(text)
    days = _find_days(words)
    return bool(days) or bool(_find_times(words)) or bool(_SOON.search(words))


def one_slip(a: str, b: str) -> bool:
    """Whether two words are equal but for one letter too many, too few, wrong, or swapped with its neighbour."""
    if abs(len(a) - len(b)) > 1:
        return False
    while a and b and a[0] == b[0]:
        a, b = a[1:], b[1:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    return max(len(a), len(b)) <= 1 or (len(a) == 2 and a == b[::-1])


# --- Words: every way to write one becomes that one ---

DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
MONTHS = "january february march april may june july august september october november december".split()
_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth "
    "nineteenth twentieth"
).split()
_ALIASES = {
    alias: word
    for line in """\
monday mon mondya
tuesday tue tues tusday tuesdy
wednesday weds wedn wensday wendsday wensdy wendesday wednsdy wenesday wedensday
thursday thu thur thurs thrs thusday thersday thurday thirsday
friday fri friyay firday
saturday sat satday satrday
sunday sun
january jan
february feb febr febuary febury
april apr
june jun
july jul
august aug
september sep sept setember
october oct
november nov
december dec
march mar
tomorrow tmrw tmr tmw tmrow tmoro tomoz tommorow tommorrow tomorow tomorro tomoro tommorro tomrw tmorrow tomorrows morrow
today tday tdy todays
tonight tonite 2nite tonites
yesterday yday ystd
next nxt nex netx nx
this dis ths thsi
last lst
week wk wek weke
weeks wks
weekend wkend wknd weeknd
weekends wkends
weekday workday
weekdays workdays
month mth mnth
months mths mnths
days dayz
morning morn mornin mrng mornings morningtime
afternoon arvo aft afternoons
evening eve evenin evng evenings
night nite nights
noon midday noontime
before b4 bfor bfore befor
after aftr afta
until till til untill
between betwen btwn btw btween inbetween
and n und
about abt approx approximately roughly circa around arround round like
soonest asap soonst
earliest earlist
available avail availible availble avalible
appointment appt apt appointmnt
possible poss
please pls plz
cannot cant cnt
not nt
days' days
couple cple
hours hrs hr hour
minutes mins min minute
oclock o'clock oclk
you u
are r
see c
for 4u""".splitlines()
    for word, *aliases in [line.split()]
    for alias in aliases
}
_SLIPS_IN = (*DAYS, *(m for m in MONTHS if len(m) > 5), "april", "tomorrow", "yesterday", "weekend", "morning")
_SLIPS_IN += ("afternoon", "evening", "tonight", "earliest", "soonest", "appointment", "between", "weekday")
_NO_SLIPS = frozenset(
    "moaning mourning sundae sundry avril auguste augusto frida augusta earnest ending mending evenly april's".split()
)
_UNSURE_DAYS = {"sat": "saturday", "sun": "sunday", "wed": "wednesday", "mon": "monday"}  # also words of their own
_UNSURE_MONTHS = {"march": "march", "mar": "march", "may": "may"}
_BEFORE_DAY = frozenset(
    "on next this or and coming to until after before by for any every maybe from about either free available last not except but - | |, week day please friday "
    "saturday the".split()
)
_AFTER_DAY = frozenset(
    "morning afternoon evening night at or and to noon am pm next please after before between works work is would if the ok any "
    "anytime - in week this early late around about thanks for until from".split()
)
_BEFORE_MONTH = frozenset(
    "in of early mid late next this by until from before after end or and to sometime during for - last beginning start middle".split()
)
_NOT_AFTER_MONTH = frozenset(
    "i we you be not it the have my a need cause also take help want he she they this that of on off".split()
)
_DAY = "(?:" + "|".join(DAYS) + ")"
_MONTH = "(?:" + "|".join(MONTHS) + ")"
_ORDINAL = "(?:" + "|".join(_ORDINALS) + ")"
_TEN = "(?:" + "|".join(_TENS) + ")"


def _normal(text: str) -> str:
    """Return plain words, slips put right, numbers in digits: "Nxt Fri @ half two" is "next friday at 2:30"."""
    text = fold(clean(text[: LONGEST * 2]))[:LONGEST]
    text = re.sub(r"\b([ap])\. ?m\b\.?", r"\1m", text.replace("@", " at ").replace("&", " and "))
    text = re.sub(r"\b2 ?(?:moro?|morrow|mrw|mor|moz)\b", "tomorrow", re.sub(r"\b2day\b", "today", text))
    text = re.sub(r"\b(?:2nite|2night)\b", "tonight", re.sub(r"\bb4\b", "before", text)).replace("o'clock", " oclock")
    text = re.sub(r"'s\b", "", re.sub(r"n't\b", " not", text.replace("can't", "cannot").replace("won't", "will not")))
    text = re.sub(r"\bo clock\b", "oclock", re.sub(r"[\u2012-\u2015\u2212~]", "-", text))
    text = re.sub(r"(?<![:.\d])(\d{1,2}) ?(?:st|nd|rd|th)\b", r"\1th", text)
    text = re.sub(r"(?<=\d)(?!(?:ish|hrs|oclock)\b)(?=[a-z]{3})|(?<=[a-z]{3})(?=\d)", " ", text)
    text = re.sub(r"[^a-z0-9:/.%$\u00a3\u20ac+-]|(?<!\d)[.:/]|[.:](?!\d)(?!$| )|/(?!\d)", " ", text.replace("'", ""))
    text = re.sub(r"(?<=[a-z])-|-(?=[a-z])", " - ", text)
    text = re.sub(r"(?<=\d)[.:](?= |$)", lambda m: ". " if _ends_a_date(m) else " ", text)
    tokens = [_word(token) for token in text.split()]
    return _digits(" ".join(_sure(tokens)))


def _ends_a_date(dot: re.Match[str]) -> bool:
    """Whether a dot belongs to "3.12."."""
    return bool(re.search(r"\b\d{1,2}\.\d{1,2}$", dot.string[: dot.start()]))


def _word(token: str) -> str:
    if token in _UNSURE_DAYS:
        return token
    if token in _ALIASES:
        return _ALIASES[token] if token not in _UNSURE_MONTHS else token
    if token[:-1] in DAYS and token.endswith("s"):
        return token
    if len(token) < 5 or not token.isalpha() or token in _SLIPS_IN or token in _NO_SLIPS or token in _ALIASES.values():
        return token
    near = [word for word in _SLIPS_IN if one_slip(token, word)]
    return near[0] if len(near) == 1 else token  # "tursday" may be two days: asking is better than guessing


def _sure(tokens: Sequence[str]) -> Iterator[str]:
    """Take "sun", "may" and their like for days and months only where such a word can stand."""
    for i, token in enumerate(tokens):
        before, after = tokens[i - 1] if i else "", tokens[i + 1] if i + 1 < len(tokens) else ""
        if token in _UNSURE_DAYS:
            stands = before in {"", *_BEFORE_DAY, *DAYS, *_UNSURE_DAYS} or before[:1].isdigit()
            fits = after in {"", *_AFTER_DAY, *DAYS, *_UNSURE_DAYS, *MONTHS} or after[:1].isdigit()
            bare = before == "the" and not after[:1].isdigit()
            yield _UNSURE_DAYS[token] if stands and fits and not bare else token
        elif token in _UNSURE_MONTHS:
            counted = before[:1].isdigit() or after[:1].isdigit() or before in _ORDINALS or after in _ORDINALS
            placed = before in {"", *_BEFORE_MONTH, *DAYS} and after not in _NOT_AFTER_MONTH
            alone = len(tokens) > 1 and not before and not counted  # "may it hurt"
            yield _UNSURE_MONTHS[token] if counted or (placed and not alone) else f"{token}x"
        else:
            yield token


def _digits(text: str) -> str:
    """Write numbers and clock words in digits; a word such as "first" only beside a month or a weekday."""
    text = re.sub(rf"\b({_TEN} )?({_ORDINAL})\b(?=(?: of)? {_MONTH}\b)", lambda m: _ordinal(m[1], m[2]), text)
    text = re.sub(
        rf"\b({_MONTH}|{_DAY})( the)? ({_TEN} )?({_ORDINAL})\b(?! (?:thing|available|appointment|slot|one))",
        lambda m: f"{m[1]}{m[2] or ''} {_ordinal(m[3], m[4])}",
        text,
    )
    units = "|".join(_NUMBERS[2:])
    text = re.sub(rf"\b({_TEN}) ({units}|one)\b", lambda m: str(_TENS[m[1]] + _NUMBERS.index(m[2])), text)
    text = re.sub(rf"\b{_TEN}\b", lambda m: str(_TENS[m[0]]), text)
    text = re.sub(rf"\b(?:{units})\b", lambda m: str(_NUMBERS.index(m[0])), text)
    text = re.sub(r"\b(at|past|to|about|before|after|between|by|half|until|from|and|or|in) one\b(?! of)", r"\1 1", text)
    text = re.sub(r"\bone (?=(?:weeks?|days?|months?|hours|pm|am|oclock|ish|\d\d)\b)", "1 ", text)
    text = re.sub(r"\b(?:christmas|xmas) eve\w*", "24 december", text)
    text = re.sub(r"\b(?:christmas|xmas)(?: day)?\b", "25 december", text)
    text = re.sub(r"\b(?:a )?fortnights?\b", "2 weeks", re.sub(r"\bhalf an hours\b", "30 minutes", text))
    text = re.sub(r"\b(?:a )?couple (?:of )?(?=(?:days|weeks|months|hours)\b)", "2 ", text)
    text = re.sub(r"\b(?:a|an) (?=(?:week|day|month|hours)\b)", "1 ", text)
    return _clock_words(text)


def _ordinal(tens: str | None, word: str) -> str:
    return f"{(_TENS[tens.strip()] if tens else 0) + _ORDINALS.index(word) + 1}th"


def _clock_words(text: str) -> str:
    """Write "half past 2", "quarter to 3", "2ish", "14h" and "1530 hrs" as clocks do."""
    text = re.sub(r"\b(?:a )?quarter (?=(?:past|after|to|of|until)\b)", "15 ", re.sub(r"\bnoon\b", "12:00", text))
    text = re.sub(r"\bhalf (?:past )?(\d{1,2})\b(?!:)", r"\1:30", re.sub(r"\bmidnight\b", "0:00", text))
    text = re.sub(
        r"\b(5|10|15|20|25)(?: minutes)? (?:past|after) (\d{1,2})\b", lambda m: f"{m[2]}:{int(m[1]):02}", text
    )
    text = re.sub(r"(?:(?<=\bat )|(?<=\babout ))(5|10|20|25) (?:to|before) (\d{1,2})\b", _minutes_to, text)
    text = re.sub(r"\b(15|(?:5|10|20|25) minutes) (?:to|of|until) (\d{1,2})\b(?! ?pm)", _minutes_to, text)
    text = re.sub(r"\b(\d{1,2}) ?oclock\b", r"\1:00", text)
    text = re.sub(r"\b(\d{1,2}) ?h ?([0-5]\d)\b", r"\1:\2", text)
    text = re.sub(r"\b(\d{1,2})h\b|(?<=\bat )(\d{2}) hours\b", lambda m: f"{m[1] or m[2]}:00", text)
    text = re.sub(r"\b([01]\d|2[0-3])([0-5]\d) ?(?:hours|hrs|h)\b", r"\1:\2", text)
    text = re.sub(r"(?<=\bat )([01]?\d|2[0-3])([0-5]\d)\b(?![:/.-])", r"\1:\2", text)
    day = rf"(?:{_DAY}|tomorrow|today|tonight|morning|afternoon)"
    text = re.sub(rf"\b({day}) ([01]\d|2[0-3])([0-5]\d)\b(?![:/.-])", r"\1 \2:\3", text)
    text = re.sub(rf"\b([01]\d|2[0-3])([0-5]\d) (?=(?:on )?{day}\b)", r"\1:\2 ", text)
    text = re.sub(r"\b(\d{1,2}(?::\d\d)?)( ?[ap]m)?[ -]*ish\b", r"about \1\2", text)
    text = re.sub(r"\b(\d{1,2}(?::\d\d)?) ?([ap])\b(?! ?(?:week|day|month|hours))", r"\1\2m", text)
    text = re.sub(r"\b(\d{1,2})\.([0-5]\d)(?= ?[ap]m\b)", r"\1:\2", text)
    text = re.sub(
        r"(?<![\d:/.-])\b([1-9]|1[0-2]) (00|10|15|20|30|40|45|50)\b(?! ?[:/-]|\d| (?:minutes|days|weeks))",
        r"\1:\2",
        text,
    )
    return re.sub(r"\b(\d{1,2})\.([0-5]\d)\b(?!\.)", _dotted, text)


def _minutes_to(found: re.Match[str]) -> str:
    minutes, hour = int(found[1].split()[0]), int(found[2])
    return f"{(hour - 2) % 12 + 1}:{60 - minutes}"


def _dotted(found: re.Match[str]) -> str:
    """Read "15.30" and "9.05" as times, and leave "03.12", whose minutes nobody would name, for the days."""
    before, minutes = found.string[: found.start()], found[2]
    at = re.search(r"\b(?:at|from|to|between|and|after|before|until|about|or|by) $|-$", before)
    if before.endswith(".") or (1 <= int(minutes) <= 12 and minutes not in ("05", "10") and not at):
        return found[0]
    return f"{found[1]}:{minutes}"


# --- Days ---

_EARLY = r"(?:early(?: in| on in)?|(?:beginning|start|first part|first half) of|first thing)"
_MID = r"(?:mid|middle of|halfway through)"
_LATE = r"(?:late(?: in)?|later(?: in)?|(?:end|second half|last part) of)"
_PART = rf"(?:\b(?P<part>{_EARLY}|{_MID}|{_LATE})(?: ?- ?| ))?(?:the )?"
_YEAR = r"(?:19|20|21)\d\d"
_NO_TIME = r"(?![\d:]| ?[ap]m\b|\.\d)"
_COUNT = r"(?P<count>\d{1,3}|few)"
_UNIT = r"(?P<unit>minutes|hours|days?|weeks?|months?|years?)"
_NO_OPTION = (
    r"(?! (?:available|appointment|free|thing|opening|one|option|slot|time|choice|session|treatment|visit|consultation|week|month|year|date|day|"
    r"injection|procedure|surgery|person|question|reason|part|party|floor)\b)"
)
_NO_UNIT = r"(?! ?(?:of\b|hour|cup|inch|hair|people|patient|mg|ml|mm|cm|%|pill|tablet|scale))"


@dataclass(frozen=True)
class _Span:
    first: dt.date
    last: dt.date
    instead: dt.date | None = None
    earliest: dt.time | None = None  # "in two hours"
    open: bool = False  # goes on for OPEN days only because no end was named


def _one(day: dt.date, instead: dt.date | None = None) -> _Span:
    return _Span(day, day, instead)


def _add(day: dt.date, days: int) -> dt.date:
    return day + dt.timedelta(days=days)


def _add_months(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class _Calendar:
    """Turns found words into days. Its methods raise ValueError or OverflowError for days that there are not."""

    now: dt.datetime
    day_first: bool

    @property
    def today(self) -> dt.date:
        return self.now.date()

    def monday(self, weeks: int) -> dt.date:
        """The Monday of this week and some weeks."""
        return _add(self.today, 7 * weeks - self.today.weekday())

    def coming(self, day: int) -> dt.date:
        """The nearest such weekday, perhaps today."""
        return _add(self.today, (day - self.today.weekday()) % 7)

    def from_today(self, first: dt.date, last: dt.date) -> _Span:
        """The days without those that have passed, unless all have."""
        return _Span(max(first, self.today) if last >= self.today else first, last)

    def date(self, day: int, month: int, year: str | None) -> dt.date | None:
        """That day; without a year the next one there is (29 February may be years away). None: no such day."""
        if not 1 <= month <= 12 or not 1 <= day <= 31:
            return None
        if year is not None:
            number = int(year) if len(year) == 4 else 2000 + int(year)
            return dt.date(number, month, day) if day <= calendar.monthrange(number, month)[1] else None
        for number in range(self.today.year, min(self.today.year + 9, dt.MAXYEAR + 1)):
            if day <= calendar.monthrange(number, month)[1] and dt.date(number, month, day) >= self.today:
                return dt.date(number, month, day)
        return None

    def named(self, day: str, month: str, year: str | None) -> dt.date:
        """As `date`, with the month's name."""
        found = self.date(int(day), MONTHS.index(month) + 1, year)
        if found is None:
            raise ValueError(f"{month} has no day {day}")
        return found

    def iso(self, m: re.Match[str]) -> _Span:
        return _one(dt.date(int(m[1]), int(m[3]), int(m[4])))

    def numbers(self, m: re.Match[str]) -> _Span:
        """3/12: one way by preference, the other by need."""
        first, second, *more = [group for group in m.groups() if group and group not in "-/."]
        orders = [(int(first), int(second)), (int(second), int(first))]
        found = [self.date(*order, more[0] if more else None) for order in orders[:: 1 if self.day_first else -1]]
        days = [day for day in found if day is not None]
        if not days:
            raise ValueError(f"{m[0]} is no day")
        return _one(days[0], days[-1] if days[-1] != days[0] else None)

    def day_month(self, m: re.Match[str]) -> _Span:
        return _one(self.named(m["day"], m["month"], m["year"]))

    def days_month(self, m: re.Match[str]) -> _Span:
        a, b = (self.named(m[day], m["month"], m["year"]) for day in ("day", "until"))
        return _Span(min(a, b), max(a, b))

    def day_of_month(self, m: re.Match[str]) -> _Span:
        """The 3rd: of this month, or of the first one to come that has such a day ahead."""
        day, which = int(m["day"]), m.groupdict().get("which") or ""
        months = [1] if "next" in which else [0] if which else range(13)
        for start in (_add_months(self.today.replace(day=1), month) for month in months):
            if 1 <= day <= calendar.monthrange(start.year, start.month)[1]:
                found = start.replace(day=day)
                if found >= self.today or which:
                    return _one(found)
        raise ValueError(f"no such month has a day {day}")

    def month(self, m: re.Match[str]) -> _Span:
        month = MONTHS.index(m["month"]) + 1
        year = int(m["year"]) if m["year"] else self.today.year + (month < self.today.month)
        return self._month(m["part"], year, month)

    def relative_month(self, m: re.Match[str]) -> _Span:
        months = {"next": 1, "following": 1, "coming": 1, "last": -1}.get(m["which"] or "", 0)
        day = _add_months(self.today.replace(day=1), months)
        return self._month(m["part"], day.year, day.month)

    def _month(self, part: str | None, year: int, month: int) -> _Span:
        length = calendar.monthrange(year, month)[1]
        first, last = ((1, length), (1, 10), (11, 20), (21, length))[_third(part)]
        return self.from_today(dt.date(year, month, first), dt.date(year, month, last))

    def week(self, m: re.Match[str]) -> _Span:
        which, part = m["which"], m["part"] or ""
        weeks = 2 if "after next" in which else 1 if re.search("next|following|coming|after", which) else 0
        monday = self.monday(-1 if "last" in which else weeks)
        first, last = ((0, 6), (0, 1), (1, 3), (3, 4))[_third(part)]
        if part.startswith("later"):
            first, last = (self.today.weekday() + 1 if not weeks else 2), 6
        return self.from_today(_add(monday, min(first, last)), _add(monday, last))

    def weekend(self, m: re.Match[str]) -> _Span:
        weeks = 1 if "next" in m[0] else -1 if "last" in m[0] else 0
        saturday = _add(self.monday(weeks), 5)
        near = max(_add(self.monday(0), 5), self.today) if weeks == 1 else None
        return replace(self.from_today(saturday, _add(saturday, 1)), instead=near)

    def year(self, m: re.Match[str]) -> _Span:
        year = self.today.year + {"next": 1, "last": -1}.get(m["which"], 0)
        return self.from_today(dt.date(year, 1, 1), dt.date(year, 12, 31))

    def later(self, count: str, unit: str, start: dt.date) -> _Span:
        """In 3 days: that day. In 2 weeks, in a month: the seven days from then on. In a few days: two to five."""
        number = 3 if count == "few" else int(count)
        if unit.startswith("day"):
            return _Span(_add(start, 2), _add(start, 5)) if count == "few" else _one(_add(start, number))
        weeks = unit.startswith("week")
        first = _add(start, 7 * number) if weeks else _add_months(start, number * (12 if "y" in unit else 1))
        return _Span(first, _add(first, 6))

    def in_some_time(self, m: re.Match[str]) -> _Span:
        """As `later`, from today; hours are counted as they pass, whether the clocks change or not."""
        if m["unit"] not in ("minutes", "hours"):
            return self.later(m["count"], m["unit"], self.today)
        passed = dt.timedelta(**{m["unit"]: 3 if m["count"] == "few" else int(m["count"])})
        moment = (self.now.astimezone(dt.timezone.utc) + passed).astimezone(self.now.tzinfo)
        return _Span(moment.date(), moment.date(), earliest=moment.time().replace(second=0, microsecond=0))

    def within(self, m: re.Match[str]) -> _Span:
        count, unit = m["count"] or "1", m["unit"]
        if unit in ("minutes", "hours"):
            return _one(self.today)
        span = self.later(count, unit, self.today)
        return _Span(self.today, span.last if count == "few" else span.first)

    def ago(self, m: re.Match[str]) -> _Span:
        number = 3 if m["count"] == "few" else int(m["count"])
        if m["unit"][0] in "my" and m["unit"] != "minutes":
            return _one(_add_months(self.today, -number * (12 if "y" in m["unit"] else 1)))
        return _one(_add(self.today, -number * {"d": 1, "w": 7}.get(m["unit"][0], 1)))

    def from_day(self, m: re.Match[str]) -> _Span:
        """Two weeks from tomorrow, a week on friday, tomorrow week: that day."""
        words = m.groupdict()
        start = self.start(words["start"])
        if words.get("unit", "week").startswith("week"):
            return _one(_add(start, 7 * int((words.get("count") or "1").replace("few", "3"))))
        return self.later(words["count"], words["unit"], start)

    def start(self, word: str) -> dt.date:
        """Today, tomorrow, or the nearest weekday of that name."""
        if word in DAYS:
            return self.coming(DAYS.index(word))
        return _add(self.today, 1 if word == "tomorrow" else 0)

    def day(self, m: re.Match[str]) -> _Span:
        after = {"tomorrow": 1, "day after tomorrow": 2, "overmorrow": 2, "yesterday": -1, "last night": -1}
        return _one(_add(self.today, after.get(m["day"], 0)))

    def week_day(self, m: re.Match[str], times: _Times) -> _Span:
        """The day meant by "friday" or "next friday", as the module says."""
        day, monday = DAYS.index(m["day"]), self.monday
        near = self.coming(day)
        other = near if near.isocalendar()[:2] == self.today.isocalendar()[:2] and near > self.today else None
        if (m["after"] or "").endswith("after next"):
            return _one(_add(monday(2), day), _add(monday(1), day) if other else None)
        if "next" in (m["which"] or "") + (m["after"] or ""):
            return _one(_add(monday(1), day), other)
        if near > self.today or _still_ahead(times, self.now):
            return _one(near)
        return _one(_add(near, 7))

    def last_weekday(self, m: re.Match[str]) -> _Span:
        return _one(_add(self.today, -((self.today.weekday() - DAYS.index(m["day"]) - 1) % 7 + 1)))


def _still_ahead(times: _Times, now: dt.datetime) -> bool:
    return (times.at or times.latest or OFFICE_ENDS) > now.time().replace(tzinfo=None)


def _third(part: str | None) -> int:
    """Return 1 for early, 2 for the middle, 3 for late, 0 for all of it."""
    patterns = (_EARLY, _MID, _LATE)
    return next((i for i, pattern in enumerate(patterns, 1) if re.fullmatch(pattern, part or "")), 0)


_START = rf"(?P<start>today|now|tomorrow|{_DAY})"
# Of two that fit, the one above wins. One a line: it is a table.
# fmt: off
_TABLE: tuple[tuple[str, Callable[[_Calendar, re.Match[str]], _Span]], ...] = (
    (r"(?<![\d/.-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d/-])", _Calendar.iso),
    (r"(?<![\d/.-])(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?![\d/-])", _Calendar.numbers),
    (rf"(?<![\d/.:-])(?P<day>\d{{1,2}})(?:th)? ?(?:-|to|or|and|until|through) ?(?:the )?(?P<until>\d{{1,2}})(?:th)? (?:of )?(?P<month>{_MONTH})\b(?: (?P<year>{_YEAR})\b)?", _Calendar.days_month),
    (rf"\b(?P<month>{_MONTH}) (?:the )?(?P<day>\d{{1,2}})(?:th)? ?(?:-|to|or|and|until|through) ?(?:the )?(?P<until>\d{{1,2}})(?:th)?\b{_NO_TIME}(?: (?P<year>{_YEAR})\b)?(?! {_MONTH})", _Calendar.days_month),
    (rf"(?<!\bat )(?<![:.\d/])\b(?P<day>\d{{1,2}})(?:th)?[ -]*(?:of )?(?P<month>{_MONTH})\b(?:[ -]*(?P<year>{_YEAR})\b)?", _Calendar.day_month),
    (rf"\b(?P<month>{_MONTH})[ -]*(?:the )?(?P<day>\d{{1,2}})(?:th)?\b{_NO_TIME}(?: (?P<year>{_YEAR})\b)?", _Calendar.day_month),
    (rf"(?<![\d/.$\u00a3\u20ac-])(?!24/7)(\d{{1,2}})/(\d{{1,2}})(?![\d/]){_NO_UNIT}", _Calendar.numbers),
    (r"(?<![\d/.-])(\d{1,2})\.(\d{1,2})\.(?!\d)|(?<![\d/.:-])(0\d(?=-)|\d\d(?=\.|-0))[.-](0[1-9]|1[0-2])(?![\d.:-])", _Calendar.numbers),
    (rf"\b(?:the )?(?P<day>\d{{1,2}})th\b(?P<which> of (?:the |this |next )month| (?:this |next )month)?{_NO_OPTION}", _Calendar.day_of_month),
    (r"\bon the (?P<day>\d{1,2})\b(?= ?$| (?:at|in|or|and|please|if)\b)", _Calendar.day_of_month),
    (rf"\b(?:1 )?week (?:on |from |after )?{_START}\b", _Calendar.from_day),
    (rf"\b{_START} week\b(?! (?:after|of))", _Calendar.from_day),
    (rf"\b{_COUNT} (?P<unit>days?|weeks?|months?) (?:from|after|on from) {_START}\b", _Calendar.from_day),
    (rf"\b{_COUNT} {_UNIT} (?:ago|back|earlier)\b", _Calendar.ago),
    (rf"\b(?:within|(?:(?:in|within|over|during) )?(?:the )?(?:next|coming)|over the)(?: the)?(?: a)? {_COUNT} {_UNIT}\b", _Calendar.within),
    (rf"\bin (?:about |another |a |like )*{_COUNT} {_UNIT}(?: time)?\b", _Calendar.in_some_time),
    (rf"\b(?:a )?{_COUNT} (?P<unit>days?|weeks?|months?) time\b", _Calendar.in_some_time),
    (rf"^(?:a |about )*{_COUNT} (?P<unit>days?|weeks?|months?)$", _Calendar.in_some_time),
    (rf"{_PART}(?P<which>week after next|week after(?! (?:the|my|a|{_DAY})\b| \d)|(?:next|this|coming|following|last) week|(?(part)week|(?!)))\b(?! ?ends?\b)", _Calendar.week),
    (r"\b(?:(?:on|at|over|during) )?(?:(?:the|this|next|coming|last) )*week ?end\b", _Calendar.weekend),
    (rf"{_PART}(?:(?P<which>next|this|coming|following|last) month|(?(part)month|(?!)))\b", _Calendar.relative_month),
    (r"\b(?P<which>next|this|last) year\b", _Calendar.year),
    (rf"{_PART}\b(?:next |this |coming )?(?P<month>{_MONTH})\b(?: (?P<year>{_YEAR})\b)?", _Calendar.month),
    (r"\b(?:the )?(?P<day>day after tomorrow|overmorrow|yesterday|last night|tomorrow|today|right now)\b", _Calendar.day),
    (r"\b(?P<day>this) (?=(?:early |late )?(?:morning|afternoon|evening|lunch))|\b(?P<night>(?=tonight))", lambda c, _: _one(c.today)),
    (rf"\b(?:this past|last|past) (?P<day>{_DAY})\b", _Calendar.last_weekday),
)
# fmt: on
_DATES = tuple((re.compile(pattern), maker) for pattern, maker in _TABLE)
_WEEKDAY = re.compile(
    r"\b(?:the )?(?P<which>(?:next|this|coming|following|every|any|each|all) )?(?:coming )?"
    rf"(?:(?P<day>{_DAY})(?P<plural>s)?\b(?P<after> after next\b| next\b(?! week| month| year| \d))?|"
    r"(?P<all>week ?days?|working days?|business days?)\b)"
)
_Hit = tuple["Callable[[_Calendar, re.Match[str]], _Span] | None", "re.Match[str]"]


def _find_days(words: str) -> list[_Hit]:
    """Return what names days, in order, each with what makes days of it (None: a weekday)."""
    hits: list[_Hit] = []
    for pattern, maker in (*_DATES, (_WEEKDAY, None)):
        found = list(pattern.finditer(words))
        hits += [(maker, m) for m in found]
        words = _blank(words, [m.span() for m in found])
    return sorted(hits, key=lambda hit: hit[1].start())


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Put bars over what has been read; all else stays where it is."""
    for start, end in spans:
        text = f"{text[:start]}{'|' * (end - start)}{text[end:]}"
    return text


# --- Time of day ---

_GUARD = (
    r"(?![\d:/.%])(?= *(?:$|\||(?:or|and|on|in the|please|thanks|thank|if|would|is|works?|for|onwards?|suits?|sharp|exactly|preferably|ideally|maybe|then|but|my|"
    r"your|local|time|london|uk|gmt|bst|est|pst|cet|ist|latest|earliest|this|that|when|because|as|will|could|can|if|onward|ok|best)\b))"
)
_TIME = rf"(?<![\d:/.$\u00a3\u20ac+])(\d{{1,2}}:[0-5]\d(?!\d)(?: ?[ap]m\b)?|\d{{1,2}} ?[ap]m\b|\d{{1,2}}{_GUARD})"
_FIRST_TIME = r"(?<![\d:/.$\u00a3\u20ac+-])(\d{1,2}(?::[0-5]\d)?(?: ?[ap]m)?)"
_ABOUT = r"(?:(?:at|about|say|maybe|the) )*"

# One a line: it is a table.
# fmt: off
_CLOCKS = tuple((kind, re.compile(pattern)) for kind, pattern in (
    ("to", rf"\b(?:not after|no later than|not later than|not past|latest) {_ABOUT}{_TIME}|{_TIME} (?:at the )?latest\b"),
    ("from", rf"\b(?:not before|no earlier than|not earlier than|not until|later than|earliest|after|past) {_ABOUT}{_TIME}"),
    ("range", rf"(?P<between>\b(?:between|from) (?:about )?)?{_FIRST_TIME} ?(?:-|\band\b|\bto\b|\buntil\b|\bthrough\b) ?{_ABOUT}{_TIME}"),
    ("either", rf"{_FIRST_TIME} or {_ABOUT}{_TIME}"),
    ("from", rf"\bfrom {_ABOUT}{_TIME}|{_TIME} (?:onwards?|or (?:later|after)|and (?:later|after))\b"),
    ("before", rf"\b(?:before|by|until|earlier than) {_ABOUT}{_TIME}|{_TIME} or (?:earlier|before)\b"),
    ("about", rf"\b(?:at )?about {_TIME}"),
    ("at", rf"\b(?:at|for) (?:the )?{_TIME}"),
    ("at", r"(?<![\d:/.$\u00a3\u20ac+-])(\d{1,2}:[0-5]\d(?![\d:/])(?: ?[ap]m\b)?|\d{1,2} ?[ap]m\b)"),
    ("at", rf"(?<=\|) ?(?:or |, ?)?{_TIME}|(?:^|(?<= )){_FIRST_TIME}(?= (?:on |in the )?\||\|)|\bor {_TIME}"),
))
_PARTS = tuple((re.compile(rf"\b(?:{pattern})\b"), earliest, latest) for pattern, earliest, latest in (
    (r"(?:early(?: in the)? morning|first thing(?: in the morning)?|(?:start|beginning) of the day)", None, 10),
    (r"(?:late|later|mid)(?: in the)?[ -]*morning", 10, 12),
    (r"before lunch(?: ?time)?|before midday", None, 12),
    (r"after lunch(?: ?time)?", 13, None),
    (r"(?:at |over |during |around |about )*(?:my )?lunch ?(?:time|break|hour)?", 12, 14),
    (r"(?:early|earlier)(?: in the)? afternoon", 12, 15),
    (r"mid[ -]*afternoon", 14, 16),
    (r"(?:late|later)(?: in the)? afternoon|end of (?:the )?day|end of business|close of business|cob|eod", 15, 18),
    (r"early(?: in the)? evening", 17, 19),
    (r"after (?:work|office hours|school|uni|college)", 17, None),
    (r"before (?:work|school)", None, 9),
    (r"morning|forenoon|(?<!\bi )(?<!\d )(?<!\d)am(?! i\b)(?<=\| am)", None, 12),
    (r"afternoon|(?<!\d )(?<!\d)pm", 12, 18),
    (r"evening", 17, None),
    (r"(?:to)?night(?! before)", 18, None),
))
# fmt: on
_GREETING = re.compile(
    r"\bgood (?:morning|afternoon|evening|night|day)\b|^morning\b(?! (?:at|or|of|on|please|is|works|would|time|if)\b)(?=.)"
)
_NOT = r"(?:not|cannot|never|except|(?:any|every|all)(?: ?(?:day|time|days))? but|excluding|apart from|other than|instead of|rather than|no|avoid)"
_NEGATED = re.compile(
    rf"\b{_NOT}(?: (?:on|for|do|make|come|the|in|at|be|free|available|this|manage|attend|it|a|any|really|possible|good))* ?$"
)
_REFUSED = re.compile(
    r"^(?: (?:at|is|are|morning|afternoon|evening|i|am|that|it|will|does|do|really|just|\|+))* (?:not|cannot|no good|bad|doesnt|busy|impossible|"
    r"too (?:soon|early|late|far)|wont|never)\b(?! ?(?:before|after|until|later|earlier|past))"
)
_SOON = re.compile(
    r"\b(?:soonest|as soon as|sooner the better|immediately|straight ?away|right (?:away|now)|quickest|quickly as|urgently|as early as|(?:the|your) earliest|"
    r"(?:(?:first|next|1th|earliest)(?: one)? (?:available|free|possible|opening|slot|open|availability)|earliest (?:appointment|time|date|day)))\b|^earliest\b|^now$"
)
_WHENEVER = re.compile(
    r"\b(?:when ?ever|any ?time|any ?day|any (?:date|slot|appointment)|no preference|do not mind|dont mind|not fussed|flexible|(?:you|u) (?:choose|decide|pick)|"
    r"(?:does not|doesnt) matter|up to you)\b"
)


def _find_times(rest: str) -> list[tuple[str, re.Match[str]]]:
    """Return what names times of day: its kind ("part", "at", "range"…) and where it stands."""
    hits: list[tuple[str, re.Match[str]]] = []
    words = _GREETING.sub(lambda m: "." * len(m[0]), rest)
    for pattern, _, _ in _PARTS:
        found = list(pattern.finditer(words))
        hits += [("part", m) for m in found]
        words = _over(words, found, "|")
    loose = _stands_alone(words)
    for kind, regex in _CLOCKS:
        found = list(regex.finditer(words))
        if kind in ("range", "either") and not loose:
            found = [m for m in found if m.groupdict().get("between") or re.search(r":|[ap]m", m[0])]
        hits += [(kind, m) for m in found]
        words = _over(words, found, "=")
    return hits


def _over(text: str, found: Sequence[re.Match[str]], mark: str) -> str:
    for m in found:
        text = text[: m.start()] + mark * (m.end() - m.start()) + text[m.end() :]
    return text


def _stands_alone(rest: str) -> bool:
    """Whether numbers may be times without more ado: beside a day, or with nothing around them."""
    return "|" in rest or not re.search(r"[a-z]", re.sub(r"\b(?:between|from|and|to|until|or|at|please)\b", "", rest))


def _read_clock(text: str, half: str) -> dt.time:
    """Return the time of "2", "2:30", "2 pm" or "14:00". half: "am" or "pm" where the part of the day is named."""
    m = re.fullmatch(r"(\d{1,2})(?::(\d\d))? ?([ap]m)?", text.strip())
    if m is None:
        raise ValueError(f"{text} is no time")
    hour, minute, half = int(m[1]), int(m[2] or 0), m[3] or half
    if m[1].startswith("0") and not m[3]:  # "07:30": all 24 hours
        return dt.time(hour, minute)
    if 1 <= hour <= 12 and half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif 1 <= hour <= 7:
        hour += 12
    return dt.time(hour, minute)


def _range(a: str, b: str, half: str) -> tuple[dt.time, dt.time]:
    """Return "10 to 2", "2-4pm", "9 to 5", "11-1pm" as start and end."""
    said = re.search(r"[ap]m", b)
    end = _read_clock(b, half)
    starts = [
        _read_clock(a, said[0]) if said and not half else _read_clock(a, half),
        _read_clock(a, half),
        _read_clock(a, "am"),
    ]
    start = next((s for s in starts if s < end), starts[0])
    if start >= end and end.hour < 12:
        end = end.replace(hour=end.hour + 12)
    return start, end


@dataclass
class _Times:
    """What the times of a message come to."""

    earliest: dt.time | None = None
    latest: dt.time | None = None
    at: dt.time | None = None

    def not_before(self, clock: dt.time | None) -> None:
        self.earliest = clock if self.earliest is None or (clock and clock > self.earliest) else self.earliest

    def not_from(self, clock: dt.time | None) -> None:
        self.latest = clock if self.latest is None or (clock and clock < self.latest) else self.latest


def _minute_after(clock: dt.time) -> dt.time | None:
    minutes = clock.hour * 60 + clock.minute + 1
    return dt.time(minutes // 60, minutes % 60) if minutes < 24 * 60 else None


def _hours_from(clock: dt.time, hours: int) -> dt.time:
    minutes = min(max(clock.hour * 60 + clock.minute + 60 * hours, 0), 24 * 60 - 1)
    return dt.time(minutes // 60, minutes % 60)


def _read_times(found: Sequence[tuple[str, re.Match[str]]]) -> _Times:
    """Bring the named times together: parts of the day first, then what narrows them."""
    times, named = _Times(), []
    parts = [_part(m) for kind, m in found if kind == "part"]
    halves = {
        "am" if (latest or 24) <= 12 else "pm"
        for earliest, latest in parts
        if (latest or 24) <= 12 or (earliest or 0) >= 12
    }
    half = halves.pop() if len(halves) == 1 else ""
    for kind, m in found:
        clocks = [group for group in m.groups() if group and group[0].isdigit()] if kind != "part" else []
        if kind == "range":
            start, end = _range(clocks[0], clocks[1], half)
            times.not_before(start)
            times.not_from(end)
        elif clocks:
            read = [_read_clock(clock, half or _half_of(clocks)) for clock in clocks]
            if kind in ("at", "about", "either"):
                named += read
            elif kind == "from":
                times.not_before(read[0])
            else:
                times.not_from(read[0] if kind == "before" else _minute_after(read[0]))
        if kind == "about":
            times.not_before(_hours_from(named[-1], -1))
            times.not_from(_minute_after(_hours_from(named[-1], 1)))
    if len(set(named)) == 1:
        times.at = named[0]
    elif named:
        times.not_before(min(named))
        times.not_from(_minute_after(max(named)))
    elif parts:
        starts, ends = [a for a, _ in parts], [b for _, b in parts]
        times.not_before(dt.time(min(a for a in starts if a is not None)) if None not in starts else None)
        times.not_from(dt.time(max(b for b in ends if b is not None)) if None not in ends else None)
    return times


def _half_of(clocks: Sequence[str]) -> str:
    """In "2 or 3pm" the end goes for both."""
    said = re.search(r"[ap]m", clocks[-1])
    return said[0] if said and len(clocks) > 1 else ""


def _part(m: re.Match[str]) -> tuple[int | None, int | None]:
    """Return the hours of a part of the day; of "not in the morning", those that are left."""
    earliest, latest = next((a, b) for pattern, a, b in _PARTS if pattern is m.re)
    if not _NEGATED.search(m.string[: m.start()].replace("|", " ")):
        return earliest, latest
    return (latest, None) if earliest is None else (None, earliest)


# --- All of it together ---

_ONLY_AFTER = re.compile(r"(?<!\bday )(?<!\bno )(?<!\bnot )\b(?:after|later than|past)(?: (?:the|on))? ?$")
_FROM = re.compile(
    r"\b(?:from|starting|beginning|not before|no earlier than|not earlier than|not until|cannot (?:\w+ ){0,3}(?:before|until)|as of|on or after)(?: (?:the|on))? ?$"
)
_ONWARDS = re.compile(r"^ ?(?:onwards?|or later|or after|and later|and after|and beyond)\b")
_BEFORE = re.compile(r"\b(?:before|earlier than)(?: (?:the|on))? ?$")
_BY = re.compile(r"\b(?:by|until|no later than|not after|not later than|latest|on or before)(?: (?:the|on))? ?$")
_WEEK_OF = re.compile(r"\bweek (?:of|beginning|commencing|starting|from)(?: (?:the|on))? ?$")
_TO = re.compile(r" ?(?:-|to|through|until|and) ?(?:the )?")
_ALL_DAYS = frozenset(range(7))
_WORKING = frozenset(range(5))


def _read(
    words: str, rest: str, days: Sequence[_Hit], found: Sequence[tuple[str, re.Match[str]]], calendar_: _Calendar
) -> When:
    times = _read_times(found)
    spans = [(maker(calendar_, m), m) for maker, m in days if maker is not None]
    named = [m for maker, m in days if maker is None]
    wanted = [(span, m) for span, m in spans if not _is_negated(words, m)]
    unwanted = [span for span, m in spans if _is_negated(words, m)]
    weekdays = [m for m in named if not _is_negated(words, m)]
    without = frozenset(day for m in named if _is_negated(words, m) for day in _days_of(m))
    if wanted:
        when = _by_spans(words, wanted, weekdays, calendar_)
    elif weekdays:
        when = _by_weekdays(words, weekdays, times, calendar_)
    else:
        start = _add(max(span.last for span in unwanted), 1) if unwanted else calendar_.today
        when = When(max(start, calendar_.today), _open(max(start, calendar_.today)), any_day=True)
    left = (when.weekdays or _ALL_DAYS) - without
    if without and left and when.first != when.last:
        when = replace(when, weekdays=left)
    soonest = bool(_SOON.search(rest))
    when = replace(when, earliest=when.earliest or times.earliest, latest=times.latest, at=times.at, soonest=soonest)
    return replace(when, past=_is_over(when, calendar_.now))


def _open(day: dt.date) -> dt.date:
    return _add(day, min(OPEN, (dt.date.max - day).days))


def _is_negated(words: str, m: re.Match[str]) -> bool:
    """Whether the day is one that does not suit. "Not before" and "no later than" are limits, not refusals."""
    return bool(_NEGATED.search(words[: m.start()]) or _REFUSED.search(words[m.end() :]))


def _days_of(m: re.Match[str]) -> frozenset[int]:
    return frozenset({DAYS.index(m["day"])}) if m["day"] else _WORKING


def _shifted(span: _Span, words: str, m: re.Match[str], today: dt.date) -> _Span:
    """Return the days of "after the 3rd", "from monday on", "before friday", "by friday", "week of the 7th"."""
    before, after = words[: m.start()], words[m.end() :]
    if _WEEK_OF.search(before):
        monday = _add(span.first, -span.first.weekday())
        return _Span(max(monday, today) if _add(monday, 6) >= today else monday, _add(monday, 6), span.instead)
    if _FROM.search(before) or _ONWARDS.search(after):
        return _Span(span.first, _open(span.first), span.instead, span.earliest, open=True)
    if _ONLY_AFTER.search(before):
        return _Span(_add(span.last, 1), _open(_add(span.last, 1)), open=True)
    if _BEFORE.search(before) and span.first > today:
        return _Span(today, _add(span.first, -1), span.instead)
    if _BY.search(before) and span.last >= today:
        return _Span(today, span.last, span.instead)
    return span


def _by_spans(
    words: str, wanted: Sequence[tuple[_Span, re.Match[str]]], weekdays: Sequence[re.Match[str]], calendar_: _Calendar
) -> When:
    ends = len(wanted) == 2 and bool(_TO.fullmatch(words[wanted[0][1].end() : wanted[1][1].start()]))
    limited = [span if ends else _shifted(span, words, m, calendar_.today) for span, m in wanted]
    spans = _together(limited, [span for span, _ in wanted])
    when = When(
        min(span.first for span in spans),
        max(span.last for span in spans),
        earliest=spans[0].earliest,
        any_day=any(span.open for span in spans),
        instead=spans[0].instead if len(spans) == 1 else None,
    )
    if not weekdays:
        return when
    named = frozenset(day for m in weekdays for day in _days_of(m))
    if when.first != when.last:
        return _narrowed(when, _between_days(words, weekdays) or named)
    if when.first.weekday() in named:
        return replace(when, instead=None)
    if when.instead and when.instead.weekday() in named:
        return replace(when, first=when.instead, last=when.instead, instead=None)
    if _are_alternatives(words, wanted[0][1], weekdays[0]):
        other = calendar_.coming(min(named))
        both = frozenset({when.first.weekday()}) | named
        return When(
            min(when.first, other),
            max(when.first, other),
            weekdays=both if abs((other - when.first).days) < 7 else frozenset(),
        )
    return replace(when, conflict=True)


def _together(limited: Sequence[_Span], named: Sequence[_Span]) -> Sequence[_Span]:
    """Return one stretch of days for "after the 3rd and before the 10th", and what was named as it is otherwise."""
    first, last = max(span.first for span in limited), min(span.last for span in limited)
    if len(limited) > 1 and first <= last and any(a != b for a, b in zip(limited, named, strict=True)):
        return [_Span(first, last, open=all(span.open for span in limited))]
    return limited


def _are_alternatives(words: str, a: re.Match[str], b: re.Match[str]) -> bool:
    first, second = sorted((a, b), key=lambda m: m.start())
    return bool(re.search(r"\b(?:or|and|if not|otherwise|alternatively|even)\b|/", words[first.end() : second.start()]))


def _narrowed(when: When, weekdays: frozenset[int]) -> When:
    """Return the named weekdays of a stretch of days; when all of them have passed, the last one before it."""
    if when.any_day:
        return replace(when, weekdays=weekdays, instead=None)
    days = [_add(when.first, i) for i in range(min((when.last - when.first).days + 1, 800))]
    fitting = [day for day in days if day.weekday() in weekdays]
    if not fitting:
        last = max(_add(when.first, -i) for i in range(1, 8) if _add(when.first, -i).weekday() in weekdays)
        return replace(when, first=last, last=last, instead=None)
    rest = frozenset() if len(weekdays) == 1 and len(fitting) == 1 else weekdays
    return replace(when, first=fitting[0], last=fitting[-1], weekdays=rest, instead=None)


def _between_days(words: str, weekdays: Sequence[re.Match[str]]) -> frozenset[int]:
    """Return the weekdays of "monday to wednesday", or none when it is no such pair."""
    if len(weekdays) != 2 or not all(m["day"] for m in weekdays):
        return frozenset()
    a, b = weekdays
    joint = words[a.end() : b.start()].strip()
    between = joint == "and" and words[: a.start()].rstrip().endswith("between")
    if not between and joint not in ("-", "to", "through", "until", "to the"):
        return frozenset()
    first = DAYS.index(a["day"])
    return frozenset((first + i) % 7 for i in range((DAYS.index(b["day"]) - first) % 7 + 1))


def _by_weekdays(words: str, weekdays: Sequence[re.Match[str]], times: _Times, calendar_: _Calendar) -> When:
    named = frozenset(day for m in weekdays for day in _days_of(m))
    stretch = _between_days(words, weekdays)
    if stretch:
        span = calendar_.week_day(weekdays[0], times)
        last = _add(span.first, len(stretch) - 1)
        return When(span.first, last)
    if any(m["all"] or m["plural"] or (m["which"] or "").strip() in ("every", "any", "each", "all") for m in weekdays):
        return When(calendar_.today, _open(calendar_.today), weekdays=named, any_day=True)
    if len(weekdays) > 1 and len(named) > 1:
        single = [m for m in weekdays if m["day"]]
        near = [calendar_.week_day(m, times) for m in single]
        limited = _together(
            [_shifted(span, words, m, calendar_.today) for span, m in zip(near, single, strict=True)], near
        )
        if len(limited) == 1:
            return When(limited[0].first, limited[0].last, any_day=limited[0].open)
        next_week = (weekdays[0]["which"] or "").strip() == "next"
        first = calendar_.monday(1) if next_week else calendar_.today
        return _narrowed(When(first, _add(first, 6)), named)
    span = _shifted(calendar_.week_day(weekdays[0], times), words, weekdays[0], calendar_.today)
    return When(span.first, span.last, any_day=span.open, instead=span.instead)


def _is_over(when: When, now: dt.datetime) -> bool:
    end = when.at or when.latest or dt.time.max
    return (when.last, end) < (now.date(), now.time().replace(tzinfo=None))


# --- While no booking runs ---

_WISH = re.compile(
    r"\b(?:book\w*|schedul\w+|reschedul\w+|appointments?|slots?|reserv\w+|availab\w+|openings?|consult\w*|video call|call me|fit me in|squeeze me in|set up|arrange|"
    r"(?:talk|speak|chat) (?:to|with)|meet(?:ing)?|see (?:someone|somebody|a|the|your|you|one of|dr)|come (?:in|by|over|round|to see)|(?:anyone|someone|anything|something) (?:be )?(?:available|free|open|on)|"
    r"(?:you|doctor|team|clinic|one) (?:be )?(?:free|open)|free on|have time|what times)\b"
)
_STRONG = re.compile(
    r"\b(?:book|schedul|reserv|arrange|call me|(?:talk|speak|see) (?:to |with )?(?:someone|somebody|a (?:doctor|person|human)))"
)
_FILLERS = frozenset(
    "a an the on at in of for and or to is are be it that this would will could can i me my we please thanks thank you hi hello hey ok okay yes yeah yep sure maybe perhaps how about what "
    "works work good best better fine great suits suit ideally preferably if possible then well um i'd id like want prefer do s d m m me us lets let make go with time day date around about from till "
    "until after before by any some time sometime just only too also so your our free clock either both between not later earlier latest soonest available appointment slot works no - . ! | = soon as onwards "
    "next first earliest one than".split()
)
_EDUCATION = re.compile(
    r"\b(?:results?|hairs?|grow\w*|regrow\w*|shed\w*|pain\w*|hurt\w*|wash\w*|swell\w*|heal\w*|recover\w*|side effects?|surgery|operation|injections?|session|procedure|scabs?|"
    r"exercise|gym|swim\w*|drink\w*|smok\w*|minoxidil|finasteride|prp|transplant|scalp|dose|tablets?|pills?|last|effect\w*|stud(?:y|ies)|trial)\b"
)
_ASKING = re.compile(r"^(?:how|what|when|why|does|do|will|is|are|which|who|should|would|if|before|after)\b")
_TOLD = re.compile(r"\b(?:had|was|were|since|started|stopped|got|did|went|ago|saw|took|been|happened|noticed)\b")


def _is_a_wish(
    text: str, words: str, rest: str, days: Sequence[re.Match[str]], times: Sequence[tuple[str, re.Match[str]]]
) -> bool:
    """Whether a text outside a booking is about when to come, and not about how long hair takes to grow."""
    left = _blank(rest, [m.span() for _, m in times])
    others = [word for word in left.replace("|", " ").split() if word not in _FILLERS and not _SOON.search(word)]
    if not others:
        return bool(days or times) or bool(_SOON.search(words))
    if not days and not _STRONG.search(words):
        return False
    if len(text) > LONGEST or not _WISH.search(words) or _TOLD.search(words):
        return False
    return not _EDUCATION.search(words) or bool(_STRONG.search(words) and not _ASKING.search(words))
