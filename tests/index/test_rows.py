"""Which texts are indexed, and for which record they speak."""

from __future__ import annotations

from index.rows import UNCOVERED, rows_of
from tests.index import samples


def test_an_answer_speaks_through_its_question_its_phrasings_and_its_sentences() -> None:
    answer = samples.answer(
        "risks", question="Does it hurt?", phrasings=("is it sore", "ouch"), short="It may. Ask us.", more="Rest."
    )
    rows = rows_of(samples.content(answer))
    assert [(row.kind, row.text) for row in rows] == [
        ("phrasing", "Does it hurt?"), ("phrasing", "is it sore"), ("phrasing", "ouch"),
        ("passage", "It may."), ("passage", "Ask us."), ("passage", "Rest."),
    ]  # fmt: skip
    assert {row.owner for row in rows} == {"risks"}


def test_a_subject_speaks_through_its_phrasings_under_a_name_no_answer_can_have() -> None:
    rows = rows_of(samples.content(samples.answer("exosomes"), subjects=(samples.subject("exosomes"),)))
    assert {row.owner for row in rows} == {"exosomes", f"{UNCOVERED}exosomes"}
    assert {row.kind for row in rows if row.owner.startswith(UNCOVERED)} == {"phrasing"}


def test_a_text_that_is_written_twice_is_indexed_once() -> None:
    answer = samples.answer(
        question="Does it hurt?", phrasings=("Does it hurt?", "ouch", "ouch"), short="It may. It may.", more=None
    )
    subject = samples.subject(phrasings=("wigs", "wigs"))
    rows = rows_of(samples.content(answer, subjects=(subject,)))
    assert [row.text for row in rows] == ["Does it hurt?", "ouch", "It may.", "wigs"]


def test_a_brief_is_never_indexed_because_it_speaks_for_another_answer() -> None:
    answer = samples.answer(brief="A sentence for elsewhere.")
    assert answer.brief not in {row.text for row in rows_of(samples.content(answer))}


def test_rows_of_one_owner_stand_side_by_side() -> None:
    owners = [
        row.owner
        for row in rows_of(samples.content(samples.answer("a"), samples.answer("b"), subjects=(samples.subject(),)))
    ]
    assert owners == sorted(owners, key=["a", "b", f"{UNCOVERED}exosomes"].index)
