"""Until when a patient waits for the appointment book; after that, a change must not be made any more."""

from __future__ import annotations

HEADER = "X-Hairline-Until"  # of a call to the action server: seconds since 1970, by the clock of the caller
PATIENCE = 4.0  # seconds for connecting, thinking and answering; a patient is told within 5
ON_THE_WAY = 0.4  # seconds of it for the answer to come back
