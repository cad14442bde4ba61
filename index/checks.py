"""Is the content good enough to be shown? Every finding names file, record, field and fix."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from index import text as texts
from index.content import Answer, Content

SHORT_WORDS, MORE_WORDS, BRIEF_WORDS = 60, 100, 25
GRADE, GRADE_FROM_WORDS = 8.0, 30
PHRASINGS, SUBJECT_PHRASINGS = 20, 8
SECTIONS = 4
# Words that sell, in the assistant's own voice. Within quotation marks they name somebody's claim and may stand.
BANNED = (
    "revolutionary revolutionize revolutionise breakthrough miracle cure cures guaranteed risk-free painless "
    "groundbreaking cutting-edge best-in-class game-changing promising soon"
).split()
_ADVICE = re.compile(
    r"\b(?:you (?:qualify|are a (?:good )?candidate)|stop taking|start taking|take \d+ (?:tablets?|pills?|drops?|doses?)|\d+ ?(?:mg|ml))\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"\u201c][^\"\u201d]*[\"\u201d]")
_DENIED = re.compile(r"\b(?:no|not|never|nobody|cannot|can't|without|nor|neither)\b[^.]*$", re.IGNORECASE)


@dataclass(frozen=True)
class Finding:
    """One thing to mend. `blocks` is whether the content must not be built with it."""

    file: str
    record: str
    field: str
    problem: str
    fix: str
    blocks: bool = True

    def __str__(self) -> str:
        return f"{self.file}: {self.record}, field '{self.field}': {self.problem}; {self.fix}"


def check(content: Content, today: dt.date | None = None) -> list[Finding]:
    """Return all findings, in the order of the files."""
    today = today or dt.date.today()
    found = [finding for answer in content.answers for finding in _answer(answer, content, today)]
    found += _phrasings(content)
    found += _sections(content)
    found += _subjects(content)
    return sorted(found, key=lambda finding: finding.file)


def grade(text: str) -> float:
    """Return the Flesch-Kincaid reading grade (US school years) of `text`."""
    from textstat import textstat

    return float(textstat.flesch_kincaid_grade(text))


def _answer(answer: Answer, content: Content, today: dt.date) -> Iterator[Finding]:  # noqa: C901 - a list of checks
    file = content.files[answer.id]

    def finding(field: str, problem: str, fix: str, *, blocks: bool = True) -> Finding:
        return Finding(file, f"answer '{answer.id}'", field, problem, fix, blocks)

    known = {other.id for other in content.answers}
    sections = {section.id for _, section in content.sections()}
    if not answer.sources:
        yield finding("sources", "has none", "add the section ids that support it")
    if len(answer.sources) > SECTIONS:
        yield finding("sources", f"{len(answer.sources)} sections", f"keep the at most {SECTIONS} that support it")
    for section in answer.sources:
        if section not in sections:
            yield finding("sources", f"'{section}' is not in sources.yml", "use an id of the registry")
    if answer.topic not in {topic.id for topic in content.topics}:
        yield finding("topic", f"'{answer.topic}' is not in topics.yml", "use a topic of the menu")
    for field in ("counterpoints", "related"):
        for other in getattr(answer, field):
            if other not in known or other == answer.id:
                yield finding(field, f"'{other}' is no other answer", "use the id of an answer")
    if answer.claim == "benefit" and not answer.counterpoints:
        yield finding("counterpoints", "a benefit stands alone", "add an answer that tells its limit or risk")
    if len(answer.phrasings) < PHRASINGS:
        yield finding("phrasings", f"{len(answer.phrasings)}", f"write at least {PHRASINGS}", blocks=False)
    if answer.review.expires_on is not None and answer.review.expires_on < today:
        yield finding("review", f"expired on {answer.review.expires_on}", "have a clinician review it", blocks=False)
    if answer.review.status == "approved" and not (answer.review.by and answer.review.on and answer.review.expires_on):
        yield finding("review", "approved by nobody, or without dates", "fill in by, on and expires_on")
    yield from _wording(answer, finding)


def _wording(answer: Answer, say: Callable[[str, str, str], Finding]) -> Iterator[Finding]:
    for field, most in (("short", SHORT_WORDS), ("more", MORE_WORDS), ("brief", BRIEF_WORDS)):
        text = getattr(answer, field) or ""
        count = len(text.split())
        if count > most:
            yield say(field, f"{count} words", f"shorten it to {most}")
        if "!" in text:
            yield say(field, "an exclamation mark", "end the sentence with a full stop")
        own_voice = _QUOTED.sub(" ", text)
        for word in BANNED:
            for match in re.finditer(rf"\b{re.escape(word)}\b", own_voice, re.IGNORECASE):
                if not _DENIED.search(own_voice[: match.start()]):
                    yield say(field, f"says '{word}'", "say it plainly, or quote who claims it")
        if _ADVICE.search(text):
            yield say(field, "reads as advice to one person", "state it in general")
    whole = " ".join(answer.texts())
    if len(whole.split()) >= GRADE_FROM_WORDS and grade(whole) > GRADE:
        yield say(
            "short", f"reading grade {grade(whole):.1f}", f"use shorter sentences and words, up to grade {GRADE:.0f}"
        )


def _phrasings(content: Content) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    owners = [(a.id, (a.question, *a.phrasings)) for a in content.answers]
    owners += [(f"uncovered:{s.id}", s.phrasings) for s in content.subjects]
    for owner, phrasings in owners:
        for phrasing in phrasings:
            key = texts.key(phrasing)
            if not key and owner:
                yield Finding(content.files[owner], owner, "phrasings", f"{phrasing!r} has no words", "remove it")
            elif seen.setdefault(key, owner) != owner:
                yield Finding(
                    content.files[owner], owner, "phrasings", f"{phrasing!r} is also in '{seen[key]}'", "keep it in one"
                )


def _sections(content: Content) -> Iterator[Finding]:
    used = {section for answer in content.answers for section in answer.sources}
    for _, section in content.sections():
        if section.id not in used and not section.empty:
            yield Finding(
                "sources.yml", f"section '{section.id}'", "empty", "no answer rests on it", "write one, or say why not"
            )
        if section.id in used and section.empty:
            yield Finding("sources.yml", f"section '{section.id}'", "empty", "is used after all", "remove the reason")


def _subjects(content: Content) -> Iterator[Finding]:
    for subject in content.subjects:
        if len(subject.phrasings) < SUBJECT_PHRASINGS:
            yield Finding(
                "uncovered.yml",
                f"subject '{subject.id}'",
                "phrasings",
                f"{len(subject.phrasings)}",
                f"write at least {SUBJECT_PHRASINGS}",
                blocks=False,
            )
