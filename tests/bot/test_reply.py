"""The reply contract: approved words only, the promised fields, limits beside benefits, help before anything else."""

from __future__ import annotations

import datetime as dt
from itertools import combinations, permutations

import pytest

from bot.clinic import load_clinic
from bot.decision import REQUESTS
from bot.dependence import PERSONAL
from bot.outcome import Abstain, Answer, Chosen, Clarify, Decision, Emergency, HandOver, Smalltalk
from bot.reply import Reply, ReplyWriter
from bot.settings import Settings
from bot.templates import Templates
from index.content import Content, Review
from tests.bot.approved import EMERGENCY_TEXTS, Approved

SOURCE = {"section", "title", "heading", "updated_on", "reviewed_on"}
ANSWER = {"id", "question", "evidence", "score", "version", "sources"}


def chosen(*ids: str) -> Answer:
    return Answer(tuple(Chosen(answer, 0.9) for answer in ids))


def every_decision(content: Content) -> list[Decision]:
    """All replies there are, each at least once."""
    some = content.answers[0].id
    smalltalk = ["greeting", "thanks", "goodbye", "bot", "capabilities", "sources", "affirm", "deny", "safe", "menu"]
    own = [*(route.value.removeprefix("route_") for route in PERSONAL), "price_here"]
    return [
        *(chosen(answer.id) for answer in content.answers),
        chosen(*(answer.id for answer in content.answers[:2])),
        chosen(*(answer.id for answer in content.answers[::40][:3])),
        *(HandOver(name) for name in own),
        *(HandOver(name, Chosen(answer.id, 0.7)) for name in own for answer in content.answers[::9]),
        *(Emergency(name) for name in EMERGENCY_TEXTS),
        *REQUESTS.values(),
        *(Clarify(name) for name in ("clarify", "empty", "too_long")),
        Clarify("clarify", tuple(answer.id for answer in content.answers[:3])),
        *(Abstain("uncovered_subject", subject.id, (some,)) for subject in content.subjects),
        *(Abstain(name) for name in ("uncovered", "other_language")),
        *(Smalltalk(name) for name in smalltalk),
        *(Smalltalk("topic", topic.id, page) for topic in content.topics for page in (0, 1)),
    ]


@pytest.mark.parametrize("first_turn", [True, False])
def test_every_line_and_button_of_every_reply_is_approved(
    content: Content, writer: ReplyWriter, approved: Approved, first_turn: bool
) -> None:
    for decision in every_decision(content):
        reply = writer.write(decision, first_turn=first_turn)
        assert approved.faults(reply.text, reply.custom) == [], decision
        assert reply.text.strip()
        assert reply.text.split("\n\n").count(approved.texts["intro"]) == first_turn


def test_every_reply_has_exactly_the_promised_fields(content: Content, writer: ReplyWriter) -> None:
    for decision in every_decision(content):
        reply = writer.write(decision)
        custom = reply.custom
        assert set(custom) - {"counterpoints"} == {"kind", "answers", "suggestions"}
        assert custom["kind"] == reply.kind.value
        assert [(s["title"], s["payload"]) for s in custom["suggestions"]] == [
            (b.title, b.payload) for b in reply.buttons
        ]
        assert all(s["title"] and s["payload"] for s in custom["suggestions"])
        assert (len(custom["answers"]) > 0) == (
            isinstance(decision, Answer) or getattr(decision, "note", None) is not None
        )
        for answer in custom["answers"]:
            assert set(answer) == ANSWER
            assert 0 <= answer["score"] <= 1
            assert answer["sources"]
            assert all(set(source) == SOURCE for source in answer["sources"])


def test_an_answer_names_the_sections_of_its_record_and_no_others(content: Content, writer: ReplyWriter) -> None:
    for record in content.answers:
        (answer,) = writer.write(chosen(record.id)).custom["answers"]
        assert [source["section"] for source in answer["sources"]] == list(record.sources)
        assert (answer["id"], answer["question"], answer["evidence"]) == (record.id, record.question, record.evidence)


def shown_against(reply: Reply) -> set[str]:
    return {part["id"] for part in [*reply.custom["answers"], *reply.custom.get("counterpoints", [])]}


def benefits(content: Content) -> dict[str, set[str]]:
    return {answer.id: set(answer.counterpoints) for answer in content.answers if answer.claim == "benefit"}


def test_a_benefit_is_never_shown_without_its_limits(content: Content, writer: ReplyWriter) -> None:
    for benefit, against in benefits(content).items():
        assert against <= shown_against(writer.write(chosen(benefit)))
        assert against <= shown_against(writer.write(HandOver("personal", Chosen(benefit, 0.7))))
    for pair in permutations([answer.id for answer in content.answers], 2):
        for benefit in benefits(content).keys() & set(pair):
            assert benefits(content)[benefit] & shown_against(writer.write(chosen(*pair))), pair


def test_nor_when_three_are_shown_together(content: Content, writer: ReplyWriter) -> None:
    for three in combinations(benefits(content), 3):
        shown = shown_against(writer.write(chosen(*three)))
        assert all(benefits(content)[benefit] & shown for benefit in three), three


def test_nor_when_its_limits_were_withdrawn(settings: Settings, content: Content) -> None:
    benefit, against = next(iter(benefits(content).items()))
    gone = Review(by=None, on=None, expires_on=None, status="withdrawn")
    answers = tuple(a.copy(update={"review": gone}) if a.id in against else a for a in content.answers)
    served = content.copy(update={"answers": answers}).servable(dt.date.today(), approved_only=False)
    templates = Templates.load(settings.content / "replies.yml", load_clinic(settings.content / "clinic.yml"))
    if benefit in {answer.id for answer in served.answers}:
        assert len(shown_against(ReplyWriter(served, templates).write(chosen(benefit)))) > 1


def test_under_safety_and_approval_the_first_suggestion_is_a_question_to_a_doctor(
    content: Content, writer: ReplyWriter, approved: Approved
) -> None:
    for record in content.answers:
        if record.claim in ("risk", "regulatory"):
            for decision in (chosen(record.id), HandOver("personal", Chosen(record.id, 0.7))):
                first = writer.write(decision).custom["suggestions"][0]
                assert first["title"] == f"{approved.texts['ask_doctor']} {record.next_step.question}", record.id


def test_also_when_safety_was_the_second_of_two_questions(writer: ReplyWriter, approved: Approved) -> None:
    first = writer.write(chosen("cost-range", "risks-overview")).custom["suggestions"][0]
    assert first["title"].startswith(approved.texts["ask_doctor"])


@pytest.mark.parametrize("name", ["emergency", "still_emergency"])
def test_an_emergency_starts_with_the_number_to_call(writer: ReplyWriter, approved: Approved, name: str) -> None:
    for first_turn in (True, False):
        reply = writer.write(Emergency(name), first_turn=first_turn)
        assert approved.clinic["emergency_number"] in reply.text.split(". ")[0]
        assert [button.title for button in reply.buttons] == [approved.buttons["safe"]]
        assert not any(
            word in reply.text.lower().split("\n\n")[0] for word in ("book", "consultation", "appointment", "price")
        )


def test_self_harm_gets_a_warm_line_and_then_the_crisis_line(writer: ReplyWriter, approved: Approved) -> None:
    for first_turn in (True, False):
        warm, contact = writer.write(Emergency("crisis"), first_turn=first_turn).text.split(". ")[:2]
        assert "sorry" in warm
        assert approved.clinic["crisis_line"]["contact"] in contact
