"""Which texts of the content are indexed, and which record each one speaks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index.content import Answer, Content, Subject

Kind = Literal["phrasing", "passage"]

UNCOVERED = "uncovered:"  # prefix of owners that are subjects, not answers
_SENTENCE = re.compile(r"(?<=[.?])\s+")


@dataclass(frozen=True)
class Row:
    """One indexed text: how a patient might ask (phrasing), or a sentence of the answer itself (passage)."""

    owner: str
    kind: Kind
    text: str


def rows_of(content: Content) -> tuple[Row, ...]:
    """Return all rows, those of one owner side by side, phrasings before passages."""
    answers = [row for answer in content.answers for row in _answer_rows(answer)]
    subjects = [row for subject in content.subjects for row in _subject_rows(subject)]
    return tuple(answers + subjects)


def _answer_rows(answer: Answer) -> Sequence[Row]:
    asked = dict.fromkeys((answer.question, *answer.phrasings))
    told = dict.fromkeys(sentence for text in answer.texts() for sentence in _SENTENCE.split(text.strip()) if sentence)
    return [Row(answer.id, "phrasing", t) for t in asked] + [Row(answer.id, "passage", t) for t in told]


def _subject_rows(subject: Subject) -> Sequence[Row]:
    return [Row(UNCOVERED + subject.id, "phrasing", t) for t in dict.fromkeys(subject.phrasings)]
