"""Where a patient is: which zone their times are shown in."""

from __future__ import annotations

from dataclasses import replace

from actions.consultations.draft import Draft
from actions.consultations.steps import WISH, Context, Given, Outcome, tell, wrong
from bot.booking.commands import Command
from bot.booking.places import only_place, states_place
from bot.booking.when import mentions_time
from bot.booking.zones import read_zone, zone_name
from index.text import key


def ask_zone(draft: Draft, context: Context, reply: str = "booking_zone") -> Outcome:
    """Ask where the patient is, so that times are shown on their clock."""
    zones = draft.zones or (context.desk.zone.key,)
    names = tuple(zone_name(zone) for zone in zones)
    return tell(
        replace(draft, zones=zones), context, "zone", reply, options=names, buttons=("stop",), details={"zones": zones}
    )


def zone(draft: Draft, given: Given, context: Context) -> Draft | Outcome:
    """Take a city, a country or a zone; a day that is named beside it, or before it, is kept."""
    named = next((z for z in draft.zones if key(zone_name(z)) == key(given.text)), None)
    dated = mentions_time(given.text) and not only_place(given.text)  # Christmas Island is no date
    found = [named] if named else read_zone(given.text)
    if dated and not draft.slot:
        draft = replace(draft, wish=given.text[:WISH])
    if len(found) == 1:
        return replace(draft, zone=found[0], zones=(), failures=0)
    if found:
        return ask_zone(replace(draft, zones=tuple(found), failures=0), context, "booking_zone_which")
    if dated:
        return ask_zone(draft, context)
    if given.command is Command.YES and len(draft.zones) == 1:
        return replace(draft, zone=draft.zones[0], zones=(), failures=0)
    return wrong(draft, context, "booking_zone_unclear")


def zone_in(text: str) -> str:
    """Return the zone of a text that says where its writer is, beside other things: "I'm in Toronto"; "" if unsure."""
    found = read_zone(text) if states_place(text) else []
    return found[0] if len(found) == 1 else ""
