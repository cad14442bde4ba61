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
from actions.consultations.store import Store, open_store
from actions.consultations.worker import Compose, Worker
from bot.clinic import Clinic, load_clinic
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
        """Return the signed link to one appointment. The token stands behind #: no server or referrer ever sees it."""
        token = sign(self.secret, "manage", appointment_id, sequence, now)
        return f"{self.settings.public_url}/consultations/manage#{token}"

    def worker(self) -> Worker:
        """Return what delivers the outbox. One for each process."""
        return Worker(self.store, self.compose(), self.postbox)


def assemble(settings: Settings, environment: Mapping[str, str] | None = None) -> Consultations:
    """Put the parts together. Raises HairlineError naming what to mend; a database that is down is no such thing."""
    env = os.environ if environment is None else environment
    clinic = load_clinic(settings.content / "clinic.yml")
    mail = read_mail_settings(env, clinic.email)
    store = open_store(settings.database_url)
    return Consultations(
        settings=settings,
        clinic=clinic,
        templates=Templates.load(settings.content / "replies.yml", clinic).require_complete(),
        store=store,
        desk=Desk(clinic, calendars(clinic), store, utc_now),
        letters=Letters.load(settings.content / "letters.yml", clinic, mail.sender, mail.staff),
        postbox=postbox(mail, settings.var / "mail"),
        secret=load_secret(settings.var / "secret", env),
    )
