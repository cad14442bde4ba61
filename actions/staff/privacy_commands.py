"""`hairline export`, `forget` and `purge`: what is held about a person, handed out and deleted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.table import Table
from rich.text import Text

from actions.clock import utc_now
from actions.consultations.mail_files import files_of
from actions.staff import forgetting
from actions.staff.asking import YES, confirm
from actions.staff.conversations import Conversations
from actions.staff.exporting import FILE
from actions.staff.forgetting import Places
from actions.staff.opening import consultations, staff_errors, write_out
from actions.staff.person import Held, look_up, read_who
from actions.staff.receipts import keep
from bot.privacy.audit import Audit, Turn
from bot.staff.cli import err, out, say
from index.errors import HairlineError
from index.text import clean

if TYPE_CHECKING:
    from actions.runtime import Consultations

EMAIL = typer.Option(None, help="Their e-mail address, in any case.")
PHONE = typer.Option(None, help="Their phone number, with its country unless it is the clinic's.")
SENDER = typer.Option(None, metavar="CONVERSATION", help="A conversation's id, as the channel gives it.")
REFERENCE = typer.Option(None, help="A booking's reference; stands for the e-mail and phone that were given with it.")


def export(
    *,
    email: str | None = EMAIL,
    phone: str | None = PHONE,
    sender: str | None = SENDER,
    reference: str | None = REFERENCE,
    file: Path | None = FILE,
) -> None:
    """Write everything held about one person as JSON: bookings, consents, letters, audit, conversations."""
    with staff_errors(), consultations() as parts:
        who = read_who(parts.store, parts.clinic.country, email, phone, sender, reference)
        held, places = look_up(parts.store, who), _places(parts)
        talked = places.conversations.export(held.senders) if held.senders else []
        told = {
            "exported_at": utc_now().isoformat(timespec="seconds"),
            "asked_for": {"emails": who.emails, "phones": who.phones, "conversations": who.senders},
            **held.rows,
            "letters": [_letter(path) for path in files_of(places.mail, held.rows["outbox"])],
            "audit": {each: [_line(turn) for turn in _turns(places.audit, each)] for each in held.senders},
            "conversations": talked or [],
        }
        if talked is None:
            told["note"] = places.conversations.gone
            say(places.conversations.gone)
        _tell_others(held)
        write_out(f"{json.dumps(told, ensure_ascii=False, indent=2)}\n".encode("utf-8", "replace"), file)


def forget(
    *,
    email: str | None = EMAIL,
    phone: str | None = PHONE,
    sender: str | None = SENDER,
    reference: str | None = REFERENCE,
    yes: bool = YES,
    as_json: bool = typer.Option(False, "--json", help="Print the receipt as one line of JSON."),
) -> None:
    """Delete everything held about one person, and print a receipt; exit status 1 when a part was not done."""
    with staff_errors(), consultations() as parts:
        who = read_who(parts.store, parts.clinic.country, email, phone, sender, reference)
        held, places = look_up(parts.store, who), _places(parts)
        turns = sum(len(_turns(places.audit, each)) for each in held.senders)
        talked = places.conversations.export(held.senders) if held.senders else []
        if not (held.rows["appointments"] or turns or talked):
            say("nothing is held about them; look at how the patient wrote it, or try another of their contacts")
            return
        err.print(_found(held, turns, len(talked or []), len(files_of(places.mail, held.rows["outbox"]))))
        _tell_others(held)
        confirm(
            "Delete all of this? Coming consultations are cancelled, and the clinic is told without a name.", yes=yes
        )
        receipt = forgetting.forget(
            look_up(parts.store, who), places, utc_now
        )  # again: the answer may have taken a while
        print(receipt.to_json()) if as_json else out.print(receipt.table())
        keep(receipt, parts.settings.var)
        if not receipt.complete:
            undone = ", ".join(name for name, part in receipt.parts.items() if part.problem)
            raise HairlineError(f"not everything was deleted ({undone}); the receipt says what to do")


def purge(
    *,
    before: int | None = typer.Option(None, metavar="DAYS", min=1, help="Instead of HAIRLINE_BOOKING_DAYS."),
) -> None:
    """Delete all about consultations that are long past. The server does the same once a day."""
    from actions.consultations import retention

    with staff_errors(), consultations() as parts:
        days = before or parts.settings.booking_days
        counts = retention.purge(parts.store, parts.settings.var / "mail", days, utc_now())
        told = ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing"
        out.print(f"deleted of what ended more than {days} days ago: {told}", highlight=False)


def _places(parts: Consultations) -> Places:
    settings = parts.settings
    audit = Audit(settings.audit, settings.audit_days)
    return Places(parts.store, Conversations(settings), audit, settings.var / "mail")


def _turns(audit: Audit, sender: str) -> list[Turn]:
    return audit.turns(conversation=audit.pseudonym(sender))


def _line(turn: Turn) -> dict[str, Any]:
    return asdict(turn)


def _letter(path: Path) -> Mapping[str, str]:
    return {"file": path.name, "content": path.read_bytes().decode("utf-8", "replace")}


def _found(held: Held, turns: int, talked: int, files: int) -> Table:
    table = Table(box=None, show_header=False)
    for row in held.booked:
        who = ", ".join(clean(row[name]) for name in ("name", "email", "phone") if row[name])
        table.add_row("booking", Text(f"{row['reference']} {row['starts_at']} {row['status']}: {who}"))
    for sender in held.senders:
        table.add_row("conversation", Text(clean(sender)))
    counts = {"holds": len(held.rows["appointments"]) - len(held.booked), "turns in the audit": turns}
    counts |= {"running conversations": talked, "letters in files": files}
    for name, count in counts.items():
        table.add_row(name, str(count))
    return table


def _tell_others(held: Held) -> None:
    if held.others:
        say(f"not included, though booked with the same contact or conversation: {', '.join(held.others)}")
