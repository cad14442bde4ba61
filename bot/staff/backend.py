"""Where staff questions go: to the running server, else to an assistant loaded in this process."""

from __future__ import annotations

import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import httpx

from bot import runtime
from bot.assistant import Assistant
from bot.building import bring_up_to_date, model_path
from bot.channels.guard import safe_text
from bot.explain import explain
from bot.reading import History
from bot.routing import KERNEL, VECTORS, WEIGHTS, Router
from bot.settings import Settings
from index.errors import StaleIndexError
from index.search import Searcher

Messages = list[dict[str, Any]]


class Backend(Protocol):
    """Something that answers."""

    @property
    def where(self) -> str:
        """A few words on who answers."""

    def send(self, sender: str, text: str) -> Messages:
        """Return the messages of the reply to `text` in the conversation of `sender`."""


class ServerBackend:
    """The running server, over its staff channel."""

    def __init__(self, settings: Settings, token: str) -> None:
        self._client = httpx.Client(
            base_url=settings.url, headers={"Authorization": f"Bearer {token}"}, timeout=30, trust_env=False
        )
        self.where = f"the server at {settings.url}"

    def send(self, sender: str, text: str) -> Messages:
        """Ask the server. Raises httpx.HTTPError when it does not answer."""
        response = self._client.post("/webhooks/staff/webhook", json={"sender": sender, "message": text})
        if response.status_code != httpx.codes.OK:
            response.raise_for_status()
        messages: Messages = response.json()
        return messages


class LocalBackend:
    """The same assistant in this process, without Rasa around it: it starts in seconds."""

    where = "an assistant loaded in this process"

    def __init__(self, settings: Settings) -> None:
        parts = self._parts = runtime.assemble(settings)
        runtime.prepare_to_serve()
        self._assistant = Assistant(parts.searcher, load_router(settings, parts.searcher), parts.writer, parts.limits)
        self._histories: dict[str, History] = {}

    def send(self, sender: str, text: str) -> Messages:
        """Answer in this process."""
        history = self._histories.get(sender, History())
        turn = self._assistant.turn(safe_text(text), history)
        self._histories[sender] = self._assistant.after(history, turn)
        reply, _ = self._parts.grounding.checked(turn.reply, self._parts.writer)
        buttons = [{"title": b.title, "payload": b.payload} for b in reply.buttons]
        custom = dict(reply.custom, explain=explain(turn.reading, turn.route, turn.decision, self._parts.limits))
        return [
            {"recipient_id": sender, "text": reply.text, "buttons": buttons},
            {"recipient_id": sender, "custom": custom},
        ]


def connect(settings: Settings, say: Callable[[str], None]) -> Backend:
    """Return the running server if there is one, else load an assistant, building first what is stale."""
    server = running_server(settings)
    if server is not None:
        return server
    bring_up_to_date(settings, say)
    say("no server is running: loading the assistant")
    return LocalBackend(settings)


def running_server(settings: Settings) -> ServerBackend | None:
    """Return the server of this machine, if it answers and left its staff token."""
    try:
        token = settings.staff_token_file.read_text(encoding="utf-8").strip()
        answer = httpx.get(f"{settings.url}/webhooks/staff/", timeout=2, trust_env=False)
    except (OSError, httpx.HTTPError):
        return None
    return ServerBackend(settings, token) if answer.status_code == httpx.codes.OK else None


def load_router(settings: Settings, searcher: Searcher) -> Router:
    """Return the trained router out of the Rasa model. Raises StaleIndexError when there is none."""
    try:
        with tempfile.TemporaryDirectory() as folder, tarfile.open(model_path(settings)) as archive:
            for member in archive.getmembers():
                if Path(member.name).name in (WEIGHTS, KERNEL, VECTORS) and member.isfile():
                    member.name = Path(member.name).name
                    archive.extract(member, folder)
            return Router.load(Path(folder), len(searcher.evidence.learnt))
    except (OSError, tarfile.TarError) as error:
        raise StaleIndexError(f"there is no trained model ({error}); run `hairline build`") from error
