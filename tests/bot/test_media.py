"""A photo is for a doctor, a voice message cannot be heard, and an emergency stays one."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.channels.messengers.model import Media
from bot.media import without_words
from bot.names import Kind, Route
from bot.outcome import Clarify, Emergency, HandOver
from bot.reading import History
from bot.reply import ReplyWriter

MEDIA = get_args(Media)
CALM, URGENT = History(), History(in_emergency=True)


@pytest.mark.parametrize("media", ["photo", "video", "file"])
def test_what_may_show_a_body_is_handed_to_a_doctor(media: str) -> None:
    assert without_words(media, CALM) == (Route.PERSONAL, HandOver("photo"))


@pytest.mark.parametrize(("media", "reply"), [("voice", "voice"), ("location", "no_words"), ("contact", "no_words"), ("other", "no_words")])  # fmt: skip
def test_what_cannot_be_read_is_asked_for_in_words(media: str, reply: str) -> None:
    assert without_words(media, CALM) == (Route.CAPABILITIES, Clarify(reply))


@pytest.mark.parametrize("media", [*MEDIA, "hologram"])
def test_in_an_emergency_help_stays_first_whatever_comes(media: str) -> None:
    assert without_words(media, URGENT) == (Route.EMERGENCY, Emergency("still_emergency"))


@pytest.mark.parametrize("media", MEDIA)
@pytest.mark.parametrize("history", [CALM, URGENT])
def test_whatever_comes_there_is_a_reply_to_it(writer: ReplyWriter, media: str, history: History) -> None:
    _, decision = without_words(media, history)
    reply = writer.write(decision)
    assert len(reply.text) > 40
    expected = Kind.EMERGENCY if history.in_emergency else Kind.HANDOVER if media in ("photo", "video", "file") else Kind.CLARIFY  # fmt: skip
    assert reply.custom["kind"] == expected.value
