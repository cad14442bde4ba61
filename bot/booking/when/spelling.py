"""Slips put right in the words about time, and only there: "mondya" is Monday, "moaning" no morning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.booking.slips import one_slip
from bot.booking.when.aliases import ALIASES
from bot.booking.when.vocabulary import DAYS, MONTHS, ORDINALS

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


def spelt(token: str) -> str:
    """Return a word as it is spelt; one that may be a name or a word of its own is left to `sure`."""
    if token in _UNSURE_DAYS:
        return token
    if token in ALIASES:
        return ALIASES[token] if token not in _UNSURE_MONTHS else token
    if token[:-1] in DAYS and token.endswith("s"):
        return token
    if len(token) < 5 or not token.isalpha() or token in _SLIPS_IN or token in _NO_SLIPS or token in ALIASES.values():
        return token
    near = [word for word in _SLIPS_IN if one_slip(token, word)]
    return near[0] if len(near) == 1 else token  # "tursday" may be two days: asking is better than guessing


def sure(tokens: Sequence[str]) -> Iterator[str]:
    """Take "sun", "may" and their like for days and months only where such a word can stand."""
    for i, token in enumerate(tokens):
        before, after = tokens[i - 1] if i else "", tokens[i + 1] if i + 1 < len(tokens) else ""
        if token in _UNSURE_DAYS:
            stands = before in {"", *_BEFORE_DAY, *DAYS, *_UNSURE_DAYS} or before[:1].isdigit()
            fits = after in {"", *_AFTER_DAY, *DAYS, *_UNSURE_DAYS, *MONTHS} or after[:1].isdigit()
            bare = before == "the" and not after[:1].isdigit()
            yield _UNSURE_DAYS[token] if stands and fits and not bare else token
        elif token in _UNSURE_MONTHS:
            counted = before[:1].isdigit() or after[:1].isdigit() or before in ORDINALS or after in ORDINALS
            placed = before in {"", *_BEFORE_MONTH, *DAYS} and after not in _NOT_AFTER_MONTH
            alone = len(tokens) > 1 and not before and not counted  # "may it hurt"
            yield _UNSURE_MONTHS[token] if counted or (placed and not alone) else f"{token}x"
        else:
            yield token
