"""A reply of the assistant as messages: sources in short, choices with ids, an emergency as a card. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from bot.channels.messengers.model import Choice, Number, Said
from bot.citation import Citations
from bot.clinic import Clinic
from bot.names import Kind
from bot.templates import Templates
from index.content import Answer, Content


class Presenter:
    """Turns what the assistant said into what messengers can show. No word of an answer is changed or left out."""

    def __init__(self, content: Content, templates: Templates, clinic: Clinic, page: str | None) -> None:
        """page: where the sources of every answer stand, each behind # and its id; None when it is not on the web."""
        self._answers: dict[str, Answer] = {answer.id: answer for answer in content.answers}
        self._sections = {section.id: (source, section) for source, section in content.sections()}
        self._citations, self._templates, self._page = Citations(content, templates), templates, page
        self._heading, self._crisis = templates.reply("emergency_heading"), templates.reply("crisis")
        self._emergency = Number("Emergency", _dialled(clinic.emergency_number))
        self._urgent = Number(f"{clinic.name}, urgent", _dialled(clinic.urgent_phone))

    def said(self, messages: Iterable[Mapping[str, Any]]) -> list[Said]:
        """Return the messages of one reply. messages: as the assistant's voice gives them.

        Only the last one that has buttons keeps them: a typed number means one of those.
        """
        told = [message for message in messages if message.get("text") or message.get("buttons")]
        with_buttons = [number for number, message in enumerate(told) if message.get("buttons")]
        last = with_buttons[-1] if with_buttons else -1
        return [self._said(message, shows=number == last) for number, message in enumerate(told)]

    def fixed(self, name: str, *buttons: str, **words: str) -> Said:
        """Return one of our own texts. buttons: by name."""
        return Said(
            self._templates.reply(name, **words),
            choices((title, title) for title in map(self._templates.button, buttons)),
        )

    def _said(self, message: Mapping[str, Any], *, shows: bool) -> Said:
        custom = message.get("custom") or {}
        text = self._in_short(str(message.get("text") or ""), custom)
        buttons = message.get("buttons") or () if shows else ()
        shown = choices((button["title"], button["payload"]) for button in buttons)
        if custom.get("kind") != Kind.EMERGENCY.value:
            return Said(text, shown)
        numbers = (self._emergency,) if self._crisis in text else (self._emergency, self._urgent)
        return Said(text, shown, self._heading, numbers)

    def _in_short(self, text: str, custom: Mapping[str, Any]) -> str:
        cited = [self._answers[one["id"]] for one in custom.get("answers", ()) if one["id"] in self._answers]
        short = {self._citations.line(record): self._reference(record) for record in cited}
        return "\n".join(short.get(line, line) for line in text.split("\n"))

    def _reference(self, record: Answer) -> str:
        named = [self._sections[section] for section in record.sources]
        source, section = named[0]
        more = f" and {len(named) - 1} more" if len(named) > 1 else ""
        reviewed = (
            f"reviewed {record.review.on}" if record.review.status == "approved" else "not yet reviewed by a clinician"
        )
        evidence = self._templates.evidence(record.evidence)
        told = f"Evidence: {evidence}. Source: {source.publisher}, \u201c{section.heading}\u201d{more}; {reviewed}."
        return f"{told} {self._page}#{record.id}" if self._page else told


def choices(buttons: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    """Return choices in the order of the buttons. buttons: title and payload of each.

    An id says nothing by itself: it means something only in a conversation that was shown it.
    """
    made: list[Choice] = []
    for title, payload in buttons:
        digest = hashlib.sha256(payload.encode("utf-8", "surrogatepass")).hexdigest()[:14]
        before = sum(choice.payload == payload for choice in made)  # two buttons may lead to the same answer
        made.append(Choice(f"c-{digest}-{before}" if before else f"c-{digest}", title, payload))
    return tuple(made)


def _dialled(number: str) -> str:
    return "".join(letter for letter in number if letter.isdigit() or letter == "+")
