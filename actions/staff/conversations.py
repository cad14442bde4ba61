"""The conversations of the running server: handed out and deleted over its staff channel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import httpx

from bot.settings import Settings
from index.errors import HairlineError

PATIENCE = 30.0  # seconds; a reply on its way is waited for


class ConversationsError(HairlineError):
    """A server runs, but what was asked of it was not done."""


class Conversations:
    """Asks the server of this machine. Methods return None when none runs: then there are no conversations."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def gone(self) -> str:
        """What to tell when no server runs."""
        told = f"no server answers at {self._settings.url}: conversations live only in memory and ended with it"
        if self._settings.staff_token_file.exists():
            told += " (if one runs elsewhere, set HAIRLINE_HOST and HAIRLINE_PORT as it has them, and run this again)"
        return told

    def export(self, senders: Sequence[str]) -> list[dict[str, Any]] | None:
        """Return what they hold. Raises ConversationsError."""
        told = self._post("export", senders)
        return None if told is None else list(told["conversations"])

    def forget(self, senders: Sequence[str]) -> int | None:
        """Delete them, and return how many there were. Raises ConversationsError."""
        told = self._post("forget", senders)
        return None if told is None else int(told["conversations"])

    def _post(self, what: str, senders: Sequence[str]) -> dict[str, Any] | None:
        url = f"{self._settings.url}/webhooks/staff/{what}"
        headers = {"Authorization": f"Bearer {self._token()}"}
        try:
            answer = httpx.post(url, json={"senders": senders}, headers=headers, timeout=PATIENCE, trust_env=False)
        except httpx.ConnectError:
            return None
        except httpx.HTTPError as error:
            raise ConversationsError(
                f"the server at {self._settings.url} did not answer ({type(error).__name__}); restart it"
            ) from None
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            raise ConversationsError(
                f"the server at {self._settings.url} is another one's than {self._settings.var}; set HAIRLINE_VAR as it has it"
            )
        if answer.status_code != httpx.codes.OK:
            raise ConversationsError(
                f"the server at {self._settings.url} answered {answer.status_code}; its log says why"
            )
        told: dict[str, Any] = answer.json()
        return told

    def _token(self) -> str:
        try:
            return self._settings.staff_token_file.read_text(encoding="utf-8").strip() or "none"
        except OSError:
            return "none"  # refused by a server that runs with another var folder
