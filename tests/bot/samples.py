"""Readings made by hand, so that decisions can be tested without an index, a router or Rasa; and edited files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from bot.names import Route
from bot.reading import Encoded, Reading
from bot.redflags import Flag
from index.search import Found, Hit

Hits = Mapping[str, float]


def ranking(**chances: float) -> dict[Route, float]:
    """Return a full ranking: the named routes as given (`personal=0.6`), the others share the rest evenly."""
    named = {Route(f"route_{name}"): chance for name, chance in chances.items()}
    rest = (1 - sum(named.values())) / (len(Route) - len(named))
    full = {route: named.get(route, rest) for route in Route}
    return dict(sorted(full.items(), key=lambda pair: -pair[1]))


def found(hits: Hits, probability: float, *, exact: bool = False) -> Found:
    """Return the outcome of a search: owners with their shares, and the chance that the first one answers."""
    listed = (Hit(owner, share, f"how is {owner}", {}) for owner, share in hits.items())
    return Found(tuple(listed), probability, exact)


def reading(
    text: str = "does it hurt",
    *,
    routes: Mapping[Route, float] | None = None,
    sentences: Sequence[Mapping[Route, float]] = (),
    flags: Sequence[str] = (),
    whole: Found | None = None,
    parts: Sequence[Found] = (),
    foreign: bool = False,
    **encoded: Any,
) -> Reading:
    """Return a reading; what is not named is as in a plain message."""
    values = {field.name: () for field in fields(Encoded)}
    plain = {
        "text": text,
        "prepared": text,
        "too_long": False,
        "chosen": False,
        "leaning": 0.0,
        "blended": "",
        "vectors": {},
    }
    split = tuple(f"{text} {number}" for number, _ in enumerate(sentences))
    return Reading(
        Encoded(**{**values, **plain, "sentences": split, **encoded}),
        dict(routes or ranking(education=0.9)),
        tuple(dict(ranks) for ranks in sentences),
        tuple(Flag(kind, "a sign", "words") for kind in flags),
        whole if whole is not None else found({"pain": 0.9}, 0.9),
        tuple((f"question {number}", part) for number, part in enumerate(parts)),
        foreign=foreign,
    )


def edit(path: Path, old: str, new: str) -> None:
    """Replace the first `old` of a file, which must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.unlink()  # it may be a link to the project's own
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
