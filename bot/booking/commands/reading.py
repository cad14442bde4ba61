"""The command that a message is: one pattern after the other, what is more special first."""

from __future__ import annotations

import re

from bot.booking.commands.changes import CHANGE_CONSENT, CHANGE_CONTACT, CHANGE_NAME, CHANGE_TIME, CHANGE_ZONE
from bot.booking.commands.command import Command
from bot.booking.commands.more_times import MORE_TIMES
from bot.booking.commands.ways_out import BACK, CANCEL, HELP, RESTART, SKIP
from bot.booking.commands.words import plain
from bot.booking.commands.yes_no import NO, YES

LONGEST = 120  # characters
MOST_WORDS = 14  # a longer message says more than a command


# In this order: what is more special goes first ("some other time" before "other times", "no thanks" before "no").
_COMMANDS: tuple[tuple[Command, re.Pattern[str]], ...] = tuple(
    (command, re.compile(pattern))
    for command, pattern in (
        (Command.CANCEL, CANCEL),
        (Command.CHANGE_CONSENT, CHANGE_CONSENT),
        (Command.CHANGE_ZONE, CHANGE_ZONE),
        (Command.CHANGE_NAME, CHANGE_NAME),
        (Command.CHANGE_CONTACT, CHANGE_CONTACT),
        (Command.MORE_TIMES, MORE_TIMES),
        (Command.CHANGE_TIME, CHANGE_TIME),
        (Command.RESTART, RESTART),
        (Command.SKIP, SKIP),
        (Command.YES, YES),
        (Command.NO, NO),
        (Command.HELP, HELP),
        (Command.BACK, BACK),
    )
)


def read_command(text: str) -> Command | None:
    """Return the command that a whole message is, or None."""
    if len(text) > 4 * LONGEST:
        return None
    words = plain(text)
    if not words or len(words) > LONGEST or words.count(" ") >= MOST_WORDS:
        return None
    for command, pattern in _COMMANDS:
        if pattern.fullmatch(words):
            return command
    return None
