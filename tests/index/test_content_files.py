"""The shipped content keeps its promises, counted here without the checks that also watch over it."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from textstat import textstat

from bot.content_check import check_everything
from bot.settings import Settings
from index import text
from index.checks import check
from index.content import Content


def test_no_check_finds_anything(content: Content, settings: Settings) -> None:
    assert [str(finding) for finding in check(content)] == []
    assert [str(finding) for finding in check_everything(settings)[0]] == []


def test_there_are_80_to_120_answers(content: Content) -> None:
    assert 80 <= len(content.answers) <= 120


def test_every_answer_has_twenty_different_phrasings_or_more(content: Content) -> None:
    few = {answer.id: n for answer in content.answers if (n := len({text.key(p) for p in answer.phrasings})) < 20}
    assert few == {}


def test_every_answer_reads_at_grade_8_or_below(content: Content) -> None:
    grades = {answer.id: textstat.flesch_kincaid_grade(" ".join(answer.texts())) for answer in content.answers}
    assert {answer_id: grade for answer_id, grade in grades.items() if grade > 8} == {}


def test_answers_are_as_short_as_a_chat_allows(content: Content) -> None:
    for answer in content.answers:
        assert len(answer.short.split()) <= 60, answer.id
        assert len((answer.more or "").split()) <= 100, answer.id
        assert len(answer.brief.split()) <= 25, answer.id


def test_every_section_is_used_or_says_why_not(content: Content) -> None:
    used = {section for answer in content.answers for section in answer.sources}
    known = {section.id: section.empty for _, section in content.sections()}
    assert used <= set(known)
    assert {section for section, reason in known.items() if not reason} == used


def test_every_answer_has_sources(content: Content) -> None:
    assert [answer.id for answer in content.answers if not 1 <= len(answer.sources) <= 4] == []


def test_no_phrasing_is_shared(content: Content) -> None:
    asked = [(a.id, phrasing) for a in content.answers for phrasing in (a.question, *a.phrasings)]
    asked += [(subject.id, phrasing) for subject in content.subjects for phrasing in subject.phrasings]
    owners = Counter(key for key, _ in {(text.key(phrasing), owner) for owner, phrasing in asked})
    assert [key for key, count in owners.items() if count > 1 or not key] == []


@pytest.mark.parametrize("kind", ["answers", "subjects", "topics", "sections"])
def test_every_id_is_used_once(content: Content, kind: str) -> None:
    records = [section for _, section in content.sections()] if kind == "sections" else getattr(content, kind)
    assert [name for name, count in Counter(record.id for record in records).items() if count > 1] == []


def test_answers_name_only_answers_that_are_there_and_topics_of_the_menu(content: Content) -> None:
    known, topics = {answer.id for answer in content.answers}, {topic.id for topic in content.topics}
    for answer in content.answers:
        assert {*answer.counterpoints, *answer.related} <= known - {answer.id}, answer.id
        assert answer.topic in topics, answer.id
    assert {answer.topic for answer in content.answers} == topics


def test_no_benefit_stands_alone(content: Content) -> None:
    assert [a.id for a in content.answers if a.claim == "benefit" and not a.counterpoints] == []


def test_what_patients_see_is_plain_text_in_a_calm_voice(content: Content) -> None:
    for answer in content.answers:
        for shown in (answer.question, answer.brief, *answer.texts()):
            assert text.clean(shown) == shown, answer.id
            assert not re.search(r"[!*_#`{}|\\]|https?:|\[", shown), answer.id


def test_everything_is_a_draft_until_a_clinician_has_approved_it(content: Content) -> None:
    for answer in content.answers:
        signed = bool(answer.review.by and answer.review.on and answer.review.expires_on)
        assert signed == (answer.review.status == "approved"), answer.id
