"""Why a reply is what it is, for staff: route, scores, runners-up, limits. Never shown to patients."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.education import answerable
from bot.limits import Limits
from bot.names import Route
from bot.outcome import Decision
from bot.reading import Reading

RUNNERS_UP = 5


def explain(reading: Reading, route: Route, decision: Decision, limits: Limits) -> dict[str, Any]:
    """Return plain values: ids, scores and the content's own phrasings, nothing that the patient wrote."""
    found = reading.whole
    return {
        "route": route.value,
        "decision": type(decision).__name__,
        "routes": {name.value: round(chance, 3) for name, chance in list(reading.routes.items())[:RUNNERS_UP]},
        "red_flags": [f"{flag.kind}: {flag.sign}" for flag in reading.flags],
        "probability": round(answerable(reading, found), 3) if found and found.hits else None,
        "exact": bool(found and found.exact),
        "leaning": round(reading.encoded.leaning, 2),
        "hits": [
            {"id": hit.owner, "share": round(hit.share, 3), "matched": hit.matched, "evidence": hit.evidence}
            for hit in (found.hits if found else ())
        ],
        "questions": [
            {"id": part.hits[0].owner, "probability": round(part.probability, 3)}
            for _, part in reading.parts
            if part.hits
        ],
        "limits": asdict(limits),
    }
