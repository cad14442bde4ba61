"""The assistant without Rasa: one message in, one reply out. Tests, calibration and graph components use its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.decision import FORGOTTEN, KEPT, decide
from bot.limits import Limits
from bot.names import Kind, Route
from bot.outcome import Decision, HandOver
from bot.reading import History, Reading, read
from bot.reply import Reply, ReplyWriter
from bot.routing import Router
from index.search import Searcher


@dataclass(frozen=True)
class Turn:
    """One exchange, with everything that led to it."""

    reading: Reading
    route: Route
    decision: Decision
    reply: Reply


class Assistant:
    """Answers messages; the conversation is handed in and out, so that one assistant serves everybody."""

    def __init__(self, searcher: Searcher, router: Router, writer: ReplyWriter, limits: Limits) -> None:
        self.searcher, self.router, self.writer, self.limits = searcher, router, writer, limits

    def turn(self, text: str, history: History) -> Turn:
        """Read, decide and write the reply to `text`."""
        reading = read(self.searcher, self.router, text, history)
        route, decision = decide(reading, history, self.limits, self.writer.menu)
        return Turn(reading, route, decision, self.writer.write(decision, first_turn=history.first_turn))

    def after(self, history: History, turn: Turn) -> History:
        """Return the history that the next message is read with."""
        return next_history(history, turn.reply.custom, self.writer, (turn.route, turn.decision))


def next_history(
    history: History, custom: dict[str, Any], writer: ReplyWriter, decided: tuple[Route, Decision] | None = None
) -> History:
    """Return the history after a reply with this machine-readable part, and the decision that led to it."""
    route, decision = decided or (None, None)
    handed_over = decision if isinstance(decision, HandOver) else None
    kind = Kind(custom["kind"])
    ids = tuple(answer["id"] for answer in custom["answers"])
    titles = [writer.title(i) for i in ids]
    return History(
        question=" ".join(t for t in titles if t) or history.question,
        answers=ids or history.answers,
        kind=kind,
        suggestions=tuple(s["payload"] for s in custom["suggestions"]),
        in_emergency=kind is Kind.EMERGENCY,
        first_turn=False,
        handed_over=handed_over.reply if handed_over else "",
        general=handed_over.general if handed_over else None,
        kept=(history.kept or decision == KEPT) and decision != FORGOTTEN,
        abuse=history.abuse + 1 if route is Route.ABUSE else 0,
    )
