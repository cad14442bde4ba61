"""What of a patient's words stays: nothing, unless the clinic or the patient wants it."""

from __future__ import annotations

import pytest

from bot.decision import FORGOTTEN, KEPT
from bot.outcome import Answer, Chosen, Decision, HandOver
from bot.privacy.keeping import Keeping
from bot.settings import KeepText

QUESTION, OTHER = "i am Ann and take warfarin", "how long does it take, asks Ann"
PERSONAL, MINORS = HandOver("personal"), HandOver("minors")
ANSWER = Answer((Chosen("cost-range", 1.0),))


def keeping(how_much: KeepText) -> Keeping:
    def identifiers(text: str) -> str:
        return text.replace("Ann", "[name]")

    return Keeping(how_much, lambda text: identifiers(text).replace("warfarin", "[health]"), identifiers)


@pytest.mark.parametrize(
    ("how_much", "kept"),
    [("nothing", ""), ("redacted", "i am [name] and take [health]"), ("health", "i am [name] and take warfarin")],
)
def test_as_much_is_kept_as_the_clinic_set(how_much: KeepText, kept: str) -> None:
    assert keeping(how_much).texts([(QUESTION, ANSWER)]) == [kept]


@pytest.mark.parametrize("decisions", [[PERSONAL], [PERSONAL, KEPT], [PERSONAL, KEPT, ANSWER, ANSWER]])
def test_a_question_for_the_doctor_keeps_its_health_details_while_its_writer_may_agree_and_once_they_did(
    decisions: list[Decision],
) -> None:
    said = [(QUESTION, decision) for decision in decisions]
    assert keeping("nothing").texts(said)[0] == "i am [name] and take warfarin"


@pytest.mark.parametrize(
    "decisions", [[PERSONAL, ANSWER], [PERSONAL, ANSWER, KEPT], [PERSONAL, KEPT, FORGOTTEN], [MINORS], [ANSWER], [None]]
)
def test_without_consent_or_after_it_was_taken_back_nothing_stays(decisions: list[Decision | None]) -> None:
    said = [(QUESTION, decision) for decision in decisions]
    assert set(keeping("nothing").texts(said)) == {""}


def test_a_question_that_is_kept_later_stays_although_an_earlier_one_was_dropped() -> None:
    said: list[tuple[str, Decision | None]] = [
        (QUESTION, PERSONAL), ("keep", KEPT), ("forget", FORGOTTEN), (OTHER, PERSONAL), ("keep", KEPT)
    ]  # fmt: skip
    assert keeping("nothing").texts(said) == ["", "", "", "how long does it take, asks [name]", ""]
