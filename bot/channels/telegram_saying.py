"""What is said as messages of Telegram: https://core.telegram.org/bots/api#sendmessage. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.channels.messengers import texts
from bot.channels.messengers.model import Choice, Said

TEXT = 4096  # UTF-16 units of a text; Telegram says characters, which are never more
BUTTONS, BUTTON_TITLE = 12, 60  # Telegram has room for more, people's screens have not
EMPTY = "\u2193"  # a message with buttons must have a text


def messages(said: Said) -> list[dict[str, Any]]:
    """Return the messages that say something, in order, without whom they go to. The last one has the buttons.

    No markup is parsed, so that signs arrive as typed: a heading is bold by an entity, which counts UTF-16 units.
    """
    choices = [Choice(choice.id, " ".join(choice.title.split())) for choice in said.choices]
    heading = " ".join(said.heading.split())
    numbers = "\n".join(f"{number.label}: {number.dial}" for number in said.numbers)
    paragraphs = (heading, said.text.strip(), numbers, _listed(choices))
    body = "\n\n".join(filter(_is_visible, paragraphs))
    parts = list(filter(_is_visible, texts.split(body, TEXT, texts.utf16)))
    if choices and not parts:
        parts = [EMPTY]
    made: list[dict[str, Any]] = [{"text": part, "link_preview_options": {"is_disabled": True}} for part in parts]
    if made and _is_visible(heading):
        bold = min(texts.utf16(heading), texts.utf16(parts[0]))
        made[0]["entities"] = [{"type": "bold", "offset": 0, "length": bold}]
    if choices:
        made[-1]["reply_markup"] = {"inline_keyboard": list(_rows(choices))}
    return made


def _listed(choices: Sequence[Choice]) -> str:
    """The choices that no button shows, or not in full, with their numbers: these may be typed."""
    return "\n".join(
        texts.numbered([choice], number)
        for number, choice in enumerate(choices, 1)
        if number > BUTTONS or len(choice.title) > BUTTON_TITLE
    )


def _rows(choices: Sequence[Choice]) -> Iterator[list[dict[str, str]]]:
    for number, choice in enumerate(choices[:BUTTONS], 1):
        title = choice.title if _is_visible(choice.title) else str(number)
        yield [{"text": texts.shorten(title, BUTTON_TITLE), "callback_data": choice.id}]


def _is_visible(text: str) -> bool:
    """Whether there is something to see; Telegram takes no message without."""
    return any(letter.isprintable() and not letter.isspace() for letter in text)
