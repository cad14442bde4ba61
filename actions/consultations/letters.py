"""The e-mails about a consultation: texts from data/content/letters.yml, filled, with headers and calendar file. Pure.

A patient's letter holds nothing about health, and nothing that a stranger could make it say to somebody else.
"""

from __future__ import annotations

import datetime as dt
import re
import string
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from actions.consultations.calendar_file import Method, calendar_file
from actions.consultations.model import Appointment, NoticeKind, Person, Slot
from actions.consultations.shown import shown
from bot.clinic import Clinic
from index.content import read_yaml
from index.errors import ContentError, HairlineError
from index.text import clean

Shown = Callable[[Slot, ZoneInfo, ZoneInfo], str]
TO_STAFF = frozenset({NoticeKind.STAFF_BOOKED, NoticeKind.STAFF_MOVED, NoticeKind.STAFF_CANCELLED})
WITH_FILE: Mapping[NoticeKind, Method] = {
    NoticeKind.CONFIRMED: "REQUEST",
    NoticeKind.MOVED: "REQUEST",
    NoticeKind.CANCELLED: "CANCEL",
}
MAX_NAME, MAX_QUESTION = 80, 500  # characters of what patients typed
MAX_SUBJECT = 70  # characters, placeholders included
FILE_NAME = "consultation.ics"
_MOVES = frozenset({NoticeKind.MOVED, NoticeKind.STAFF_MOVED})
_CLINIC = frozenset({"clinic", "phone", "hours", "email"})
_PATIENT = _CLINIC | {"reference", "when", "greeting", "manage"}
_STAFF = _CLINIC | {"reference", "when", "name", "contact", "zone", "calendar", "questions"}
# What a text may use, and what it must.
_PARTS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "greeting": (_CLINIC | {"name"}, frozenset({"name"})),
    "greeting_without_name": (_CLINIC, frozenset()),
    "manage": (_CLINIC | {"url"}, frozenset({"url"})),
    "manage_by_phone": (_CLINIC, frozenset({"phone"})),
    "questions": (_CLINIC | {"list"}, frozenset({"list"})),
    "forgotten": (frozenset(), frozenset()),
}
_LIKE_A_LINK = re.compile(r"[/:@\\]|\bwww\b|\w\.\w{2,}", re.IGNORECASE)


class LetterError(HairlineError):
    """A letter that nobody can receive: the address is missing or is none. Trying again does not help."""


class Told(Protocol):
    """What a letter is written from; a claimed row of the outbox is one."""

    @property
    def id(self) -> int | str: ...  # noqa: D102 - of the outbox row
    @property
    def kind(self) -> NoticeKind: ...  # noqa: D102
    @property
    def appointment(self) -> Appointment: ...  # noqa: D102
    @property
    def questions(self) -> tuple[str, ...]: ...  # noqa: D102 - agreed to be passed on
    @property
    def before(self) -> Slot | None: ...  # noqa: D102 - the old time of a move


@dataclass(frozen=True)
class Text:
    """One letter as it is in the file."""

    subject: str
    body: str


