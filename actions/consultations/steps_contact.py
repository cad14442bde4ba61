"""How the clinic reaches the patient: an e-mail address or a phone number."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.consultations.draft import Draft
from actions.consultations.steps import CONTACT_PROBLEMS, Context, Given, Outcome, tell, wrong
from bot.booking.person import Phone, Problem, read_contact

LIKE_A_CONTACT = re.compile(r"@|(?:\d[\s()./-]*){7}")


def ask_contact(draft: Draft, context: Context) -> Outcome:
    """Ask for an e-mail address or a phone number."""
    return tell(draft, context, "contact", "booking_contact", buttons=("change_time", "stop"), name=draft.name)


def contact(draft: Draft, given: Given, context: Context) -> Draft | Outcome:
    """Take one of them in place of any other that was given before."""
    found = read_contact(given.text, context.desk.clinic.country)
    if isinstance(found, Problem):
        return wrong(draft, context, CONTACT_PROBLEMS[found])
    if isinstance(found, Phone):
        return replace(draft, phone=found.e164, email="", failures=0)
    if found.suggestion and given.text not in draft.shown:
        meant = tuple(dict.fromkeys((found.suggestion, found.address)))
        buttons = ("change_time", "stop")
        return tell(draft, context, "contact", "booking_contact_meant", options=meant, buttons=buttons, meant=meant[0])
    return replace(draft, email=found.address, phone="", failures=0)
