"""What a patient may say at every step of a booking: cancel, go back, "wrong email", "other times". English; pure.

A message is a command only as a whole, but for politeness around it: "can I cancel?" is one, "can I cancel later?" and
"what if I need to stop the treatment" are not. "No thanks" is SKIP: where a yes or no was asked for, it means no.
"""

from __future__ import annotations

from bot.booking.commands.command import Command
from bot.booking.commands.reading import LONGEST, MOST_WORDS, read_command

__all__ = ["LONGEST", "MOST_WORDS", "Command", "read_command"]
