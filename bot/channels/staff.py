"""The staff channel: like REST, but replies say why. Open only to whoever can read the token file on this machine."""

from __future__ import annotations

import secrets
from typing import Optional

from bot import runtime
from bot.channels.rest import RestChannel


class StaffChannel(RestChannel):
    """POST /webhooks/staff/webhook; replies carry `explain`."""

    @classmethod
    def name(cls) -> str:
        """Under which name Rasa mounts the channel."""
        return "staff"

    def token(self) -> Optional[str]:
        """The token that the server wrote for this machine's staff when it started."""
        try:
            found = runtime.parts().settings.staff_token_file.read_text(encoding="utf-8").strip()
        except OSError:
            found = ""
        return found or secrets.token_hex()  # without a file, nobody gets in
