"""Who is meant, and what the appointment book holds about them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.booking.person import Phone, read_phone
from index.errors import HairlineError

if TYPE_CHECKING:
    from actions.consultations.store import Store

Rows = dict[str, list[dict[str, Any]]]  # by table
_KEYS = {"appointments": "id", "history": "id", "outbox": "id", "consents": "appointment_id", "requests": "key"}


@dataclass(frozen=True)
class Who:
    """One person, by all they are known by; never empty."""

    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()  # E.164
    senders: tuple[str, ...] = ()  # conversations

    @property
    def asked(self) -> list[dict[str, str]]:
        """The same, one question to the store each."""
        each = [{"email": email} for email in self.emails] + [{"phone": phone} for phone in self.phones]
        return each + [{"owner": sender} for sender in self.senders]


@dataclass(frozen=True)
class Held:
    """What the appointment book holds. senders: of all their conversations. others: references that seem related."""

    who: Who  # as asked for, and the conversations that are nobody else's
    rows: Rows
    senders: tuple[str, ...]
    others: tuple[str, ...] = field(default=())

    @property
    def booked(self) -> list[dict[str, Any]]:
        """The appointments, without what was only held."""
        return [row for row in self.rows["appointments"] if row["booked_at"]]


def read_who(
    store: Store, region: str, email: str | None, phone: str | None, sender: str | None, reference: str | None
) -> Who:
    """Return who is meant; a reference stands for the e-mail address and the phone number that were given with it.

    region: of phone numbers without a country. Raises HairlineError when nobody is named, or in a way that cannot be.
    """
    emails = [_email(email)] if email else []
    phones = [_phone(phone, region)] if phone else []
    if reference:
        found = store.find(reference)
        if found is None:
            raise HairlineError(f"no consultation {reference}; try --email, --phone or --sender")
        emails += [found.person.email] if found.person.email else []
        phones += [found.person.phone] if found.person.phone else []
        if not (found.person.email or found.person.phone):
            raise HairlineError(f"nothing says any more whose {reference} was; nothing is left to hand out or forget")
    if not (emails or phones or sender):
        raise HairlineError("say who: --email, --phone, --sender or --reference")
    return Who(tuple(dict.fromkeys(emails)), tuple(dict.fromkeys(phones)), (sender,) if sender else ())


def look_up(store: Store, who: Who) -> Held:
    """Return what is held about them, with holds of their conversations. May raise StoreUnavailableError.

    A conversation in which somebody else's contact was booked, too, is theirs, but not the other's appointment.
    """
    rows = _merged(store.export_person(**asked) for asked in who.asked)
    ids = {row["id"] for row in rows["appointments"]}
    owners = dict.fromkeys(row["owner"] for row in rows["appointments"] if row["owner"])
    only_theirs, others = [], []
    for owner in owners:
        with_it = store.export_person(owner=owner)
        foreign = [row["reference"] for row in with_it["appointments"] if row["booked_at"] and row["id"] not in ids]
        others += foreign
        if not foreign:
            only_theirs.append(owner)
            rows = _merged([rows, with_it])
    for contact in {row[name] for row in rows["appointments"] for name in ("email", "phone") if row[name]}:
        others += [each.reference for each in store.of_contact(contact) if each.id not in ids]
    senders = tuple(dict.fromkeys([*who.senders, *owners]))
    whole = Who(who.emails, who.phones, tuple(dict.fromkeys([*who.senders, *only_theirs])))
    return Held(whole, rows, senders, tuple(dict.fromkeys(others)))


def _merged(parts: Iterable[Mapping[str, list[dict[str, Any]]]]) -> Rows:
    found: dict[str, dict[Any, dict[str, Any]]] = {table: {} for table in _KEYS}
    for part in parts:
        for table, rows in part.items():
            found[table] |= {row[_KEYS[table]]: row for row in rows}
    return {table: list(rows.values()) for table, rows in found.items()}


def _email(typed: str) -> str:
    address = unicodedata.normalize("NFC", typed).strip()
    if "@" not in address or len(address.split()) != 1:
        raise HairlineError(f"{typed!r} is not an e-mail address; write it as the patient gave it")
    return address


def _phone(typed: str, region: str) -> str:
    found = read_phone(typed, region)
    if not isinstance(found, Phone):
        raise HairlineError(f"{typed!r} is not a phone number; write it with its country: +44 20 7946 0018")
    return found.e164
