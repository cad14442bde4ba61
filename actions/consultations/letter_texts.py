"""The texts of letters and reminders, data/content/letters.yml: read, and checked before the first one is written."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actions.consultations.model import NoticeKind
from index.content import read_yaml
from index.errors import ContentError
from index.text import clean

TO_STAFF = frozenset({NoticeKind.STAFF_BOOKED, NoticeKind.STAFF_MOVED, NoticeKind.STAFF_CANCELLED})
MAX_SUBJECT = 70  # characters, placeholders included
_MOVES = frozenset({NoticeKind.MOVED, NoticeKind.STAFF_MOVED})
_CLINIC = frozenset({"clinic", "phone", "hours", "email"})
_PATIENT = _CLINIC | {"reference", "when", "greeting", "manage"}
_STAFF = _CLINIC | {"reference", "when", "name", "contact", "zone", "calendar", "questions"}
_REMINDER = frozenset({"when", "reference", "url"})
# What a text may use, and what it must.
_PARTS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "greeting": (_CLINIC | {"name"}, frozenset({"name"})),
    "greeting_without_name": (_CLINIC, frozenset()),
    "manage": (_CLINIC | {"url"}, frozenset({"url"})),
    "manage_by_phone": (_CLINIC, frozenset({"phone"})),
    "questions": (_CLINIC | {"list"}, frozenset({"list"})),
    "forgotten": (frozenset(), frozenset()),
    "reminder_message": (_CLINIC | _REMINDER, frozenset({"clinic"}) | _REMINDER),
    "reminder_stop": (frozenset(), frozenset()),
}


@dataclass(frozen=True)
class Text:
    """One letter as it is in the file."""

    subject: str
    body: str


@dataclass(frozen=True)
class Texts:
    """All of them. parts: what several letters have in common, by name."""

    letters: Mapping[NoticeKind, Text]
    parts: Mapping[str, str]


def load_texts(path: Path) -> Texts:
    """Read letters.yml. Raises ContentError for a missing text, and for a missing or an unknown placeholder."""
    raw = read_yaml(path)
    if not isinstance(raw, dict) or set(raw) != {"letters", "parts"}:
        raise ContentError(f"{path.name}: expected the parts `letters` and `parts`")
    _require_names(path.name, "letters", raw["letters"], {kind.value for kind in NoticeKind})
    _require_names(path.name, "parts", raw["parts"], set(_PARTS))
    texts = {kind: _text(path.name, kind, raw["letters"][kind.value]) for kind in NoticeKind}
    for name, (allowed, needed) in _PARTS.items():
        _check(path.name, f"part {name!r}", raw["parts"][name], allowed, needed)
    if "STOP" not in raw["parts"]["reminder_stop"]:
        raise ContentError(
            f"{path.name}: part 'reminder_stop' never says STOP; a text message must tell how to end them"
        )
    return Texts(texts, raw["parts"])


def _text(file: str, kind: NoticeKind, raw: Any) -> Text:
    where = f"letter {kind.value!r}"
    if not isinstance(raw, dict) or set(raw) != {"subject", "body"}:
        raise ContentError(f"{file}: {where} needs a `subject` and a `body`, and nothing else")
    moved = frozenset({"before"}) if kind in _MOVES else frozenset()
    booked = frozenset({"questions"}) if kind is NoticeKind.STAFF_BOOKED else frozenset()
    allowed = (_STAFF if kind in TO_STAFF else _PATIENT) | moved
    _check(file, f"{where}, subject", raw["subject"], frozenset({"clinic", "reference"}), frozenset())
    _check(file, f"{where}, body", raw["body"], allowed, frozenset({"reference", "when"}) | moved | booked)
    if len(raw["subject"]) > MAX_SUBJECT or clean(raw["subject"]) != raw["subject"]:
        raise ContentError(f"{file}: {where}: write the subject as one plain line of at most {MAX_SUBJECT} characters")
    return Text(raw["subject"], raw["body"])


def _require_names(file: str, part: str, raw: Any, expected: Iterable[str]) -> None:
    names = set(raw) if isinstance(raw, dict) else set()
    if missing := set(expected) - names:
        raise ContentError(f"{file}: `{part}` has no {min(missing)!r}; write it, or restore the file")
    if unknown := names - set(expected):
        raise ContentError(f"{file}: `{part}` has {min(map(str, unknown))!r}, which nothing sends; remove it")


def _check(file: str, where: str, text: Any, allowed: frozenset[str], needed: frozenset[str]) -> None:
    if not isinstance(text, str):
        raise ContentError(f"{file}: {where} is not a text; write it as one")
    try:
        used = {(field, how, spec) for _, field, spec, how in string.Formatter().parse(text) if field is not None}
    except ValueError as error:
        raise ContentError(f"{file}: {where}: {error}; write {{name}} for a placeholder") from None
    names = {field for field, _, _ in used}
    if unknown := names - allowed:
        raise ContentError(f"{file}: {where} uses {{{min(unknown)}}}; known are {sorted(allowed)}")
    if any(how or spec for _, how, spec in used):
        raise ContentError(f"{file}: {where} formats a placeholder; write {{name}} and no more")
    if missing := needed - names:
        raise ContentError(f"{file}: {where} never says {{{min(missing)}}}; add it")
