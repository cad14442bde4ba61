"""Is somebody in danger, and when is it over? Looked at before anything else."""

from __future__ import annotations

import re

from bot.limits import Limits
from bot.names import Route
from bot.outcome import Emergency
from bot.reading import Reading
from bot.redflags import CALL_FOR_HELP, CRISIS, IN_ANOTHER_LANGUAGE

PLAIN = ("self-harm", "wish to die")  # signs that need no support: asking once too often does no harm


def danger(reading: Reading, limits: Limits) -> tuple[Route, Emergency] | None:
    """Signs that need help now, wherever in the message they stand."""
    rankings = (reading.routes, *reading.sentence_routes)
    crisis = max(ranking[Route.CRISIS] for ranking in rankings)
    body = max(ranking[Route.EMERGENCY] for ranking in rankings)
    alone = {flag.kind for flag in reading.flags if flag.sign in (CALL_FOR_HELP, IN_ANOTHER_LANGUAGE)}
    if alone:
        return (Route.CRISIS, Emergency("crisis")) if CRISIS in alone else (Route.EMERGENCY, Emergency("emergency"))
    support = max(r[Route.CRISIS] + r[Route.EMERGENCY] + r[Route.WORRYING] for r in rankings)
    plain = any(flag.kind == CRISIS and flag.sign in PLAIN for flag in reading.flags)
    if plain or (any(flag.kind == CRISIS for flag in reading.flags) and support >= limits.danger_flagged):
        return Route.CRISIS, Emergency("crisis")
    whole, *parts = (ranking[Route.CRISIS] + ranking[Route.EMERGENCY] for ranking in rankings)
    enough = limits.danger if whole >= limits.danger_around else limits.danger_sentence
    cut = reading.encoded.stretches
    sure = whole >= limits.danger or any(
        part >= (max(enough, limits.danger_stretch) if sentence in cut else enough)
        for part, sentence in zip(parts, reading.encoded.sentences, strict=True)
    )
    likely = body >= limits.danger_beside and support >= limits.danger_worrying
    if sure or likely or (reading.flags and support >= limits.danger_flagged):
        if crisis > body:
            return Route.CRISIS, Emergency("crisis")
        return Route.EMERGENCY, Emergency("emergency")
    return None


_SAFE = re.compile(
    r"\b(?:i am|i'm|we are|we're|he is|he's|she is|she's|they are|everyone is|all|feel|feeling|now|am|is) (?:\w+ )?(?:safe|ok|okay|fine|alright|better)\b|"
    r"\bfalse alarm\b|\b(?:danger|it) (?:is|has) (?:\w+ )?(?:over|passed|gone)\b|\bambulance (?:is here|came|has come|arrived|has arrived)\b|^safe(?: now)?$"
)
_UNSAFE = re.compile(
    r"(?:\bnot\b|n'?t\b|\bnever\b|\bno longer\b|\bwithout\b|\bun)(?:.{0,25})\b(?:safe|ok|okay|fine|alright|better|over|passed)\b|\bunsafe\b"
)


# Asking, hoping and denying are not saying so.
_UNSURE = re.compile(
    r"^(?:and |but |so |then )*(?:is|am|are|was|can|could|should|shall|do|does|will|would|may|might|what|how|when|where|who|why|which)\b|"
    r"\b(?:hope|hopes|wish|if|unless|until|till|maybe|perhaps|nothing|nobody|no one|none|hardly|is it|is that|am i|is he|is she|are we)\b"
)


def says_safe(prepared: str) -> bool:
    """Whether somebody says plainly that they are safe; thanks, goodbye or "ok" alone do not end an emergency."""
    text = prepared.strip(" .?!,")
    doubt = _UNSAFE.search(text) or _UNSURE.search(text) or prepared.strip().endswith("?")
    return bool(_SAFE.search(text)) and not doubt
