"""A conversation with the assistant in this process."""

from __future__ import annotations

from collections.abc import Sequence

from bot.assistant import Assistant, Turn
from bot.reading import History


def replay(assistant: Assistant, texts: Sequence[str]) -> list[Turn]:
    """Say the texts one after the other, and return the turns."""
    history, turns = History(), []
    for text in texts:
        turns.append(assistant.turn(text, history))
        history = assistant.after(history, turns[-1])
    return turns
