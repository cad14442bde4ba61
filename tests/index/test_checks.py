"""Each rule that curated content must keep, broken once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from index import checks
from index.content import Section
from tests.index import samples

TODAY = dt.date(2026, 6, 1)
WORDY = "Hospitalisation necessitates comprehensive interdisciplinary reconsideration of individual physiological circumstances. "


def words(count: int) -> str:
    return " ".join(("It can cost a lot here. " * 20).split()[:count])


def findings(*answers: Any, **others: Any) -> list[checks.Finding]:
    return checks.check(samples.content(*answers, **others), TODAY)


def test_sound_content_has_no_findings() -> None:
    assert findings(samples.answer(), subjects=(samples.subject(),)) == []


@pytest.mark.parametrize(
    ("field", "changes", "problem"),
    [
        ("sources", {"sources": ()}, "has none"),
        ("sources", {"sources": ("A1", "A2", "A3", "A4", "A5")}, "5 sections"),
        ("topic", {"topic": "gossip"}, "'gossip' is not in topics.yml"),
        ("counterpoints", {"counterpoints": ("nobody",)}, "'nobody' is no other answer"),
        ("counterpoints", {"counterpoints": ("cost-range",)}, "'cost-range' is no other answer"),
        ("related", {"related": ("nobody",)}, "'nobody' is no other answer"),
        ("counterpoints", {"claim": "benefit"}, "a benefit stands alone"),
        (
            "review",
            {"review": samples.review(status="approved", by="Dr A", on=TODAY)},
            "approved by nobody, or without dates",
        ),
        ("short", {"short": words(61), "more": None}, "61 words"),
        ("more", {"more": words(101)}, "101 words"),
        ("brief", {"brief": words(26)}, "26 words"),
        ("short", {"short": "It costs a lot!"}, "an exclamation mark"),
        ("short", {"short": "It is a miracle."}, "says 'miracle'"),
        ("more", {"more": "Relief comes Soon."}, "says 'soon'"),
        ("brief", {"brief": "The risk-free way."}, "says 'risk-free'"),
        ("short", {"short": "It is not cheap. It cures baldness."}, "says 'cures'"),
        ("more", {"more": "You are a good candidate."}, "reads as advice to one person"),
        ("more", {"more": "Then stop taking it."}, "reads as advice to one person"),
        ("brief", {"brief": "It takes 5 mg."}, "reads as advice to one person"),
        ("short", {"short": WORDY * 4, "more": None}, "reading grade"),
    ],
)
def test_a_broken_rule_blocks_and_names_file_record_field_and_fix(
    field: str, changes: dict[str, Any], problem: str
) -> None:
    (found,) = findings(samples.answer(**changes))
    assert found.blocks
    assert (found.file, found.record, found.field) == ("answers/cost.yml", "answer 'cost-range'", field)
    assert problem in found.problem
    assert str(found) == f"answers/cost.yml: answer 'cost-range', field '{field}': {found.problem}; {found.fix}"


@pytest.mark.parametrize(
    ("field", "changes", "problem"),
    [
        ("phrasings", {"phrasings": ("one", "two")}, "2"),
        ("review", {"review": samples.review(expires_on=TODAY - dt.timedelta(days=1))}, "expired on 2026-05-31"),
    ],
)
def test_what_only_weakens_an_answer_is_noted_without_blocking(
    field: str, changes: dict[str, Any], problem: str
) -> None:
    (found,) = findings(samples.answer(**changes))
    assert (found.field, found.problem, found.blocks) == (field, problem, False)


@pytest.mark.parametrize(
    "changes",
    [
        {"short": 'Clinics say it is a "breakthrough", and “painless”.'},  # a claim, quoted
        {"short": "There is no miracle. It is not guaranteed."},  # a claim, denied
        {"short": "A careful procurement took place."},  # 'cure' within a word
        {"review": samples.review(expires_on=TODAY)},  # the last day counts
        {"review": samples.review(status="approved", by="Dr A", on=TODAY, expires_on=TODAY)},
        {"more": None},
        {"short": WORDY, "more": None},  # too few words for a grade to mean something
    ],
)
def test_what_is_allowed_raises_nothing(changes: dict[str, Any]) -> None:
    assert findings(samples.answer(**changes)) == []


def test_a_benefit_may_stand_beside_its_limit() -> None:
    assert (
        findings(
            samples.answer("gain", claim="benefit", counterpoints=("limit",)), samples.answer("limit", claim="risk")
        )
        == []
    )


def test_a_source_that_is_not_in_the_registry_is_found() -> None:
    found = findings(samples.answer(sources=("B9",)), sections=(Section(id="A1", heading="Cost", empty="an opening"),))
    assert [f.problem for f in found] == ["'B9' is not in sources.yml"]


def test_a_section_is_used_or_says_why_not() -> None:
    sections = (Section(id="A1", heading="Cost", empty="an opening"), Section(id="A2", heading="Risks"))
    found = findings(samples.answer(), sections=sections)
    assert [(f.record, f.problem) for f in found] == [
        ("section 'A1'", "is used after all"),
        ("section 'A2'", "no answer rests on it"),
    ]


@pytest.mark.parametrize(
    "other", [samples.answer("other", phrasings=("HOW much?",)), samples.answer("other", question="How much ...")]
)
def test_a_phrasing_belongs_to_one_record_however_it_is_typed(other: Any) -> None:
    found = [f for f in findings(samples.answer(question="how much?"), other) if f.blocks]
    assert [(f.record, f.field) for f in found] == [("other", "phrasings")]
    assert "is also in 'cost-range'" in found[0].problem


def test_a_phrasing_belongs_to_an_answer_or_a_subject_and_has_words() -> None:
    asked = (*samples.subject().phrasings, "How much costs it")
    shared = findings(samples.answer(question="how much costs it?"), subjects=(samples.subject(phrasings=asked),))
    assert [(f.file, f.record) for f in shared] == [("uncovered.yml", "uncovered:exosomes")]
    wordless = findings(samples.answer(phrasings=(*samples.answer().phrasings, "???")))
    assert [f.problem for f in wordless] == ["'???' has no words"]


def test_a_subject_with_few_phrasings_is_noted() -> None:
    (found,) = findings(samples.answer(), subjects=(samples.subject(phrasings=("one", "two")),))
    assert (found.record, found.problem, found.blocks) == ("subject 'exosomes'", "2", False)


def test_reading_grade_rises_with_long_words_and_sentences() -> None:
    assert checks.grade(samples.SHORT) < checks.GRADE < checks.grade(WORDY)
