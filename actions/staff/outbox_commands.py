"""`hairline bookings outbox` and `health`: do letters get through?"""

from __future__ import annotations

import json
from datetime import timedelta

import typer

from actions.staff import showing
from actions.staff.asking import AS_JSON
from actions.staff.opening import consultations, staff_errors, utc_now
from bot.staff.cli import out, say
from index.errors import HairlineError


def outbox(
    *,
    retry: int | None = typer.Option(None, metavar="ID", help="Let this one be tried again now."),
    as_json: bool = AS_JSON,
) -> None:
    """List the notices that are pending, failed or given up."""
    with staff_errors(), consultations() as parts:
        if retry is not None:
            if not parts.store.retry(retry, utc_now()):
                raise HairlineError(
                    f"no notice {retry} waits to be sent; `hairline bookings outbox` lists those that do"
                )
            say(f"notice {retry} is due now; the running server sends it within seconds")
            return
        rows = parts.store.letters()
        if as_json:
            print(json.dumps([showing.letter_json(row) for row in rows], indent=2))
        elif rows:
            out.print(showing.letters_table(rows, parts.desk.zone))
        else:
            say("the outbox is empty")


def health() -> None:
    """Check database and outbox; exit status 1 when letters are overdue or the database cannot be used."""
    from actions.consultations import worker

    with staff_errors(), consultations() as parts:
        now = utc_now()
        state = worker.health(parts.store, now)
        if not state:
            late = timedelta(minutes=15)
            hint = f"start the server, or see `hairline bookings outbox` (due more than {late} ago)"
            raise HairlineError(f"{state.problem}; {hint if state.overdue else 'check HAIRLINE_DATABASE_URL'}")
        given_up = sum(row.state == "given up" for row in parts.store.letters())
        out.print(f"the database answers, no letter is overdue, {given_up} were given up", highlight=False)
