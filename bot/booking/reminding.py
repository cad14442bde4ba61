"""Is a message about reminders: that they are wanted, or that they are not? English; pure."""

from __future__ import annotations

import re

from bot.booking.commands.words import plain

LONGEST = 120  # characters
_POLITE = r"(?:(?:yes|yeah|yep|ok|okay|sure|please|oh|well|actually|no|nope|sorry|thanks|but|then|and|hi) )*"
_AFTER = (
    r"(?: (?:here|there|in (?:this|the|our) chat|in here|on (?:here|whatsapp|telegram|my phone)|by (?:text|sms|message|whatsapp|telegram)|"
    r"please|then|both times|both|too|as well|before|before it|the day before|a day before|an hour before|and|thanks|thank you|of it|about it|for it|"
    r"at all|any more|after all|would be (?:good|great|nice|fine|helpful|lovely)|is (?:good|great|fine|ok|okay)))*"
)
_REMINDER = r"(?:(?:a|an|the|any|your|more|those|these) )?(?:reminders?|reminding)"
_WANTED = re.compile(
    rf"{_POLITE}(?:(?:can|could|would|will) you )?(?:please )?(?:do |i (?:want|need|would like|would love) )?"
    rf"(?:remind me|be reminded|to be reminded|you to remind me|{_REMINDER}|send (?:me )?{_REMINDER}|(?:text|message) me|here|both){_AFTER}"
)
_NOT_WANTED = re.compile(
    rf"{_POLITE}(?:(?:i (?:would )?)?(?:do not|rather not|not|no|without|never|stop|drop|skip|cancel)|i (?:will not|would not)) "
    rf"(?:(?:want|need|like|have|get|send|bother with) )*(?:me )?(?:to be reminded|be reminded|remind me|{_REMINDER}|(?:text|message) me|here){_AFTER}"
)


def read_reminder(text: str) -> bool | None:
    """Return whether a whole message asks for reminders or declines them; None when it says something else, or more."""
    words = plain(text) if len(text) <= LONGEST else ""
    if _NOT_WANTED.fullmatch(words):
        return False
    return True if _WANTED.fullmatch(words) else None
