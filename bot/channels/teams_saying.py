"""What is said as activities of Teams: plain texts, and Adaptive Cards for what has buttons. Pure.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference#adaptive-card. A card's
text goes into TextRuns, which have no Markdown: TextBlocks do, and Teams' apps differ in how they read escaped signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.channels.messengers import texts
from bot.channels.messengers.model import Choice, Number, Said

# Teams takes about 100 KB of UTF-16 (earlier 28 KB) with all its JSON:
# https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages. These stay below 28 KB.
PLAIN, CARD = 6_000, 2_400  # UTF-16 units of a text, and of one that has to fit on cards
LINES = 30  # of a text on a card: each is an element
BUTTONS, DIALS, TITLE, HEADING = 10, 4, 60, 250  # buttons on a card; UTF-16 units that they and a heading have
SUMMARY = 120  # characters of what a notification shows of a card
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_DIAL = re.compile(r"\+?[0-9]{2,20}")
# {{DATE(...)}} and {{TIME(...)}} are replaced by clients, unless two runs part the braces:
# https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features.
_FUNCTION = re.compile(r"(?<=\{)(?=\{(?:DATE|TIME)\(\d{4}-\d\d-\d\dT)")


def activities(said: Said) -> list[dict[str, Any]]:
    """Return the activities that say something, in order. The first has the heading, the last one the buttons."""
    choices = [Choice(choice.id, _line(choice.title)) for choice in said.choices]
    numbers = [Number(_line(number.label), _line(number.dial)) for number in said.numbers]
    heading, rest = _heading(_line(said.heading))
    dialled = "\n".join(f"{number.label}: {number.dial}" for number in numbers)
    is_card = bool(heading or choices or numbers)
    body = "\n\n".join(filter(_is_visible, (rest, _clean(said.text).strip(), dialled, _listed(choices))))
    parts = list(_parts(body, CARD if is_card else PLAIN)) or ([""] if is_card else [])
    buttons = [*_dials(numbers), *_buttons(choices)]
    return [
        _activity(part, heading if at == 0 else "", buttons if at == len(parts) - 1 else [])
        for at, part in enumerate(parts)
    ]


def _activity(text: str, heading: str, buttons: Sequence[dict[str, Any]]) -> dict[str, Any]:
    if not heading and not buttons:
        return {"type": "message", "textFormat": "plain", "text": text}
    card = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.2",  # no element is newer; users report phones that take no newer card (msteams-docs issue 13646)
        "msteams": {"width": "Full"},
        # One set for each button: side by side there is no room for titles, and apps fold what is beyond a few.
        "body": [
            *([_alarm(heading)] if heading else []),
            *_blocks(text),
            *({"type": "ActionSet", "actions": [button]} for button in buttons),
        ],
    }
    shown = " ".join(f"{heading} {text}".split()) or buttons[0]["title"]
    attached = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "summary": texts.shorten(shown, SUMMARY), "attachments": [attached]}


def _alarm(heading: str) -> dict[str, Any]:
    loud = {"size": "Large", "weight": "Bolder", "color": "Attention"}
    return {"type": "Container", "style": "attention", "bleed": True, "items": [_block(heading, **loud)]}


def _blocks(text: str) -> Iterator[dict[str, Any]]:
    """An element for each line: a single line break within one would be read as a space."""
    begins = True
    for line in text.split("\n"):
        if _is_visible(line):
            yield {**_block(line.strip()), **({} if begins else {"spacing": "None"})}
        begins = not _is_visible(line)


def _block(line: str, **look: str) -> dict[str, Any]:
    runs = [{"type": "TextRun", "text": run, **look} for run in _FUNCTION.split(line)]
    return {"type": "RichTextBlock", "inlines": runs}


def _dials(numbers: Sequence[Number]) -> Iterator[dict[str, Any]]:
    """Buttons that call: they work on phones; on computers Teams may do nothing, so the text has the numbers too."""
    for number in [number for number in numbers if _DIAL.fullmatch(number.dial)][:DIALS]:
        title = texts.shorten(f"Call {number.dial} {number.label}".strip(), TITLE, texts.utf16)
        yield {"type": "Action.OpenUrl", "title": title, "url": f"tel:{number.dial}"}


def _buttons(choices: Sequence[Choice]) -> Iterator[dict[str, Any]]:
    for number, choice in enumerate(choices[:BUTTONS], 1):
        title = texts.shorten(choice.title, TITLE, texts.utf16) if _is_visible(choice.title) else str(number)
        yield {"type": "Action.Submit", "title": title, "data": {"choice": choice.id, "title": title}}


def _listed(choices: Sequence[Choice]) -> str:
    """The choices that no button shows, or not in full, with their numbers: these may be typed."""
    return "\n".join(
        texts.numbered([choice], number)
        for number, choice in enumerate(choices, 1)
        if number > BUTTONS or texts.utf16(choice.title) > TITLE
    )


def _parts(body: str, most: int) -> Iterator[str]:
    for part in texts.split(body, most, texts.utf16):
        lines = part.split("\n")
        several = ("\n".join(lines[begin : begin + LINES]).strip() for begin in range(0, len(lines), LINES))
        yield from filter(_is_visible, several if most == CARD else [part])


def _heading(heading: str) -> tuple[str, str]:
    """A heading, and what of it is too long for one."""
    parts = texts.split(heading, HEADING, texts.utf16) if _is_visible(heading) else []
    return (parts[0], " ".join(parts[1:])) if parts else ("", "")


def _line(text: str) -> str:
    return " ".join(_clean(text).split())


def _clean(text: str) -> str:
    """A text without signs that nobody sees."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _is_visible(text: str) -> bool:
    return any(letter.isprintable() and not letter.isspace() for letter in text)
