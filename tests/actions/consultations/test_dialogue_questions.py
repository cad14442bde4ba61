"""Questions are passed on only when they were shown, agreed to, and not forgotten since."""

from __future__ import annotations

import pytest

from tests.actions.consultations.patients import OWN, QUESTIONS, TO_THE_SUMMARY, Patient


def test_only_what_was_shown_is_passed_on(ann: Patient) -> None:
    ann.questions = QUESTIONS[:1]
    assert ann.says(*TO_THE_SUMMARY) == ["zone", "time", "name", "contact", "consent"]
    assert ann.says("yes") == ["confirm_questions"]
    ann.questions = QUESTIONS
    assert ann.says("Another time", "2", "Another name", "Bea", "Book it")[-1] == "done_email"
    consent = ann.store.consent_of(ann.appointments[0].id)
    assert consent is not None
    assert consent.questions == QUESTIONS[:1]


@pytest.mark.parametrize("said", ["no", "skip", "No, keep them private"])
def test_what_was_refused_is_not_kept(ann: Patient, said: str) -> None:
    ann.questions = QUESTIONS
    ann.says(*TO_THE_SUMMARY, said, "Book it")
    consent = ann.store.consent_of(ann.appointments[0].id)
    assert consent is not None
    assert (consent.given, consent.questions, consent.version) == (False, (), "1")


def passed_on(patient: Patient) -> tuple[bool, tuple[str, ...], str]:
    """Whether their one booking has a consent, to passing on what, and whether it was asked for ("1") or not."""
    consent = patient.store.consent_of(patient.appointments[0].id)
    assert consent is not None
    return consent.given, consent.questions, consent.version


def test_what_is_forgotten_before_it_was_shown_is_not_shown(ann: Patient) -> None:
    ann.own = OWN[:1]
    ann.says(*TO_THE_SUMMARY[:-1])
    ann.own = ()
    assert ann.says(TO_THE_SUMMARY[-1], "Book it") == ["confirm", "done_email"]
    assert passed_on(ann) == (False, (), "none")


def test_what_is_forgotten_after_the_yes_is_not_passed_on(ann: Patient) -> None:
    ann.own = OWN
    assert ann.says(*TO_THE_SUMMARY, "yes")[-1] == "confirm_questions"
    ann.own = OWN[1:]
    assert ann.says("Book it") == ["done_email"]
    assert passed_on(ann) == (True, OWN[1:], "1")


@pytest.mark.parametrize("said", [("yes",), ("yes", "Another name", "Bea")])
def test_when_all_of_it_is_forgotten_nothing_is_passed_on(ann: Patient, said: tuple[str, ...]) -> None:
    ann.own = OWN[:1]
    ann.says(*TO_THE_SUMMARY, said[0])
    ann.own = ()
    assert ann.says(*said[1:], "Book it")[-1] == "done_email"
    assert passed_on(ann) == (False, (), "none")


def test_a_yes_to_what_was_forgotten_meanwhile_is_no_consent(ann: Patient) -> None:
    ann.own = OWN[:1]
    assert ann.says(*TO_THE_SUMMARY)[-1] == "consent"
    ann.own = ()
    assert ann.says("yes", "Book it") == ["confirm", "done_email"]
    assert passed_on(ann) == (False, (), "none")


def test_who_starts_over_does_not_bring_back_what_was_forgotten(ann: Patient) -> None:
    ann.own = OWN[:1]
    ann.says(*TO_THE_SUMMARY, "yes")
    ann.own = ()
    assert ann.says("start over", *TO_THE_SUMMARY[1:], "Book it")[-2:] == ["confirm", "done_email"]
    assert passed_on(ann) == (False, (), "none")


def test_an_answered_question_is_passed_on_although_it_is_out_of_sight(ann: Patient) -> None:
    ann.questions, ann.own = QUESTIONS[:1], OWN[:1]
    ann.says(*TO_THE_SUMMARY[:3])
    ann.questions, ann.own = QUESTIONS[1:], ()
    assert ann.says(*TO_THE_SUMMARY[3:])[-1] == "consent"
    ann.questions = ()
    ann.says("yes", "Book it")
    assert passed_on(ann) == (True, QUESTIONS, "1")


def test_no_more_than_eight_are_offered_own_ones_first(ann: Patient) -> None:
    titles = tuple(f"Question {number}?" for number in range(9))
    ann.questions, ann.own = titles, OWN
    ann.says(*TO_THE_SUMMARY, "yes", "Book it")
    assert passed_on(ann) == (True, (*OWN, *titles[:6]), "1")
