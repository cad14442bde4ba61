"""What is said as messages of Messenger and Instagram. Pure.

Limits: https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/quick-replies,
template/button and buttons/call beside it, and instagram-messaging/features/send-message. Meta says "characters" and
not which; UTF-16 units are never fewer. Neither has markup, and neither lets us switch off the previews of links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.channels.messengers import texts
from bot.channels.messengers.model import Choice, Number, Said

TEXT, INSTAGRAM_TEXT = 1999, 999  # characters; bytes of UTF-8. Meta says "less than" 2000 and 1000
CHOICES, TITLE = 13, 20
CALLS, CARD = 3, 640  # buttons that dial, and the text above them
EMPTY = "\u2193"  # a message with choices must have a text
_DIAL = re.compile(r"\+[1-9][0-9]{5,14}")  # with the country's code, which emergency numbers such as 112 have not


def messages(said: Said, *, instagram: bool) -> list[dict[str, Any]]:
    """Return the messages that say something, in order, without whom they go to. The last one has the choices.

    An emergency's heading is in capitals, because nothing can be bold. Its numbers are always lines of the text, so
    that nothing depends on the card with buttons that dial, which follows on Messenger.
    """
    choices = [Choice(choice.id, _title(choice.title, number)) for number, choice in enumerate(said.choices, 1)]
    is_long = any(texts.utf16(choice.title) > TITLE for choice in choices)
    heading = " ".join(said.heading.split()).upper()
    shown = 0 if is_long or instagram else CHOICES  # by buttons alone; Instagram's website shows no buttons
    listed = texts.numbered(choices[shown:], shown + 1)
    paragraphs = (heading, said.text.strip(), _lines(said.numbers), listed)
    body = "\n\n".join(filter(_is_visible, paragraphs))
    most, length = (INSTAGRAM_TEXT, texts.utf8) if instagram else (TEXT, texts.utf16)
    made: list[dict[str, Any]] = [{"text": part} for part in texts.split(body, most, length) if _is_visible(part)]
    dialled = [] if instagram else [number for number in said.numbers if _DIAL.fullmatch(number.dial)][:CALLS]
    if dialled:
        made.append(_card(dialled))
    if choices:
        made = made or [{"text": EMPTY}]
        made[-1]["quick_replies"] = list(_quick_replies(choices, numbered=is_long))
    return made


def _quick_replies(choices: Sequence[Choice], *, numbered: bool) -> Iterator[dict[str, str]]:
    """numbered: the text has all titles in full, and their numbers say which is which."""
    for number, choice in enumerate(choices[:CHOICES], 1):
        title = f"{number}. {choice.title}" if numbered else choice.title
        yield {"content_type": "text", "title": texts.shorten(title, TITLE, texts.utf16), "payload": choice.id}


def _card(numbers: Sequence[Number]) -> dict[str, Any]:
    buttons = [
        {"type": "phone_number", "title": texts.shorten(_label(number), TITLE, texts.utf16), "payload": number.dial}
        for number in numbers
    ]
    text = texts.shorten(_lines(numbers), CARD, texts.utf16)
    return {
        "attachment": {"type": "template", "payload": {"template_type": "button", "text": text, "buttons": buttons}}
    }


def _lines(numbers: Sequence[Number]) -> str:
    return "\n".join(f"{number.label}: {number.dial}" for number in numbers)


def _label(number: Number) -> str:
    return " ".join(number.label.split()) if _is_visible(number.label) else number.dial


def _title(title: str, number: int) -> str:
    return " ".join(title.split()) if _is_visible(title) else str(number)


def _is_visible(text: str) -> bool:
    """Whether there is something to see; Meta takes no text without."""
    return any(letter.isprintable() and not letter.isspace() for letter in text)
