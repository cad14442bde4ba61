"""Curated content as records: read from data/content/, typed, and nothing more.

Reading checks the shape of every record (names, types, allowed words). What makes a record *good* (readability,
counterpoints, sources that exist) is judged by `index.checks`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, Extra, Field, ValidationError, root_validator

from index.errors import ContentError

Claim = Literal["fact", "mechanism", "benefit", "risk", "cost", "regulatory", "opinion", "outlook"]
Evidence = Literal["established", "limited", "early", "opinion", "marketing", "unverified"]


class Record(BaseModel):
    """Base of all records: unknown fields are refused, values cannot be changed."""

    class Config:
        extra = Extra.forbid
        frozen = True


class Section(Record):
    """One section of a source. `empty` gives the reason why no answer rests on it."""

    id: str
    heading: str
    empty: str | None = None


class Source(Record):
    """An article or document that answers may rest on."""

    id: str
    title: str
    publisher: str
    updated_on: dt.date | None
    reviewed_on: dt.date | None = None
    sections: tuple[Section, ...]


class Review(Record):
    """Who approved a record, when, and until when it may be served."""

    by: str | None
    on: dt.date | None
    expires_on: dt.date | None
    status: Literal["draft", "approved", "withdrawn"]

    def serves(self, today: dt.date, *, approved_only: bool) -> bool:
        """Whether a record so reviewed may be shown on `today`."""
        expired = self.expires_on is not None and self.expires_on < today
        return self.status != "withdrawn" and (not approved_only or (self.status == "approved" and not expired))


class NextStep(Record):
    """What to offer below an answer; `question` is one to take to a doctor."""

    kind: Literal["none", "consultation", "ask_doctor"]
    question: str | None = None

    @root_validator(skip_on_failure=True)
    def _question_fits_kind(cls, values: dict[str, Any]) -> dict[str, Any]:
        if (values["kind"] == "ask_doctor") != bool(values["question"]):
            raise ValueError("give `question` with kind ask_doctor, and only then")
        return values


class Answer(Record):
    """One curated answer. `brief` stands alone where the record is another answer's counterpoint."""

    id: str = Field(regex=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    question: str = Field(min_length=8)
    topic: str
    claim: Claim
    evidence: Evidence
    sources: tuple[str, ...]
    brief: str = Field(min_length=1)
    short: str = Field(min_length=1)
    more: str | None = None
    counterpoints: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    next_step: NextStep
    review: Review
    version: int = Field(ge=1)
    phrasings: tuple[str, ...]

    def texts(self) -> tuple[str, ...]:
        """The texts a patient may be shown, main message first."""
        return tuple(text for text in (self.short, self.more) if text)


class Subject(Record):
    """Something patients ask about that the sources do not cover; `name` completes "… does not cover"."""

    id: str = Field(regex=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str
    phrasings: tuple[str, ...]


class Topic(Record):
    """One entry of the menu: a topic's title and its answers in reading order."""

    id: str
    title: str
    blurb: str
    phrasings: tuple[str, ...] = ()


class Content(BaseModel):
    """Everything under data/content/ but the clinic's own settings."""

    sources: tuple[Source, ...]
    topics: tuple[Topic, ...]
    answers: tuple[Answer, ...]
    subjects: tuple[Subject, ...]
    files: dict[str, str]  # record id -> file it was read from

    class Config:
        frozen = True

    def answer(self, answer_id: str) -> Answer:
        """Return the answer with that id. Raises KeyError when there is none."""
        return self._by_id()[answer_id]

    def _by_id(self) -> dict[str, Answer]:
        return {answer.id: answer for answer in self.answers}

    def sections(self) -> Iterator[tuple[Source, Section]]:
        """Every section with its source, in the order of the registry."""
        return ((source, section) for source in self.sources for section in source.sections)

    def servable(self, today: dt.date, *, approved_only: bool) -> Content:
        """The same content without answers that may not be shown on `today`, or benefits without their limits."""
        kept = {a.id: a for a in self.answers if a.review.serves(today, approved_only=approved_only)}
        while alone := [a for a in kept.values() if a.claim == "benefit" and not kept.keys() & set(a.counterpoints)]:
            for answer in alone:  # a benefit is never shown without its limit
                del kept[answer.id]
        return self.copy(update={"answers": tuple(kept.values())})


class _Loader(yaml.CSafeLoader):
    """YAML 1.2 booleans: in PyYAML's 1.1 the key `on` reads as true and the phrasing "no" as false."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, found in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(path: Path) -> Any:
    """Parse one YAML file. Raises ContentError with line and column when it is not YAML or not UTF-8."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - derived from the safe loader
    except FileNotFoundError:
        raise ContentError(f"{path.name}: the file is missing; restore it from version control") from None
    except UnicodeDecodeError as error:
        raise ContentError(f"{path.name}: byte {error.start} is not UTF-8; save the file as UTF-8") from None
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f" line {where.line + 1}, column {where.column + 1}:" if where else ""
        raise ContentError(f"{path.name}:{line} not valid YAML ({getattr(error, 'problem', error)})") from None


def _records(path: Path, key: str) -> list[dict[str, Any]]:
    raw = read_yaml(path)
    if not isinstance(raw, dict) or not isinstance(raw.get(key), list):
        raise ContentError(f"{path.name}: expected a mapping with a list under `{key}:`")
    records: list[dict[str, Any]] = raw[key]
    return records


def _parse(kind: type[Record], raw: Any, file: str, key: str) -> Any:
    name = raw.get("id", "?") if isinstance(raw, dict) else "?"
    try:
        return kind.parse_obj(raw)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise ContentError(f"{file}: {key} {name!r}, field {field!r}: {first['msg']}") from None


def _require_unique(file: str, kind: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            raise ContentError(f"{file}: {kind} {name!r} is there twice; rename or remove one of them")
        seen.add(name)


def load_content(folder: Path) -> Content:
    """Read sources.yml, topics.yml, uncovered.yml and answers/*.yml below `folder`.

    Raises ContentError for the first record that has not the right shape or whose id is taken.
    """
    sources = tuple(_parse(Source, r, "sources.yml", "source") for r in _records(folder / "sources.yml", "sources"))
    topics = tuple(_parse(Topic, r, "topics.yml", "topic") for r in _records(folder / "topics.yml", "topics"))
    subjects = tuple(
        _parse(Subject, r, "uncovered.yml", "subject") for r in _records(folder / "uncovered.yml", "subjects")
    )
    _require_unique("sources.yml", "source", (source.id for source in sources))
    _require_unique("sources.yml", "section", (section.id for source in sources for section in source.sections))
    _require_unique("topics.yml", "topic", (topic.id for topic in topics))
    _require_unique("uncovered.yml", "subject", (subject.id for subject in subjects))
    files = {f"uncovered:{subject.id}": "uncovered.yml" for subject in subjects}
    answers: list[Answer] = []
    for path in sorted((folder / "answers").glob("*.yml")):
        name = f"answers/{path.name}"
        for raw in _records(path, "answers"):
            answer = _parse(Answer, raw, name, "answer")
            if answer.id in files:
                raise ContentError(f"{name}: answer {answer.id!r} is also in {files[answer.id]}; rename one of them")
            files[answer.id] = name
            answers.append(answer)
    if not answers:
        raise ContentError(f"{folder.name}/answers holds no answers; restore them from version control")
    return Content(sources=sources, topics=topics, answers=tuple(answers), subjects=subjects, files=files)
