"""Plays conversations that are written down in tests/conversations/bookings/, and looks at what they left in the store.

One line of a conversation is what a patient types, "->", and what is told: the kind of a reply (`answer`, `handover`)
or the name of a text of replies.yml (without "booking_"), one for each message. "a|b" is one of the two; words in quotes
have to stand in the last message, after "!" they must not.

    Book a consultation -> zone
    [2] -> name "2:45 pm"                   the second button
    how much does it cost? -> answer name   an answer, and the step once more
    (Ben) {title} -> time_taken             another patient; in braces: see `Wanted` and `SENT`
    ! held 1                                how many times are held by all of them now
    ! next day                              holds have run out, and the conversation begins a new session
"""

from __future__ import annotations

import datetime as dt
import json
import re
import time
import uuid
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from actions.consultations.desk import Desk
from actions.consultations.offers import title
from actions.consultations.shown import clock_words
from bot.clinic import load_clinic
from bot.names import Kind
from bot.templates import Templates
from tests.services.booking_book import CONTENT, book_of
from tests.services.client import Reply, Server

TOKEN = "a-token-for-tests-only"
IN_TIME = 5.0  # seconds
KINDS = {kind.value for kind in Kind}
SENT = {
    "nothing": "",
    "html": "<script>alert(1)</script><b onclick=x>hi</b>",
    "emoji": "\U0001f600\U0001f389",
    "huge": "How long does it take? " * 400,
    "zalgo": "a" + "\u0301" * 90,
    "template": "{name} {0} ${7*7} %s",
}
STEPS = {
    "zone": ("zone", "zone_which", "zone_unclear"),
    "time": "time time_wish time_none time_conflict time_past time_last time_taken time_unclear".split(),
    "name": ("name", "name_parent", "name_unclear"),
    "contact": ("contact", "contact_meant"),
    "remind": ("remind", "remind_hour"),
    "consent": ("consent",),
    "confirm": "confirm confirm_questions confirm_remind confirm_questions_remind yes_or_change change_what".split(),
    "resume": ("resume",),
    "reference": ("reference", "reference_unclear", "not_found"),
    "proof": ("proof",),
    "choice": ("choice", "choice_unclear"),
    "cancel": ("cancel", "cancel_unclear"),
    "move": ("move", "move_unclear"),
    "over": "done_email done_phone done_email_remind done_phone_remind stopped left cancelled moved full not_found_call".split(),
}
STEP_OF = {f"booking_{name}": step for step, names in STEPS.items() for name in names}


@dataclass(frozen=True)
class Script:
    """One conversation, or several that belong together."""

    name: str
    lines: tuple[str, ...]
    ends: tuple[
        str, ...
    ]  # what became of each time that was taken: "booked by e-mail", "booked moved by phone", "held"
    zone: str = "Europe/London"  # in which `Wanted` is told
    person: str = ""  # "name, contact, zone" of the one appointment
    consent: str = ""  # "given", "refused" or "none"
    questions: tuple[str, ...] | None = None  # that were passed on; None: not looked at

    @property
    def turns(self) -> int:
        """How often the patients said something."""
        return sum(not line.startswith(("! ", "#")) for line in self.lines)


def scripts(path: Path) -> list[Script]:
    """Read a file of conversations by name."""
    raw: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        Script(
            name,
            tuple(line.strip() for line in said.pop("talk").splitlines() if line.strip()),
            **{key: tuple(value) if isinstance(value, list) else value for key, value in said.items()},
        )
        for name, said in raw.items()
    ]


@dataclass(frozen=True)
class Texts:
    """The approved texts, to tell which one a message is."""

    templates: Templates = field(
        default_factory=lambda: Templates.load(CONTENT / "replies.yml", load_clinic(CONTENT / "clinic.yml"))
    )

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        return {name: self._pattern(name) for name in self.templates.names()}

    def _pattern(self, name: str) -> re.Pattern[str]:
        return re.compile(re.sub(r"\\\{\w+\\\}", "(?s:.+?)", re.escape(self.templates.raw(name))))

    def names(self, text: str) -> set[str]:
        """Return the names of the texts that this one may be."""
        bare = text.removeprefix(f"{self.templates.raw('intro')}\n\n")
        return {name for name, pattern in self._patterns.items() if pattern.fullmatch(bare)}


class Wanted:
    """A time that is free in three weeks or so, in the words of a patient: {title}, {weekday}, {date}, {clock}, ..."""

    def __init__(self, desk: Desk, zone: str) -> None:
        from zoneinfo import ZoneInfo

        now = desk.clock()
        later = (slot.start for slot in desk.free() if slot.start >= now + dt.timedelta(days=21))
        free = [start.astimezone(ZoneInfo(zone)) for start in later]
        of_day = [start for start in free if start.date() == free[4].date() or start.date() == free[5].date()]
        self.local = next(start for start in of_day[1:] if start.date() == of_day[0].date())
        desk.store.close()

    def words(self) -> dict[str, str]:
        """The same time as people write it."""
        day = self.local
        return {
            "title": title(day),
            "weekday": f"{day:%A}".lower(),
            "date": f"{day.day} {day:%B}",
            "american": f"{day:%B} {day.day}",
            "numeric": f"{day.month}/{day.day}",
            "iso": f"{day:%Y-%m-%d}",
            "clock": clock_words(day),
            "clock24": f"{day:%H:%M}",
            "hour": f"{day:%I%p}".lstrip("0").lower(),
        }


