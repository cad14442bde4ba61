"""The front desk: what the conversation may ask of calendars and store. Knows the clock; decides nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from actions.consultations.availability import fits, free
from actions.consultations.calendars import Calendar
from actions.consultations.model import Appointment, By, Consent, Hold, HoldExpiredError, NotFoundError, Person, Slot
from actions.consultations.reminding import NoReminders, Reminders
from actions.consultations.requests import KeyReusedError
from actions.consultations.store import Store
from bot.clinic import Clinic

KEPT_FOR = dt.timedelta(minutes=15)  # how long a chosen time is held while details are given
WRONG_PROOFS = 30  # references that did not fit their contact, of everybody together, in WRONG_FOR
WRONG_FOR = dt.timedelta(hours=1)

Clock = Callable[[], dt.datetime]


@dataclass
class Desk:
    """Free times, holds and appointments, as of now. Methods raise what the store raises."""

    clinic: Clinic
    calendars: Sequence[Calendar]
    store: Store
    clock: Clock
    reminders: Reminders = field(default_factory=NoReminders)
    _wrong: list[dt.datetime] = field(default_factory=list)

    @property
    def zone(self) -> ZoneInfo:
        """The clinic's time zone."""
        return ZoneInfo(self.clinic.time_zone)

    def free(self) -> list[Slot]:
        """Return all free slots to come, one per start, earliest first."""
        now = self.clock()
        found: dict[dt.datetime, Slot] = {}
        for calendar in self.calendars:
            for slot in self.free_in(calendar, now, now + dt.timedelta(days=calendar.horizon_days + 1)):
                found.setdefault(slot.start, slot)
        return [found[start] for start in sorted(found)]

    def free_in(self, calendar: Calendar, since: dt.datetime, until: dt.datetime) -> list[Slot]:
        """Return what can be booked in one calendar now and starts in [since, until), earliest first."""
        now = self.clock()
        around = dt.timedelta(days=1)  # buffers reach beyond the first and last start
        busy = self.store.busy(calendar.id, since - around, until + around, now)
        return free(calendar, since, until, now, busy)

    def slot(self, calendar_id: str, start: dt.datetime) -> Slot | None:
        """Return the slot that begins then, if the calendar gives one."""
        for calendar in self.calendars:
            if calendar.id == calendar_id:
                return fits(calendar, start, self.clock())
        return None

    def hold(self, slot: Slot, owner: str) -> Hold:
        """Keep a slot for a conversation. Raises SlotTakenError."""
        return self.store.hold(slot, owner, self.clock(), KEPT_FOR)

    def release(self, hold_id: str) -> None:
        """Let go of a hold."""
        self.store.release(hold_id, self.clock())

    def book(self, hold_id: str, slot: Slot, owner: str, person: Person, consent: Consent, key: str) -> Appointment:
        """Make the hold an appointment; one that ran out is taken again if it can be. Raises SlotTakenError.

        What was booked with this key before is returned as it is stored, also when it was for another time or person.
        """
        try:
            made = self.store.confirm(hold_id, person, consent, key, By.CHAT, self.clock())
        except (HoldExpiredError, NotFoundError):
            again = self.hold(slot, owner)
            made = self.store.confirm(again.id, person, consent, key, By.CHAT, self.clock())
        except KeyReusedError as error:
            return self._stored(error)
        self.reminders.keep(made)
        return made

    def move(
        self, appointment_id: str, slot: Slot, hold_id: str, key: str, by: By = By.CHAT, expected: int | None = None
    ) -> Appointment:
        """Give an appointment another time. Raises SlotTakenError, NotFoundError, ChangedError, KeyReusedError.

        expected: the sequence that it must have, if it matters. In the chat, what was moved with this key before is
        returned as it is stored, also when it was moved to another time.
        """
        try:
            moved = self.store.move(appointment_id, slot, key, by, self.clock(), hold_id or None, expected)
        except KeyReusedError as error:
            if by is not By.CHAT:
                raise
            return self._stored(error)
        self.reminders.keep(moved)
        return moved

    def cancel(self, appointment_id: str, key: str, by: By = By.CHAT, expected: int | None = None) -> Appointment:
        """Cancel an appointment. Raises NotFoundError, ChangedError, KeyReusedError.

        expected: the sequence that it must have, if it matters.
        """
        return self.store.cancel(appointment_id, key, by, self.clock(), expected)

    def made(self, key: str) -> Appointment | None:
        """Return the appointment that a change with this key made or changed, as it is now; None if it was not made."""
        return self.store.made(key)

    def get(self, appointment_id: str) -> Appointment | None:
        """Return an appointment that can still be changed: booked, and not begun."""
        found = self.store.get(appointment_id) if appointment_id else None
        return found if found and self._changeable(found) else None

    def proven(self, reference: str, contacts: Sequence[str]) -> Appointment | None:
        """Return the appointment of a reference if one of the contacts is its own.

        Nobody learns whether a reference exists; after WRONG_PROOFS wrong tries in an hour nothing is found any more.
        """
        now = self.clock()
        self._wrong[:] = [then for then in self._wrong if now - then < WRONG_FOR]
        if len(self._wrong) >= WRONG_PROOFS:
            return None
        found = self.store.find(reference)
        if found and self._changeable(found) and _is_theirs(found, contacts):
            return found
        self._wrong.append(now)
        return None

    def _stored(self, error: KeyReusedError) -> Appointment:
        found = self.store.get(error.appointment_id)
        if found is None:  # forgotten at this very moment
            raise NotFoundError("there is no such appointment any more")
        return found

    def _changeable(self, appointment: Appointment) -> bool:
        return appointment.status == "booked" and appointment.slot.start > self.clock()


def _is_theirs(appointment: Appointment, contacts: Sequence[str]) -> bool:
    own = {known.casefold() for known in (appointment.person.email, appointment.person.phone) if known}
    return any(contact.casefold() in own for contact in contacts)
