"""One patient's client: a kept connection to a bot's REST channel, and what its replies say."""

from __future__ import annotations

import http.client
import json
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

TIMEOUT = 60.0  # seconds for one reply


@dataclass(frozen=True)
class Reply:
    """One reply: its kind ("none" without a machine-readable part), the sections of each answer, and how long it took."""

    kind: str
    cited: tuple[frozenset[str], ...]
    ms: float


def reading(messages: Sequence[dict[str, Any]], ms: float) -> Reply:
    """Read the machine-readable parts of a reply's messages, as tools/score.py does."""
    parts = [m["custom"] for m in messages if isinstance(m.get("custom"), dict)]
    kind = next((p["kind"] for p in parts if "kind" in p), "none")
    answers = [answer for part in parts for answer in part.get("answers", [])]
    return Reply(kind, tuple(frozenset(s["section"] for s in a.get("sources", [])) for a in answers), ms)


class Client:
    """Asks over one connection, which is opened again when the server has closed it."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)

    def ask(self, text: str, sender: str | None = None) -> Reply:
        """Send one message, as a new patient unless `sender` is given. Raises OSError or http.client.HTTPException."""
        body = json.dumps({"sender": sender or f"bench-{uuid.uuid4().hex}", "message": text}).encode()
        try:
            return self._send(body)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self._connection.close()
            return self._send(body)

    def _send(self, body: bytes) -> Reply:
        started = time.perf_counter()
        self._connection.request("POST", "/webhooks/rest/webhook", body, {"Content-Type": "application/json"})
        response = self._connection.getresponse()
        raw = response.read()
        ms = (time.perf_counter() - started) * 1000
        if response.status != http.client.OK:
            raise http.client.HTTPException(f"status {response.status}: {raw[:200]!r}")
        return reading(json.loads(raw), ms)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
