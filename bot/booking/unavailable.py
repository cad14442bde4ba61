"""What is told when the appointment book cannot be reached. Pure."""

from __future__ import annotations

from bot.booking.said import Said


def unavailable(said: Said | None) -> Said:
    """Return it with the choices of the step that was told last, so that the patient can try again.

    said: that step; None when booking had not begun, and does not now.
    """
    if said is None:
        return Said("booking_down", "over", buttons=("consultation", "topics"))
    return Said("booking_down", said.step, options=said.options, buttons=said.buttons, details=said.details)