class Letters:
    """Writes the letters of one clinic."""

    def __init__(
        self,
        texts: Mapping[NoticeKind, Text],
        parts: Mapping[str, str],
        clinic: Clinic,
        sender: str,
        staff: str,
        tell: Shown = shown,
    ) -> None:
        """sender, staff: e-mail addresses, from and to. tell: says when a slot is, see `shown.shown`."""
        self._texts, self._parts, self._clinic, self._tell = texts, parts, clinic, tell
        self._sender, self._staff, self._zone = sender, staff, ZoneInfo(clinic.time_zone)
        self._words = {"clinic": clinic.name, "phone": clinic.phone, "hours": clinic.hours, "email": clinic.email}

    @classmethod
    def load(cls, path: Path, clinic: Clinic, sender: str, staff: str, tell: Shown = shown) -> Letters:
        """Read letters.yml. Raises ContentError for a missing text, and for a missing or an unknown placeholder."""
        raw = read_yaml(path)
        if not isinstance(raw, dict) or set(raw) != {"letters", "parts"}:
            raise ContentError(f"{path.name}: expected the parts `letters` and `parts`")
        _require_names(path.name, "letters", raw["letters"], {kind.value for kind in NoticeKind})
        _require_names(path.name, "parts", raw["parts"], set(_PARTS))
        texts = {kind: _text(path.name, kind, raw["letters"][kind.value]) for kind in NoticeKind}
        for name, (allowed, needed) in _PARTS.items():
            _check(path.name, f"part {name!r}", raw["parts"][name], allowed, needed)
        return cls(texts, raw["parts"], clinic, sender, staff, tell)

    def write(self, told: Told, now: dt.datetime, manage_url: str | None = None) -> EmailMessage | None:
        """Return the letter of one outbox row, or None for a patient without an e-mail address.

        The same row always has the same Message-ID. manage_url: where the patient sees, moves and cancels it; without
        one the letter gives the phone number. Raises LetterError when an address is none.
        """
        staff, person = told.kind in TO_STAFF, told.appointment.person
        if not staff and person.email is None:
            return None
        text = self._texts[told.kind]
        words = self._for_staff(told) if staff else self._for_patient(told, manage_url)
        message = EmailMessage(policy=SMTP)
        message["From"] = _address(self._sender, self._clinic.name)
        message["To"] = _address(self._staff if staff else person.email or "", "")
        message["Subject"] = clean(text.subject.format(**words))
        message["Date"] = format_datetime(now.astimezone(dt.timezone.utc))
        message["Message-ID"] = self.message_id(told)
        message["Auto-Submitted"] = "auto-generated"
        if not staff and self._sender != self._clinic.email:
            message["Reply-To"] = _address(self._clinic.email, self._clinic.name)
        body = re.sub(r"\n{3,}", "\n\n", text.body.format(**words)).strip() + "\n"
        message.set_content(body, cte="quoted-printable")
        method = WITH_FILE.get(told.kind)
        if method is not None:
            file = calendar_file(told.appointment, method, self._clinic, now)
            how = {"method": method, "charset": "utf-8"}
            message.add_attachment(file, maintype="text", subtype="calendar", params=how, filename=FILE_NAME)
        return message

    def message_id(self, told: Told) -> str:
        """Return the name of a row's letter, the same whenever it is sent."""
        domain = self._sender.rpartition("@")[2]
        return f"<{_token(told.appointment.id)}.{_token(str(told.id))}@{_token(domain)}>"

    def _for_patient(self, told: Told, manage_url: str | None) -> dict[str, str]:
        appointment = told.appointment
        zone = _zone(appointment.person, self._zone)
        name = _greeted(appointment.person.name)
        greeting = self._part("greeting", name=name) if name else self._part("greeting_without_name")
        manage = self._part("manage", url=manage_url) if manage_url else self._part("manage_by_phone")
        return {
            **self._words,
            "reference": appointment.reference,
            "when": self._tell(appointment.slot, zone, self._zone),
            "before": self._tell(told.before, zone, self._zone) if told.before else "",
            "greeting": greeting,
            "manage": manage,
        }

    def _for_staff(self, told: Told) -> dict[str, str]:
        appointment, person = told.appointment, told.appointment.person
        asked = [f"- {_short(question, MAX_QUESTION)}" for question in told.questions]
        return {
            **self._words,
            "reference": appointment.reference,
            "when": self._tell(appointment.slot, self._zone, self._zone),
            "before": self._tell(told.before, self._zone, self._zone) if told.before else "",
            "name": _short(person.name, MAX_NAME) or self._part("forgotten"),
            "contact": ", ".join(clean(way) for way in (person.email, person.phone) if way) or self._part("forgotten"),
            "zone": clean(person.zone),
            "calendar": clean(appointment.slot.calendar),
            "questions": self._part("questions", list="\n".join(asked)) if asked else "",
        }

    def _part(self, part: str, /, **words: str) -> str:
        return self._parts[part].format(**self._words, **words).strip()


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


def _address(email: str, name: str) -> Address:
    """One address in ASCII, an international domain in its ASCII form: many mail servers take no other."""
    try:
        local, _, domain = email.rpartition("@")
        return Address(clean(name), addr_spec=f"{local}@{domain.encode('idna').decode('ascii')}")
    except (ValueError, IndexError, MessageError):  # the parser of addresses fails in its own ways
        raise LetterError("the e-mail address is none that mail can be sent to; correct it") from None


def _greeted(name: str) -> str:
    """The name, unless it looks like a link or an address: nobody may use our letters to send theirs."""
    plain = _short(name, MAX_NAME)
    return "" if _LIKE_A_LINK.search(plain) else plain


def _short(text: str, most: int) -> str:
    plain = clean(text)
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "\u2026"


def _zone(person: Person, otherwise: ZoneInfo) -> ZoneInfo:
    try:
        return ZoneInfo(person.zone)
    except (
        OSError,
        ValueError,
        KeyError,
    ):  # a zone that was renamed since; the clinic's clock is named beside the time
        return otherwise


def _token(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "_", text)