class Talk:
    """The conversations of one script, over a real server."""

    def __init__(self, server: Server, script: Script, texts: Texts) -> None:
        self._server, self._script, self._texts = server, script, texts
        self._senders: dict[str, str] = {}
        self._buttons: dict[str, list[str]] = {}
        self._known: dict[str, str] = dict(SENT)
        self.book = book_of(server)
        if any(
            f"{{{word}" in line
            for line in script.lines
            for word in ("title", "weekday", "date", "american", "numeric", "iso", "clock", "hour")
        ):
            self._known |= Wanted(self.book.desk(), script.zone).words()

    @property
    def owners(self) -> list[str]:
        """The senders of all that was said."""
        return list(self._senders.values())

    def play(self) -> None:
        """Say every line, and compare what is told."""
        for line in self._script.lines:
            if line.startswith("! "):
                self._look(line)
            elif not line.startswith("#"):
                typed, _, told = line.rpartition("->")
                who = re.match(r"\((\w+)\) ", typed)
                speaker = who[1] if who else ""
                self._turn(speaker, typed[who.end() :].strip() if who else typed.strip(), told.strip(), line)

    def _turn(self, speaker: str, typed: str, told: str, line: str) -> None:
        sender = self._senders.setdefault(speaker, f"talk-{uuid.uuid4().hex}")
        text = self._typed(typed, self._buttons.get(speaker, []))
        began = time.monotonic()
        reply = self._server.post(json.dumps({"sender": sender, "message": text}).encode(), token=TOKEN)
        took = time.monotonic() - began
        assert took < IN_TIME, f"{line}: took {took:.1f} s"
        where = (
            f"{line!r}\n  told: {[message.get('text', '')[-160:] for message in reply.messages if 'text' in message]}"
        )
        messages = self._checked(reply, where)
        self._buttons[speaker] = [button["payload"] for button in messages[-1].get("buttons", [])]
        booking = reply.custom.get("booking", {})
        if "reference" in booking:
            plain = booking["reference"]
            self._known |= {"reference": plain, "bare": plain.replace("-", ""), "lower": plain.lower()}
        self._compare(told, reply, messages, where)

    def _typed(self, typed: str, buttons: list[str]) -> str:
        if pressed := re.fullmatch(r"\[(\d+)\]", typed):
            return buttons[int(pressed[1]) - 1]
        return self._filled(typed)

    def _filled(self, text: str) -> str:
        for name, value in self._known.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    def _checked(self, reply: Reply, where: str) -> list[dict[str, Any]]:
        """What holds of every reply. Returns the messages that are read."""
        assert reply.status == 200, where
        assert sum("custom" in message for message in reply.messages) == 1, where
        spoken = [message for message in reply.messages if message.get("text")]
        assert spoken, where
        assert "custom" in reply.messages[0] or "custom" in reply.messages[1], (
            f"{where}: it belongs to the first message"
        )
        assert not re.search(r"\d\d:\d\d:\d\d|\{\w*\}|<\w", " ".join(message["text"] for message in spoken)), where
        return spoken

    def _compare(self, told: str, reply: Reply, messages: list[dict[str, Any]], where: str) -> None:
        quoted = re.findall(r'(!?)"([^"]*)"', told)
        expected = re.sub(r'!?"[^"]*"', " ", told).split()
        assert len(messages) == len(expected), where
        for number, (wanted, message) in enumerate(zip(expected, messages, strict=True)):
            self._compare_one(wanted, message["text"], reply.custom if number == 0 else None, where)
        last = messages[-1]["text"]
        for sign, words in ((sign, self._filled(words)) for sign, words in quoted):
            assert (words in last) != bool(sign), f"{where}\n  {sign}{words!r}"

    def _compare_one(self, wanted: str, text: str, custom: dict[str, Any] | None, where: str) -> None:
        kinds = {word for word in wanted.split("|") if word in KINDS}
        if custom is not None and custom["kind"] in kinds:
            return
        names = self._texts.names(text)
        known = {f"booking_{word}" for word in wanted.split("|")} | (set(wanted.split("|")) - kinds)
        assert names & known, f"{where}\n  expected {wanted}, not {sorted(names) or 'a text without a name'}"
        step = STEP_OF.get(min(names & known))
        if custom is not None and step is not None:
            assert (custom["kind"], custom["booking"]["step"]) == ("booking", step), where

    def _look(self, line: str) -> None:
        match line.removeprefix("!").split():
            case ["held", number]:
                assert self.book.held(self.owners) == int(number), line
            case ["next", "day"]:
                self.book.run_out(self.owners)
                for sender in self.owners:
                    path = f"/conversations/{sender}/execute?token={TOKEN}&output_channel=rest"
                    begun = self._server.client.post(path, json={"name": "action_session_start"})
                    assert begun.status_code == 200, begun.text
            case ["runs", "out"]:
                self.book.run_out(self.owners)
            case _:
                raise AssertionError(f"{line!r} is no look; see the beginning of this file")
