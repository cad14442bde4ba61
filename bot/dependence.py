"""Does the right reply depend on somebody's own body?"""

from __future__ import annotations

from collections.abc import Mapping

from bot import fitted, voice
from bot.limits import Limits
from bot.names import Route
from bot.reading import Reading

PERSONAL = (Route.PERSONAL, Route.WORRYING, Route.MINORS, Route.CANDIDACY)


def routed(ranking: Mapping[Route, float]) -> float:
    """What the router says about dependence on somebody's own body, in log-odds."""
    return fitted.logit(sum(ranking[route] for route in PERSONAL), least=1e-3)


def dependence(text: str, ranking: Mapping[Route, float]) -> float:
    """Return the chance, 0 to 1, that the right reply to a text depends on somebody's own body."""
    return fitted.chance("depends", (routed(ranking), *voice.features(text)))


def personal_route(reading: Reading, limits: Limits, *, again: bool = False) -> Route | None:
    """The route of a message that depends on the asker's own body, or None.

    A single sentence counts only when it is plain: life stories ("losing it since 21") come before general questions.
    again: something was handed over just before, and the message may ask for it in another way.
    """
    encoded = reading.encoded
    whole = limits.personal_again if again else limits.personal
    if voice.disclaims(encoded.prepared):
        whole = limits.personal_disclaimed
    texts = [(encoded.prepared, reading.routes, whole)]
    texts += [
        (s, r, whole if voice.asks_about_a_case(s) else max(whole, limits.personal_sentence))
        for s, r in zip(encoded.sentences, reading.sentence_routes, strict=True)
    ]
    chances = [
        (dependence(text, ranking), limit if voice.names_a_case(text) else max(limit, limits.personal_unnamed), ranking)
        for text, ranking, limit in texts
    ]
    plain = [(chance, ranking) for chance, limit, ranking in chances if chance >= limit]
    if not plain:
        return None
    ranking = max(plain, key=lambda pair: pair[0])[1]
    return max(PERSONAL, key=lambda route: ranking[route])
