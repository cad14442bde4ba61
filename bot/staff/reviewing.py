"""`hairline audit`: what was decided, as a table, a summary, or JSON lines."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from statistics import median, quantiles
from typing import Any

from rich.table import Table

from bot.chats.model import Tally
from bot.privacy.audit import Turn
from index.errors import HairlineError

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def since(text: str, now: dt.datetime) -> dt.datetime:
    """Return the time that "90m", "24h", "7d" or a date lies back. Raises HairlineError when it is none of these."""
    span = re.fullmatch(r"(\d{1,5})([mhd])", text)
    if span:
        return now - dt.timedelta(**{_UNITS[span[2]]: int(span[1])})
    try:
        return dt.datetime.fromisoformat(text).astimezone(dt.timezone.utc)
    except ValueError:
        raise HairlineError(f"--since {text!r} is not a time; write 90m, 24h, 7d, or 2026-01-31") from None


def table(turns: Sequence[Turn], today: dt.date) -> Table:
    """Return one line for each turn; the day stands only where it is not `today` (UTC)."""
    made = Table(box=None)
    for column in ("at (UTC)", "whose", "channel", "route", "kind", "ms"):
        made.add_column(column, no_wrap=True)
    made.add_column("shown, or why", overflow="fold")
    for turn in turns:
        day, time = turn.at[5:10], turn.at[11:19]
        shown = [f"{a['id']} v{a['version']} {a['score']:.2f}" for a in turn.answers]
        replaced = ["[red]not grounded: replaced[/red]"] if turn.faults else []
        made.add_row(
            time if turn.at[:10] == today.isoformat() else f"{day} {time}",
            turn.conversation[:8],
            turn.channel,
            turn.route.removeprefix("route_"),
            turn.kind,
            "" if turn.ms is None else f"{turn.ms:.0f}",
            ", ".join([*replaced, *shown, *turn.why.get("red_flags", [])]),
        )
    return made


def summary(turns: Sequence[Turn]) -> dict[str, Any]:
    """Return counts by route and kind, how often the guard replaced a reply, and the answer times."""
    times = sorted(turn.ms for turn in turns if turn.ms is not None)
    return {
        "turns": len(turns),
        "conversations": len({turn.conversation for turn in turns}),
        "kinds": dict(Counter(turn.kind for turn in turns).most_common()),
        "routes": dict(Counter(turn.route.removeprefix("route_") for turn in turns).most_common()),
        "answers": dict(Counter(a["id"] for turn in turns for a in turn.answers).most_common(10)),
        "replaced": sum(turn.faults > 0 for turn in turns),
        "ms.p50": median(times) if times else None,
        "ms.p95": quantiles(times, n=20)[-1] if len(times) > 1 else None,
    }


def line(turn: Turn) -> dict[str, Any]:
    """Return a turn as plain values."""
    return asdict(turn)


def votes(tallies: Sequence[Tally]) -> Table:
    """Return how often visitors said that an answer helped; what helped least comes first."""
    made = Table(box=None)
    for column in ("answer", "version", "helped", "did not"):
        made.add_column(column, justify="left" if column == "answer" else "right")
    for tally in tallies:
        made.add_row(tally.answer, tally.version, str(tally.helped), str(tally.did_not))
    return made
