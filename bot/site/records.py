"""What the pages say about the treatment: curated records by their ids, never a sentence of the pages' own. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from bot.templates import Templates
from index.content import Answer, Content, Source, Topic

# In the order in which the treatment page shows them; each part begins with its heading.
TREATMENT = (
    ("The treatment", ("what-is-treatment", "procedure-overview")),
    ("What is known", ("does-it-work", "fda-approval", "evidence-gaps")),
    ("Risks", ("risks-overview", "long-term-safety")),
    ("Time and cost", ("results-timeline", "cost-range")),
    ("Before anyone decides", ("candidate-ideal", "questions-to-ask")),
)
FIRST = "does-it-work"  # what the home page shows of them
VISIT = "consultation-what-happens"  # what the booking page shows


@dataclass(frozen=True)
class Shown:
    """One curated answer with all that belongs to it. against: what speaks against it, in the words of records.

    sources: each with its headings. ask: a question to take to a doctor.
    """

    id: str
    question: str
    texts: tuple[str, ...]
    evidence: str
    against: tuple[str, ...]
    sources: tuple[tuple[Source, tuple[str, ...]], ...]
    ask: str | None
    approved_on: dt.date | None


class Records:
    """The answers that may be served, as pages show them."""

    def __init__(self, content: Content, templates: Templates) -> None:
        self._answers = {answer.id: answer for answer in content.answers}
        self._sections = {section.id: (source, section) for source, section in content.sections()}
        self._content, self._templates = content, templates

    @property
    def first(self) -> Shown | None:
        """What the home page shows, if it may be served."""
        return next(iter(self._shown([FIRST])), None)

    @property
    def visit(self) -> Shown | None:
        """What happens at the first consultation, if it may be served."""
        return next(iter(self._shown([VISIT])), None)

    @property
    def treatment(self) -> tuple[tuple[str, tuple[Shown, ...]], ...]:
        """The parts of the treatment page that have anything to show."""
        parts = ((heading, self._shown(ids)) for heading, ids in TREATMENT)
        return tuple((heading, shown) for heading, shown in parts if shown)

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics of which at least one answer is served."""
        served = {answer.topic for answer in self._answers.values()}
        return tuple(topic for topic in self._content.topics if topic.id in served)

    def _shown(self, ids: Iterable[str]) -> tuple[Shown, ...]:
        return tuple(self._show(self._answers[name]) for name in ids if name in self._answers)

    def _show(self, record: Answer) -> Shown:
        headings: dict[str, list[str]] = {}
        for source, section in (self._sections[name] for name in record.sources):
            headings.setdefault(source.id, []).append(section.heading)
        review = record.review
        return Shown(
            id=record.id,
            question=record.question,
            texts=record.texts(),
            evidence=self._templates.evidence(record.evidence),
            against=tuple(self._answers[name].brief for name in record.counterpoints if name in self._answers),
            sources=tuple((s, tuple(headings[s.id])) for s in self._content.sources if s.id in headings),
            ask=record.next_step.question,
            approved_on=review.on if review.status == "approved" else None,
        )
