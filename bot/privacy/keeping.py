"""What of a patient's words stays in a conversation after the reply."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.decision import ASKED_AGAIN, FORGOTTEN, KEPT
from bot.outcome import Decision, HandOver
from bot.settings import KeepText

Redact = Callable[[str], str]


class Keeping:
    """Decides how much of each message is kept, and takes out the rest."""

    def __init__(self, how_much: KeepText, redact: Redact, redact_identifiers: Redact) -> None:
        """redact: takes out what identifies somebody, and health details. redact_identifiers: leaves the latter."""
        self._how_much, self._redact, self._redact_identifiers = how_much, redact, redact_identifiers

    def texts(self, said: Sequence[tuple[str, Decision | None]]) -> list[str]:
        """Return what is kept of messages in order, each given with what was decided about it.

        A question that was handed over keeps its health details while it is the last one, so that its writer can agree
        to have it kept for the consultation; and as long as they do.
        """
        forgotten = max((i for i, (_, decision) in enumerate(said) if decision == FORGOTTEN), default=-1)
        kept = []
        for i, (text, decision) in enumerate(said):
            following = said[i + 1][1] if i + 1 < len(said) else KEPT
            asked = isinstance(decision, HandOver) and decision.reply in ASKED_AGAIN
            kept.append(self._text(text, for_the_doctor=asked and following == KEPT and i > forgotten))
        return kept

    def _text(self, text: str, *, for_the_doctor: bool) -> str:
        if for_the_doctor or self._how_much == "health":
            return self._redact_identifiers(text)
        return "" if self._how_much == "nothing" else self._redact(text)
