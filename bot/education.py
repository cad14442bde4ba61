"""Which curated answers fit a question, and what to do when none or several do."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot import fitted
from bot.dependence import PERSONAL
from bot.limits import Limits
from bot.names import Route
from bot.outcome import Abstain, Answer, Chosen, Clarify, Decision
from bot.reading import Reading
from index.rows import UNCOVERED
from index.search import Found

MOST_ANSWERS = 3  # in one reply
CLEAR = 0.6  # chance above which a close runner-up does not make us ask back


def educate(reading: Reading, limits: Limits, *, certain: bool = False) -> tuple[Route, Decision]:
    """Return the answer, the answers, the question back, or that it is not covered. certain: a button was chosen."""
    found = reading.whole
    if found is None or not found.hits or found.awaiting:
        return Route.UNCOVERED, Abstain("uncovered")
    several = () if certain else several_answers(found, reading.parts, limits)
    if len(several) > 1:
        return Route.EDUCATION, Answer(several)
    first = found.hits[0]
    if not first.covered:
        return Route.UNCOVERED, Abstain("uncovered_subject", first.owner.removeprefix(UNCOVERED), _near(found))
    chance = 1.0 if certain else answerable(reading, found)
    if certain or (chance >= limits.answer and first.share >= limits.share):
        options = _close_call(found, limits) if chance < CLEAR and not certain else ()
        if options:
            return Route.EDUCATION, Clarify("clarify", options)
        chosen = [Chosen(first.owner, round(chance, 3), first.matched)]
        if found.rival is not None and found.rival.share >= limits.rival and not certain:
            chosen.append(Chosen(found.rival.owner, round(found.rival.share, 3), found.rival.matched))
        return Route.EDUCATION, Answer(tuple(chosen))
    return Route.UNCOVERED, Abstain("uncovered", None, _near(found) if chance >= limits.near else ())


def answerable(reading: Reading, found: Found) -> float:
    """Return the chance, 0 to 1, that the content answers and that the first hit is it: search and routes together."""
    if found.exact:
        return 1.0 if found.hits[0].covered else 0.0
    return fitted.chance("answerable", answerable_features(reading, found))


def answerable_features(reading: Reading, found: Found) -> tuple[float, float, float]:
    """Return what speaks for an answer: the search's log-odds, and the log-shares of routes for and against."""
    routes = reading.routes
    about = routes[Route.EDUCATION] + routes[Route.GUARANTEE] + sum(routes[route] for route in PERSONAL)
    beside = routes[Route.UNCOVERED] + routes[Route.OFF_TOPIC] + routes[Route.CLINIC_INFO]
    return fitted.logit(found.probability), math.log(about + 0.01), math.log(beside + 0.01)


def several_answers(whole: Found, parts: Sequence[tuple[str, Found]], limits: Limits) -> tuple[Chosen, ...]:
    """Return one answer per question of the message that has one; fewer than two mean that it asks one thing.

    What the message as a whole asks for comes first: a split can go wrong, and then that is still answered.
    """
    first = whole.hits[0]
    covered = [found for _, found in parts if found.hits[0].covered]
    sure = any(found.probability >= limits.part for found in covered)
    kept = [found for found in covered if found.probability >= (limits.part_beside if sure else limits.part)]
    if len({found.hits[0].owner for found in kept}) > 1 and first.covered and whole.probability >= limits.part:
        kept.append(whole)
    chosen: dict[str, Chosen] = {}
    for found in sorted(kept, key=lambda found: found.hits[0].owner != first.owner):
        hit = found.hits[0]
        chosen.setdefault(hit.owner, Chosen(hit.owner, round(found.probability, 3), hit.matched))
    return tuple(chosen.values())[:MOST_ANSWERS]


def _close_call(found: Found, limits: Limits) -> tuple[str, ...]:
    covered = [hit for hit in found.hits if hit.covered]
    close = [hit.owner for hit in covered if hit.share >= limits.close * covered[0].share]
    return tuple(close[:3]) if len(close) > 1 else ()


def _near(found: Found) -> tuple[str, ...]:
    return tuple(hit.owner for hit in found.hits if hit.covered and hit.share >= 0.05)[:2]


def answers_well(reading: Reading) -> bool:
    """Whether the content answers so well that another route's guess does not count."""
    found = reading.whole
    return (
        found is not None
        and found.hits[0].covered
        and found.probability >= 0.95
        and reading.routes[Route.EDUCATION] > 0.2
    )


def in_general(reading: Reading, limits: Limits) -> Chosen | None:
    """The general answer that comes nearest to a question that is handed over."""
    found = reading.whole
    if (
        found is None
        or not found.hits
        or found.awaiting
        or not found.hits[0].covered
        or found.hits[0].share < limits.share
    ):
        return None
    return Chosen(found.hits[0].owner, round(found.probability, 3), found.hits[0].matched)


def note(reading: Reading, limits: Limits) -> Chosen | None:
    """A general answer to add below a handover, when one plainly fits."""
    found = reading.whole
    if found is None or not found.hits[0].covered or found.probability < limits.note:
        return None
    return Chosen(found.hits[0].owner, round(found.probability, 3), found.hits[0].matched)
