"""What to do about what came without words: a photo, a voice message, a place. Nothing of it is opened. Pure."""

from __future__ import annotations

from bot.names import Route
from bot.outcome import Clarify, Decision, Emergency, HandOver
from bot.reading import History

SHOWS_A_BODY = ("photo", "video", "file")  # or may: what it shows is for a doctor


def without_words(media: str, history: History) -> tuple[Route, Decision]:
    """Return the route that was taken and what to do. media: what came, as channels name it."""
    if history.in_emergency:
        return Route.EMERGENCY, Emergency("still_emergency")
    if media in SHOWS_A_BODY:
        return Route.PERSONAL, HandOver("photo")
    return Route.CAPABILITIES, Clarify("voice" if media == "voice" else "no_words")
