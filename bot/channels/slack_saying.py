"""What is said as messages of Slack, made of blocks: https://docs.slack.dev/reference/block-kit/blocks. Pure.

Texts go into rich_text blocks, where nothing is markup: mrkdwn has no way to write its own signs (* _ ~ ` : and a > at
the beginning of a line), and invisible letters between them do not keep Slack from formatting. Links are elements of
their own there. Only lines with numbers to call are mrkdwn, and only if they hold none of its signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.channels.messengers import texts
from bot.channels.messengers.model import Choice, Number, Said

# Slack allows 3,000 characters in a text and 50 blocks, yet refuses messages whose blocks hold about 13,000 characters
# with all their JSON (bolt-js issue 2509). Bytes of UTF-8 are never fewer than characters.
TEXT = 3_000
HEADING, BUTTONS, TITLE = 150, 10, 75  # UTF-16 units of a heading; buttons (25 would fit) and UTF-16 units of a title
LINKS, DIALS = 20, 1_000  # links in a message that can be clicked; characters of lines with numbers to call
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_LINK = re.compile(
    r"(?<![^\W_])https://(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}(?::[0-9]{1,5})?"
    r"(?:[/?#][A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]{0,900})?"
)
_DIAL = re.compile(r"\+?[0-9]{2,20}")


def messages(said: Said) -> list[dict[str, Any]]:
    """Return the messages that say something, in order, without whom they go to.

    The first has the heading; the last has the numbers to call and the buttons.
    """
    choices = [Choice(choice.id, _line(choice.title)) for choice in said.choices]
    numbers = [Number(_line(number.label), _line(number.dial)) for number in said.numbers]
    whole = _line(said.heading) if _is_visible(said.heading) else ""
    heading, calls = texts.shorten(whole, HEADING, _escaped), _dialled(numbers)
    listed = "\n".join(f"{number.label}: {number.dial}" for number in numbers)
    paragraphs = (whole if heading != whole else "", _clean(said.text).strip(), "" if calls else listed, _more(choices))
    parts = list(filter(_is_visible, texts.split("\n\n".join(filter(_is_visible, paragraphs)), TEXT, texts.utf8)))
    parts = parts or ([""] if heading or calls or choices else [])
    return [
        _message(
            [
                *([{"type": "header", "text": _plain(heading)}] if heading and at == 1 else []),
                *([_rich(part)] if part else []),
                *([_mrkdwn(calls)] if calls and at == len(parts) else []),
                *([_buttons(choices)] if choices and at == len(parts) else []),
            ],
            (heading if at == 1 else "", part, listed if calls and at == len(parts) else ""),
            texts.numbered(choices),
        )
        for at, part in enumerate(parts, 1)
    ]


def escaped(text: str) -> str:
    """Return a text for what Slack reads signs in: https://docs.slack.dev/messaging/formatting-message-text#escaping."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _message(blocks: list[dict[str, Any]], spoken: Sequence[str], otherwise: str) -> dict[str, Any]:
    """A message. spoken: what notifications show and screen readers read instead of its blocks."""
    text = "\n\n".join(filter(_is_visible, spoken)) or otherwise
    return {
        "text": escaped(text),
        "blocks": blocks,
        "mrkdwn": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _rich(text: str) -> dict[str, Any]:
    """https://docs.slack.dev/reference/block-kit/blocks/rich-text-block."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(_runs(text))}]}


def _runs(text: str) -> Iterator[dict[str, str]]:
    end = 0
    for link in list(_LINK.finditer(text))[:LINKS]:
        url = link[0].rstrip(".,;:!?'*" if "(" in link[0] else ".,;:!?'*)")
        if link.start() > end:
            yield {"type": "text", "text": text[end : link.start()]}
        yield {"type": "link", "url": url}
        end = link.start() + len(url)
    if end < len(text):
        yield {"type": "text", "text": text[end:]}


def _dialled(numbers: Sequence[Number]) -> str:
    """Lines with numbers to call, in mrkdwn; "" when one of them cannot be written in it, or they are too many."""
    if not all(_DIAL.fullmatch(number.dial) and _is_unmarked(number.label) for number in numbers):
        return ""
    lines = "\n".join(f"{escaped(number.label)}: <tel:{number.dial}|{number.dial}>" for number in numbers)
    return lines if len(lines) <= DIALS else ""


def _is_unmarked(label: str) -> bool:
    """Whether mrkdwn has no meaning for any letter of a label."""
    return label[:1].isalpha() and all(letter.isalnum() or letter in " .,()'/&-" for letter in label)


def _mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _buttons(choices: Sequence[Choice]) -> dict[str, Any]:
    """https://docs.slack.dev/reference/block-kit/block-elements/button-element."""
    shown = (choice.title if _is_visible(choice.title) else str(number) for number, choice in enumerate(choices, 1))
    return {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "text": _plain(texts.shorten(title, TITLE, _escaped)),
                "action_id": f"choice-{number}",
                "value": choice.id,
            }
            for number, (choice, title) in enumerate(zip(choices[:BUTTONS], shown, strict=False), 1)
        ],
    }


def _more(choices: Sequence[Choice]) -> str:
    """The choices that no button shows, or not in full, with their numbers: these may be typed."""
    return "\n".join(
        texts.numbered([choice], number)
        for number, choice in enumerate(choices, 1)
        if number > BUTTONS or _escaped(choice.title) > TITLE
    )


def _plain(text: str) -> dict[str, Any]:
    """https://docs.slack.dev/reference/block-kit/composition-objects/text-object: not even :smile: is markup."""
    return {"type": "plain_text", "text": escaped(text), "emoji": False}


def _escaped(text: str) -> int:
    """The length that Slack may count: it does not say whether signs are counted before or after escaping."""
    return texts.utf16(escaped(text))


def _line(text: str) -> str:
    return " ".join(_clean(text).split())


def _clean(text: str) -> str:
    """A text without signs that nobody sees."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _is_visible(text: str) -> bool:
    return any(letter.isprintable() and not letter.isspace() for letter in text)
