"""E-mails and reminders about a consultation: texts from data/content/letters.yml, filled. Pure.

A patient's letter holds nothing about health, and nothing that a stranger could make it say to somebody else.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from actions.consultations.addresses import in_ascii
from actions.consultations.calendar_file import Method, calendar_file
from actions.consultations.letter_texts import TO_STAFF, Texts, load_texts
from actions.consultations.model import Appointment, NoticeKind, Slot
from actions.consultations.shown import shown, zone_of
from bot.channels.messengers.model import Reminder
from bot.clinic import Clinic
from index.errors import HairlineError
from index.text import clean

WITH_FILE: Mapping[NoticeKind, Method] = {
    NoticeKind.CONFIRMED: "REQUEST",
    NoticeKind.MOVED: "REQUEST",
    NoticeKind.CANCELLED: "CANCEL",
}
MAX_NAME, MAX_QUESTION = 80, 500  # characters of what patients typed
FILE_NAME = "consultation.ics"
SAYS_STOP = ("sms",)  # messengers where the law wants every message that nobody asked for to say how to end them
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


class Letters:
    """Writes the letters of one clinic."""

    def __init__(self, texts: Texts, clinic: Clinic, sender: str, staff: str) -> None:
        """sender, staff: e-mail addresses, from and to."""
        self._texts, self._clinic = texts, clinic
        self._sender, self._staff, self._zone = sender, staff, ZoneInfo(clinic.time_zone)
        self._words = {"clinic": clinic.name, "phone": clinic.phone, "hours": clinic.hours, "email": clinic.email}

    @classmethod
    def load(cls, path: Path, clinic: Clinic, sender: str, staff: str) -> Letters:
        """Read letters.yml. Raises ContentError for a missing text, and for a missing or an unknown placeholder."""
        return cls(load_texts(path), clinic, sender, staff)

    def write(self, told: Told, now: dt.datetime, manage_url: str | None = None) -> EmailMessage | None:
        """Return the letter of one outbox row, or None for a patient without an e-mail address.

        The same row always has the same Message-ID. manage_url: where the patient sees, moves and cancels it; without
        one the letter gives the phone number. Raises LetterError when an address is none.
        """
        staff, person = told.kind in TO_STAFF, told.appointment.person
        if not staff and person.email is None:
            return None
        text = self._texts.letters[told.kind]
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

    def reminder(self, told: Told, channel: str, manage_url: str) -> Reminder:
        """Return what a messenger reminds of: nothing that the patient typed, and nothing about health."""
        appointment = told.appointment
        when = shown(appointment.slot, zone_of(appointment.person, self._zone), self._zone)
        text = self._part("reminder_message", when=when, reference=appointment.reference, url=manage_url)
        if channel in SAYS_STOP:
            text = f"{text}\n\n{self._part('reminder_stop')}"
        return Reminder(text, self._clinic.name, when, appointment.reference, manage_url)

    def message_id(self, told: Told) -> str:
        """Return the name of a row's letter, the same whenever it is sent."""
        domain = self._sender.rpartition("@")[2]
        return f"<{_token(told.appointment.id)}.{_token(str(told.id))}@{_token(domain)}>"

    def _for_patient(self, told: Told, manage_url: str | None) -> dict[str, str]:
        appointment = told.appointment
        zone = zone_of(appointment.person, self._zone)
        name = _greeted(appointment.person.name)
        greeting = self._part("greeting", name=name) if name else self._part("greeting_without_name")
        manage = self._part("manage", url=manage_url) if manage_url else self._part("manage_by_phone")
        return {
            **self._words,
            "reference": appointment.reference,
            "when": shown(appointment.slot, zone, self._zone),
            "before": shown(told.before, zone, self._zone) if told.before else "",
            "greeting": greeting,
            "manage": manage,
        }

    def _for_staff(self, told: Told) -> dict[str, str]:
        appointment, person = told.appointment, told.appointment.person
        asked = [f"- {_short(question, MAX_QUESTION)}" for question in told.questions]
        return {
            **self._words,
            "reference": appointment.reference,
            "when": shown(appointment.slot, self._zone, self._zone),
            "before": shown(told.before, self._zone, self._zone) if told.before else "",
            "name": _short(person.name, MAX_NAME) or self._part("forgotten"),
            "contact": ", ".join(clean(way) for way in (person.email, person.phone) if way) or self._part("forgotten"),
            "zone": clean(person.zone),
            "calendar": clean(appointment.slot.calendar),
            "questions": self._part("questions", list="\n".join(asked)) if asked else "",
        }

    def _part(self, part: str, /, **words: str) -> str:
        return self._texts.parts[part].format(**self._words, **words).strip()


def _address(email: str, name: str) -> Address:
    try:
        return Address(clean(name), addr_spec=in_ascii(email))
    except (ValueError, IndexError, MessageError):  # the parser of addresses fails in its own ways
        raise LetterError("the e-mail address is none that mail can be sent to; correct it") from None


def _greeted(name: str) -> str:
    """The name, unless it looks like a link or an address: nobody may use our letters to send theirs."""
    plain = _short(name, MAX_NAME)
    return "" if _LIKE_A_LINK.search(plain) else plain


def _short(text: str, most: int) -> str:
    plain = clean(text)
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "\u2026"


def _token(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "_", text)
