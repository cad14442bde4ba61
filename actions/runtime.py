"""The composition root of consultations: settings, clinic, store, texts and post, put together when first asked for."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage

from actions.clock import utc_now
from actions.consultations.calendars import calendars
from actions.consultations.desk import Desk
from actions.consultations.letters import Letters
from actions.consultations.links import sign
from actions.consultations.mail_settings import read_mail_settings
from actions.consultations.post import Postbox, postbox
from actions.consultations.records import Due
from actions.consultations.reminders import MessengerReminders
from actions.consultations.reminding import Reminders
from actions.consultations.store import Store, open_store
from actions.consultations.worker import Compose, Worker
from bot.channels.messengers.known import set_up
from bot.channels.messengers.model import Reminder
from bot.clinic import Clinic, load_clinic
from bot.messages.store import open_messages
from bot.secret import load_secret
from bot.settings import Settings
from bot.templates import Templates


@dataclass(frozen=True)
class Consultations:
    """Everything that has to do with appointments, for one process."""

    settings: Settings
    clinic: Clinic
    templates: Templates
    store: Store
    desk: Desk
    letters: Letters
    postbox: Postbox
    reminders: Reminders
    secret: str  # signs links

    @property
    def consent_sha256(self) -> str:
        """Digest of the text that asks whether questions may be passed on."""
        return hashlib.sha256(self.templates.raw("booking_consent").encode()).hexdigest()

    def compose(self) -> Compose:
        """Return what writes the letter of an outbox row."""

        def write(due: Due) -> EmailMessage | None:
            now = utc_now()
            return self.letters.write(due, now, self.manage_url(due.appointment.id, due.appointment.sequence, now))

        return write

    def manage_url(self, appointment_id: str, sequence: int, now: dt.datetime) -> str:
        """Return the signed link to one appointment."""
        return _manage_url(self.settings, self.secret, appointment_id, sequence, now)

    def worker(self) -> Worker:
        """Return what delivers the outbox. One for each process."""
        return Worker(self.store, self.compose(), self.postbox, self.reminders)


def assemble(settings: Settings, environment: Mapping[str, str] | None = None) -> Consultations:
    """Put the parts together. Raises HairlineError naming what to mend; a database that is down is no such thing."""
    env = os.environ if environment is None else environment
    clinic = load_clinic(settings.content / "clinic.yml")
    mail = read_mail_settings(env, clinic.email)
    store = open_store(settings.database_url)
    letters = Letters.load(settings.content / "letters.yml", clinic, mail.sender, mail.staff)
    secret = load_secret(settings.var / "secret", env)
    reminders = _reminders(settings, env, letters, secret)
    return Consultations(
        settings=settings,
        clinic=clinic,
        templates=Templates.load(settings.content / "replies.yml", clinic).require_complete(),
        store=store,
        desk=Desk(clinic, calendars(clinic), store, utc_now, reminders),
        letters=letters,
        postbox=postbox(mail, settings.var / "mail"),
        reminders=reminders,
        secret=secret,
    )


def _reminders(settings: Settings, env: Mapping[str, str], letters: Letters, secret: str) -> Reminders:
    def write(due: Due, channel: str, now: dt.datetime) -> Reminder:
        appointment = due.appointment
        return letters.reminder(due, channel, _manage_url(settings, secret, appointment.id, appointment.sequence, now))

    providers = set_up(env, secret, settings.public_url).on
    return MessengerReminders(open_messages(settings.messages_url, secret), providers, write)


def _manage_url(settings: Settings, secret: str, appointment_id: str, sequence: int, now: dt.datetime) -> str:
    # The token stands behind #: no server or referrer ever sees it.
    return f"{settings.public_url}/consultations/manage#{sign(secret, 'manage', appointment_id, sequence, now)}"
