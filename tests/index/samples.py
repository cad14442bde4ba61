"""Small content made for tests: sound unless a test says what is wrong with it."""

from __future__ import annotations

from typing import Any

from index.content import Answer, Content, NextStep, Review, Section, Source, Subject, Topic

SHORT = "One article says it costs several thousand dollars. Prices differ by place and clinic."
MORE = "Ask for the full price in writing. It should list each visit and each test that you pay for."


def review(**changes: Any) -> Review:
    return Review(**{"by": None, "on": None, "expires_on": None, "status": "draft", **changes})


def answer(answer_id: str = "cost-range", **changes: Any) -> Answer:
    """An answer that no check objects to, with `changes`."""
    sound: dict[str, Any] = {
        "id": answer_id,
        "question": f"What about {answer_id}?",
        "topic": "cost",
        "claim": "cost",
        "evidence": "limited",
        "sources": ("A1",),
        "brief": "One article names a price.",
        "short": SHORT,
        "more": MORE,
        "next_step": NextStep(kind="none"),
        "review": review(),
        "version": 1,
        "phrasings": tuple(f"tell me about {answer_id} in way {n}" for n in range(20)),
    }
    return Answer(**{**sound, **changes})


def subject(subject_id: str = "exosomes", **changes: Any) -> Subject:
    """A subject that the sources do not cover."""
    phrasings = tuple(f"{subject_id} in way {n}" for n in range(8))
    return Subject(**{"id": subject_id, "name": subject_id, "phrasings": phrasings, **changes})


def content(*answers: Answer, subjects: tuple[Subject, ...] = (), sections: tuple[Section, ...] = ()) -> Content:
    """Content of these answers: by default all of its sections are the ones that the answers rest on."""
    used = sorted({section for a in answers for section in a.sources})
    return Content(
        sources=(
            Source(
                id="article",
                title="An article",
                publisher="A clinic",
                updated_on=None,
                sections=sections or tuple(Section(id=name, heading=name) for name in used),
            ),
        ),
        topics=(Topic(id="cost", title="Cost", blurb="what it costs"),),
        answers=answers,
        subjects=subjects,
        files={a.id: "answers/cost.yml" for a in answers} | {f"uncovered:{s.id}": "uncovered.yml" for s in subjects},
    )
