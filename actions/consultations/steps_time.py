"""Which time: the same for a new appointment and for one that is moved."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from zoneinfo import ZoneInfo

from actions.consultations import offers
from actions.consultations.draft import Draft, Offer
from actions.consultations.model import Slot, SlotTakenError
from actions.consultations.steps import WISH, Context, Given, Outcome, ends, let_go, tell, wrong
from actions.consultations.steps_zone import ask_zone
from bot.booking.commands import Command
from bot.booking.person import Problem, read_contact, read_name
from bot.booking.when import When, mentions_time, read_when
from bot.booking.zones import read_zone, zone_name
from index.text import key

_NO = re.compile(r"^\W*(?:no|nope|nah|sorry)[,.!;]\s*(?=\S)", re.IGNORECASE)
MONTH_FIRST = frozenset({"US"})  # countries that write 3/12 for 12 March


def ask_time(draft: Draft, context: Context, reply: str = "") -> Outcome:
    """Offer free times: those that were wished for, or the next ones. reply: what is said before them."""
    free = context.desk.free()
    if not free:
        return ends(draft, context, "booking_full", buttons=("topics",))
    place = ZoneInfo(draft.zone)
    when = _when(draft, context)
    if when is None and draft.step != "time":
        draft = replace(draft, wish="")  # it asked for an appointment, and named no time
    if when is None:
        found = offers.spread(free, place, draft.page)
        said = "booking_time_unclear" if draft.wish and draft.step == "time" else "booking_time"
    elif when.past:
        found, said = offers.spread(free, place, 0), "booking_time_past"
    else:
        found, said = offers.wanted(free, when, place, draft.page), "booking_time_wish"
        if not found:
            found, said = offers.nearest(free, when, place), "booking_time_none"
        elif when.at is not None and all(_clock(slot.start.astimezone(place)) != when.at for slot in found):
            said = "booking_time_none"
        elif when.conflict:
            said = "booking_time_conflict"
    if not found:  # there are no later pages
        found, said, draft = offers.spread(free, place, 0), "booking_time_last", replace(draft, page=0)
    return _offer(draft, found, context, reply or said)


def time(draft: Draft, given: Given, context: Context) -> Draft | Outcome:
    """Take one of the offered times and hold it, or look for others."""
    chosen = next((offer for offer in draft.offers if key(offer.title) == key(given.text)), None)
    if chosen is not None:
        return take(draft, chosen.calendar, chosen.start, context)
    if given.pressed == "other_zone" or given.command is Command.CHANGE_ZONE:
        return ask_zone(replace(draft, zone="", zones=(), failures=0), context)
    wish = replace(draft, wish=_asked_for(given.text), page=0, failures=0)
    when = None if given.pressed else _when(wish, context)
    named = _named(wish, when)
    if named is not None:
        return take(draft, named.calendar, named.start, context)
    if when is not None:
        return ask_time(wish, context)
    if given.pressed == "other_times" or given.command in (Command.MORE_TIMES, Command.CHANGE_TIME, Command.NO):
        return ask_time(replace(draft, page=draft.page + 1, failures=0), context)
    if len(places := read_zone(given.text)) == 1 and not mentions_time(given.text):
        return replace(draft, zone=places[0], offers=(), failures=0)
    return wrong(draft, context, "booking_time_unclear")


def _named(draft: Draft, when: When | None) -> Offer | None:
    """The one offered time that was typed rather than pressed: "tue 2pm"; none when several are meant."""
    if when is None or when.at is None or when.conflict or when.instead is not None:
        return None
    place = ZoneInfo(draft.zone)
    starts = [(offer, dt.datetime.fromisoformat(offer.start).astimezone(place)) for offer in draft.offers]
    fitting = [offer for offer, start in starts if when.fits(start) and _clock(start) == when.at]
    return fitting[0] if len(fitting) == 1 else None


def take(draft: Draft, calendar: str, start: str, context: Context) -> Draft | Outcome:
    """Hold a time for this conversation; when it cannot be had any more, offer others."""
    slot = slot_of(calendar, start, context)
    if slot is None:
        return _lost(draft, context)
    try:
        hold = context.desk.hold(slot, context.owner)
    except SlotTakenError:
        return _lost(draft, context)
    return replace(draft, slot=start, calendar=calendar, hold=hold.id, wish="", page=0, failures=0)


def _lost(draft: Draft, context: Context) -> Outcome:
    return ask_time(replace(let_go(draft, context), failures=0), context, "booking_time_taken")


def another_time(draft: Draft, given: Given, context: Context) -> Outcome | None:
    """Look for a time that is named where something else was asked for: "Friday would be better"."""
    if not _is_beside(draft, given, context) or not mentions_time(given.text):
        return None
    wish = replace(draft, wish=_asked_for(given.text), page=0, failures=0, step="time")
    when = _when(wish, context)
    held = dt.datetime.fromisoformat(draft.slot).astimezone(ZoneInfo(draft.zone))
    if when is None or (when.fits(held) and _clock(held) == when.at):
        return None
    return ask_time(let_go(wish, context), context)


def _asked_for(text: str) -> str:
    """Return a wish without what it says to the offers before: "no, friday" is Friday, and "no fridays" is not."""
    return _NO.sub("", text)[:WISH]


def _is_beside(draft: Draft, given: Given, context: Context) -> bool:
    """Whether what was typed is no answer to the step; "April May" may be a name."""
    if draft.step == "name":
        return isinstance(read_name(given.text), Problem)
    if draft.step == "contact":
        return isinstance(read_contact(given.text, context.desk.clinic.country), Problem)
    if draft.step == "remind" and "remind" in given.text.casefold():  # on Monday, perhaps; they keep their time
        return False
    steps = ("remind", "consent", "confirm", "move", "resume")
    return draft.step in steps and not given.pressed and not given.command


def wish_in(text: str, context: Context) -> str:
    """Return a text that asks for an appointment if it names a time for it, and nothing otherwise."""
    return text if _read(text, context, context.desk.zone, strict=True) else ""


def slot_of(calendar: str, start: str, context: Context) -> Slot | None:
    """Return the slot that an offer stands for, if the calendar still has it."""
    return context.desk.slot(calendar, dt.datetime.fromisoformat(start))


def _clock(local: dt.datetime) -> dt.time:
    return local.time()


def _when(draft: Draft, context: Context) -> When | None:
    return _read(draft.wish, context, ZoneInfo(draft.zone)) if draft.wish else None


def _read(text: str, context: Context, place: ZoneInfo, *, strict: bool = False) -> When | None:
    month_first = context.desk.clinic.country in MONTH_FIRST
    return read_when(text, context.now.astimezone(place), day_first=not month_first, strict=strict)


def _offer(draft: Draft, found: list[Slot], context: Context, reply: str) -> Outcome:
    shown = offers.offers(found, ZoneInfo(draft.zone))
    return tell(
        replace(draft, offers=shown),
        context,
        "time",
        reply,
        options=tuple(offer.title for offer in shown),
        buttons=("other_times", "other_zone", "stop"),
        details={"zone": draft.zone, "slots": [{"title": offer.title, "start": offer.start} for offer in shown]},
        place=zone_name(draft.zone),
    )
