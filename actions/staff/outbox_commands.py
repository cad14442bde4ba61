"""`hairline bookings outbox` and `health`: do letters get through?"""

from __future__ import annotations

import json

import typer

from actions.clock import utc_now
from actions.staff import showing
from actions.staff.asking import AS_JSON
from actions.staff.opening import consultations, staff_errors
from bot.staff.cli import out, say
from index.errors import HairlineError


def outbox(
    *,
    retry: int | None = typer.Option(None, metavar="ID", help="Let this one be tried again now."),
    told: int | None = typer.Option(None, metavar="ID", help="This one is done: you told them yourself."),
    as_json: bool = AS_JSON,
) -> None:
    """List the notices that are pending, failed or given up."""
    with staff_errors(), consultations() as parts:
        rows = parts.store.letters()
        for number in (retry, told):
            if number is not None and number not in [row.id for row in rows]:
                raise HairlineError(
                    f"no notice {number} waits to be sent; `hairline bookings outbox` lists those that do"
                )
        if told is not None:
            parts.store.sent(told, utc_now())
            say(f"notice {told} counts as sent")
        elif retry is not None:
            parts.store.retry(retry, utc_now())
            say(f"notice {retry} is due now; the running server sends it within seconds")
        elif as_json:
            print(json.dumps([showing.letter_json(row) for row in rows], indent=2))
        elif rows:
            out.print(showing.letters_table(rows, parts.desk.zone))
        else:
            say("the outbox is empty")


def health() -> None:
    """Check database and outbox; exit status 1 when letters are late or given up, or the database cannot be used."""
    from actions.consultations import mail_health

    with staff_errors(), consultations() as parts:
        state = mail_health.health(parts.store, utc_now())
        if not state:
            raise HairlineError(f"{state.problem}; {state.remedy}")
        out.print("the database answers, no letter is late, nobody waits for one in vain", highlight=False)
