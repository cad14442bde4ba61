"""Where a patient wants to be reminded: nowhere but by e-mail, for all who booked before they were asked."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the messenger to appointments."""
    op.add_column("appointments", sa.Column("remind_on", sa.Text))
