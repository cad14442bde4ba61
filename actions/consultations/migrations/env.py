"""Run by alembic, inside the transaction that `database.py` opened: all steps are made, or none."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
