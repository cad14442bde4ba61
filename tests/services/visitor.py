"""A visitor of the website, as its widget would speak for them."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any

import httpx

PRIVACY = {"privacy": "1"}


@dataclass
class Visitor:
    """One conversation. origin: the website, or None for a program."""

    client: httpx.Client
    token: str
    renewal: str
    conversation: str
    origin: str | None = None

    def ask(self, method: str, path: str, **kwargs: Any) -> httpx.Response:
        """Send a request with the token; other headers may be given."""
        headers = {"Authorization": f"Bearer {self.token}", **({"Origin": self.origin} if self.origin else {})}
        return self.client.request(
            method, f"/chat/{path}", **{**kwargs, "headers": {**headers, **kwargs.get("headers", {})}}
        )

    def send(self, text: str, message: str | None = None, **fields: Any) -> httpx.Response:
        """Send a message."""
        body = json.dumps({"id": message or secrets.token_hex(8), "text": text, **fields})
        return self.ask("POST", "messages", content=body, headers={"Content-Type": "application/json"})

    def say(self, text: str, message: str | None = None, **fields: Any) -> dict[str, Any]:
        """Send a message that must be answered; return its turn."""
        response = self.send(text, message, **fields)
        assert response.status_code == 200, response.text
        turn: dict[str, Any] = response.json()
        return turn

    def turns(self) -> list[dict[str, Any]]:
        """The conversation so far."""
        response = self.ask("GET", "messages")
        assert response.status_code == 200, response.text
        turns: list[dict[str, Any]] = response.json()["turns"]
        return turns


def visit(client: httpx.Client, origin: str | None = None) -> Visitor:
    """Begin a conversation."""
    response = client.post("/chat/sessions", json=PRIVACY, headers={"Origin": origin} if origin else {})
    assert response.status_code == 201, response.text
    begun = response.json()
    return Visitor(client, begun["token"], begun["renewal"], begun["conversation"], origin)


def custom(turn: dict[str, Any]) -> dict[str, Any]:
    """The machine-readable part of a turn; there must be exactly one."""
    (only,) = [reply["custom"] for reply in turn["replies"] if "custom" in reply]
    assert isinstance(only, dict)
    return only
