"""HAIRLINE_APPROVED_ONLY: only answers that a clinician approved, and whose approval has not expired, are shown."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot import runtime
from bot.assistant import Assistant, Turn
from bot.clinic import load_clinic
from bot.decision import GUARANTEE_ANSWER
from bot.limits import Limits
from bot.names import Kind
from bot.reading import History
from bot.reply import ReplyWriter
from bot.routing import Router
from bot.settings import Settings
from bot.templates import Templates
from index import build
from index.content import Content, Review

TODAY = dt.date.today()
APPROVED, EXPIRED = "cost-range", "risks-overview"


@pytest.fixture(scope="module")
def strict(settings: Settings, content: Content, built_index: Path, assistant: Assistant) -> Assistant:
    """An assistant for which one answer is approved, one was until yesterday, and the others await approval."""

    def review(until: dt.date) -> Review:
        return Review(by="Dr. Example", on=TODAY - dt.timedelta(365), expires_on=until, status="approved")

    until = {APPROVED: TODAY, EXPIRED: TODAY - dt.timedelta(1)}
    answers = [a.copy(update={"review": review(until[a.id])}) if a.id in until else a for a in content.answers]
    served = content.copy(update={"answers": tuple(answers)}).servable(TODAY, approved_only=True)
    sha256 = runtime.content_digest(settings), runtime.model_files(settings).sha256
    searcher = build.load(served, built_index, content_sha256=sha256[0], model_sha256=sha256[1])
    templates = Templates.load(settings.content / "replies.yml", load_clinic(settings.content / "clinic.yml"))
    router: Router = assistant.router
    return Assistant(searcher, router, ReplyWriter(served, templates), Limits())


def ask(assistant: Assistant, text: str) -> Turn:
    return assistant.turn(text, History(first_turn=False))


def test_an_approved_answer_is_shown_with_the_day_of_its_review(strict: Assistant, content: Content) -> None:
    reply = ask(strict, content.answer(APPROVED).question).reply
    assert [answer["id"] for answer in reply.custom["answers"]] == [APPROVED]
    assert f"Reviewed {TODAY - dt.timedelta(365)}." in reply.text
    assert all(source["reviewed_on"] for source in reply.custom["answers"][0]["sources"])


def test_what_is_not_approved_or_expired_is_not_shown_even_word_for_word(strict: Assistant, content: Content) -> None:
    for answer in content.answers:
        if answer.id not in (APPROVED, GUARANTEE_ANSWER):
            turn = ask(strict, answer.question)
            assert {a["id"] for a in turn.reply.custom["answers"]} <= {APPROVED}, answer.id
            assert answer.short not in turn.reply.text


def test_nothing_that_is_not_approved_is_offered(strict: Assistant, content: Content) -> None:
    hidden = {answer.question for answer in content.answers if answer.id != APPROVED}
    for text in (
        "hello",
        "Cost and finding a clinic",
        content.answer(APPROVED).question,
        "I take warfarin, is it safe?",
    ):
        offered = {button.payload for button in ask(strict, text).reply.buttons}
        assert not offered & hidden


def test_danger_and_own_cases_do_not_depend_on_approval(strict: Assistant) -> None:
    assert ask(strict, "I cannot breathe since the injection").reply.kind is Kind.EMERGENCY
    assert ask(strict, "I take warfarin, is it safe for me?").reply.kind is Kind.HANDOVER


def test_the_menu_has_no_empty_topics(strict: Assistant) -> None:
    for button in ask(strict, "Show all topics").reply.buttons:
        assert len(ask(strict, button.payload).reply.buttons) > 1, button.title


def test_what_awaits_approval_is_not_taken_for_another_subject(strict: Assistant, content: Content) -> None:
    wrong = [a.id for a in content.answers if getattr(ask(strict, a.question).decision, "subject", None) is not None]
    assert wrong == []


def test_an_answer_that_the_code_names_may_be_missing(strict: Assistant) -> None:
    assert ask(strict, "can you guarantee results?").reply.kind is not Kind.ANSWER
