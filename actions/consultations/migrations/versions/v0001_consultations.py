"""Everything that booking keeps. The database itself refuses a second booking of a time, buffers included."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

CONTACT = "name IS NOT NULL AND (email IS NOT NULL OR phone IS NOT NULL)"
CHECKS = {
    "appointments_status": "status IN ('held', 'booked', 'cancelled', 'expired')",
    "appointments_times": "busy_from <= starts_at AND starts_at < ends_at AND ends_at <= busy_until",
    "appointments_held": "status <> 'held' OR hold_expires_at IS NOT NULL",
    "appointments_booked": "status <> 'booked' OR (booked_at IS NOT NULL AND reference IS NOT NULL)",
    "appointments_contact": f"status <> 'booked' OR erased_at IS NOT NULL OR ({CONTACT})",
}
# Ranges over the calendar's number spare PostgreSQL an extension. Half-open: back to back is allowed.
EXCLUDE = """
ALTER TABLE appointments ADD CONSTRAINT appointments_overlap EXCLUDE USING gist (
    int4range(calendar_id, calendar_id, '[]') WITH &&, int8range(busy_from, busy_until) WITH &&
) WHERE (status IN ('held', 'booked'))
"""
# Words would compare as later than every number.
NUMBERS = " AND ".join(f"typeof({name}) = 'integer'" for name in ("calendar_id", "busy_from", "busy_until"))
TRIGGER = """
CREATE TRIGGER appointments_overlap_{event} AFTER {event} ON appointments WHEN NEW.status IN ('held', 'booked')
BEGIN
    SELECT RAISE(ABORT, 'appointments_overlap') WHERE EXISTS (
        SELECT 1 FROM appointments AS other
        WHERE other.calendar_id = NEW.calendar_id AND other.id <> NEW.id AND other.status IN ('held', 'booked')
        AND other.busy_from < NEW.busy_until AND NEW.busy_from < other.busy_until
    );
END
"""


def upgrade() -> None:
    """Make the tables."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "calendars",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.Text, nullable=False, unique=True),
    )
    checks = CHECKS if postgresql else {**CHECKS, "appointments_numbers": NUMBERS}
    op.create_table(
        "appointments",
        sa.Column("id", sa.Text, primary_key=True, nullable=False),
        sa.Column("reference", sa.Text, unique=True),
        sa.Column("calendar_id", sa.Integer, sa.ForeignKey("calendars.id"), nullable=False),
        *(_instant(name, nullable=False) for name in ("starts_at", "ends_at", "busy_from", "busy_until")),
        sa.Column("status", sa.Text, nullable=False),
        _instant("hold_expires_at"),
        sa.Column("owner", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text) for name in ("name", "email", "phone", "zone")),
        sa.Column("sequence", sa.Integer, nullable=False),
        _instant("booked_at"),
        _instant("erased_at"),
        _instant("created_at", nullable=False),
        _instant("updated_at", nullable=False),
        *(sa.CheckConstraint(rule, name=name) for name, rule in checks.items()),
    )
    op.create_index("appointments_calendar", "appointments", ["calendar_id", "busy_until"])
    op.create_index("appointments_starts", "appointments", ["starts_at"])
    op.create_index("appointments_owner", "appointments", ["owner"])
    for rule in [EXCLUDE] if postgresql else [TRIGGER.format(event=event) for event in ("INSERT", "UPDATE")]:
        op.execute(rule)
    _what_follows_from_an_appointment()


def _what_follows_from_an_appointment() -> None:
    op.create_table(
        "history",
        sa.Column("id", sa.Integer, primary_key=True),
        _of_appointment(),
        _instant("at", nullable=False),
        sa.Column("change", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text) for name in ("from_calendar", "to_calendar")),
        *(_instant(name) for name in ("from_start", "from_end", "to_start", "to_end")),
    )
    op.create_index("history_appointment", "history", ["appointment_id"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        _of_appointment(),
        sa.Column("kind", sa.Text, nullable=False),
        _instant("due_at", nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        _instant("next_at", nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        *(_instant(name) for name in ("leased_until", "sent_at", "dropped_at", "given_up_at")),
        sa.Column("error", sa.Text),
        sa.UniqueConstraint("appointment_id", "kind", "sequence", name="outbox_once"),
    )
    op.create_index("outbox_next", "outbox", ["next_at"])
    op.create_table(
        "consents",
        _of_appointment(primary_key=True),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("text_sha256", sa.Text, nullable=False),
        sa.Column("given", sa.Boolean, nullable=False),
        _instant("at", nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("questions", sa.JSON, nullable=False),
    )
    op.create_table(
        "requests",
        sa.Column("key", sa.Text, primary_key=True, nullable=False),
        _of_appointment(),
        _instant("at", nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
    )
    op.create_index("requests_appointment", "requests", ["appointment_id"])


def _instant(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def _of_appointment(**options: bool) -> sa.Column:
    return sa.Column("appointment_id", sa.Text, sa.ForeignKey("appointments.id"), nullable=False, **options)
