"""Where an error arose, for a log that must not repeat what somebody sent."""

from __future__ import annotations


def where(error: BaseException) -> str:
    """Return file and line of the innermost place, or "?"."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
