"""What is said as messages of WhatsApp. Pure.

Limits: https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-list-messages and
interactive-reply-buttons-messages beside it. Meta says "characters" and not which; UTF-16 units are never fewer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels.messengers import texts
from bot.channels.messengers.model import Choice, Said

# Limits: of a text, of the body and the header over choices; of buttons, rows, and what stands on them.
TEXT, BODY, HEADER = 4096, 1024, 60
BUTTONS, BUTTON_TITLE = 3, 20
ROWS, ROW_TITLE, ROW_DESCRIPTION = 10, 24, 72
EMPTY = "\u2193"  # a message with choices must have a body
# Signs that could begin or end bold, italic, struck or fixed-width text, a quote or a list; links stay as they are,
# because they would lead elsewhere.
_MARKUP = re.compile(
    r"(?P<link>https?://\S+)|`|(?<!\w)[*_~](?=\S)|(?<=\S)[*_~](?!\w)|^>|^[*-](?=\s)", re.IGNORECASE | re.MULTILINE
)
_SIGNS = re.compile(r"[*_~`]")  # in bold, each of them
# One that looks like the sign, and means nothing to WhatsApp.
LOOKALIKES: Mapping[str, str] = {
    "*": "\u2217", "_": "\u02cd", "~": "\u223c", "`": "\u02cb", ">": "\u203a", "-": "\u2010",
}  # fmt: skip


def messages(said: Said) -> list[dict[str, Any]]:
    """Return the messages that say something, in order, without whom they go to. The last one has the choices."""
    choices = [Choice(choice.id, " ".join(choice.title.split())) for choice in said.choices]
    heading = " ".join(said.heading.split())
    numbers = "\n".join(f"{number.label}: {number.dial}" for number in said.numbers)
    body = "\n\n".join(filter(None, (said.text.strip(), numbers, _listed(choices))))
    if not choices:
        return [_text(part) for part in _parted(heading, body, TEXT)]
    parts = _parted("", body, BODY)
    header = len(parts) == 1 and texts.utf16(heading) <= HEADER
    if not header:
        parts = _parted(heading, body, BODY)
    *before, last = parts or [EMPTY]
    shown = {**_header(heading if header else ""), "body": {"text": last}, **_action(choices[:ROWS])}
    return [*map(_text, before), {"type": "interactive", "interactive": shown}]


def _listed(choices: Sequence[Choice]) -> str:
    """The choices that no button or row shows, or not in full, with their numbers: these may be typed."""
    return "\n".join(
        texts.numbered([choice], number)
        for number, choice in enumerate(choices, 1)
        if number > ROWS or texts.utf16(choice.title) > ROW_DESCRIPTION
    )


def _parted(heading: str, body: str, most: int) -> list[str]:
    """The heading in bold and the body, as texts of which the last has at most `most`; no other sign is markup."""
    bold = f"*{_SIGNS.sub(_instead, heading)}*" if heading else ""
    parts = texts.split(f"{bold}\n\n{body}", TEXT, texts.utf16)
    if parts and texts.utf16(parts[-1]) > most:
        tail = texts.split(parts[-1], most, texts.utf16)[-1]
        parts[-1:] = [parts[-1][: parts[-1].rindex(tail)].rstrip(), tail]
    # Only now: what was within a line may have come to its beginning.
    kept = bold if parts and parts[0].startswith(bold) else ""
    return [_escaped(part) if number else kept + _escaped(part[len(kept) :]) for number, part in enumerate(parts)]


def _text(body: str) -> dict[str, Any]:
    return {"type": "text", "text": {"preview_url": False, "body": body}}


def _header(heading: str) -> dict[str, Any]:
    return {"header": {"type": "text", "text": heading}} if heading else {}


def _action(choices: Sequence[Choice]) -> dict[str, Any]:
    titles = {choice.title for choice in choices}  # of buttons these must differ, of rows they need not
    if len(choices) == len(titles) <= BUTTONS and all(texts.utf16(title) <= BUTTON_TITLE for title in titles):
        buttons = [{"type": "reply", "reply": {"id": choice.id, "title": choice.title}} for choice in choices]
        return {"type": "button", "action": {"buttons": buttons}}
    rows = [_row(choice) for choice in choices]
    return {"type": "list", "action": {"button": "Choose", "sections": [{"title": "Choose one", "rows": rows}]}}


def _row(choice: Choice) -> dict[str, str]:
    short = texts.shorten(choice.title, ROW_TITLE, texts.utf16)
    if short == choice.title:
        return {"id": choice.id, "title": short}
    description = texts.shorten(choice.title, ROW_DESCRIPTION, texts.utf16)
    return {"id": choice.id, "title": short, "description": description}


def _escaped(text: str) -> str:
    return _MARKUP.sub(lambda found: found["link"] or _instead(found), text)


def _instead(found: re.Match[str]) -> str:
    return LOOKALIKES[found[0]]
