"""The operations of the web channel, as the canned chat does them."""

from __future__ import annotations

from dataclasses import dataclass

from tests.browser.canned_chat import Chat, RefusedError, Talk, Trouble
from tests.browser.canned_replies import Json


@dataclass(frozen=True)
class Asked:
    """A request, as far as the canned chat reads it."""

    method: str
    path: str  # below /chat/
    token: str
    after: int
    body: Json

    @property
    def name(self) -> str:
        """The operation; ids in the path do not count."""
        path = "messages/feedback" if self.path.endswith("/feedback") else self.path
        return f"{self.method} {path}"


def perform(chat: Chat, asked: Asked, trouble: Trouble | None) -> tuple[int, Json | str]:
    """Return status and body, after what befalls this request. Raises RefusedError."""
    if trouble and trouble.refuse:
        raise trouble.refuse
    if asked.name in OPEN:
        return OPEN[asked.name](chat, asked)
    if asked.name not in OWN:
        raise RefusedError(404, "not_found")
    return 200, OWN[asked.name](chat, chat.talks[chat.known(asked.token)], asked)


def _begin(chat: Chat, asked: Asked) -> tuple[int, Json | str]:
    if asked.body.get("privacy") != chat.config["privacy"]["version"]:
        raise RefusedError(400, "bad_request")
    return 201, chat.session()


def _delete(_: Chat, talk: Talk, __: Asked) -> Json:
    talk.over = True
    deleted = {"messages": len(talk.turns), "feedback": len(talk.feedback)}
    receipt = {"receipt": "F-20261123-9C41F07A", "at": "2026-11-23T21:00:00+00:00", "deleted": deleted}
    return {**receipt, "note": "Appointments are kept."}


def _history(_: Chat, talk: Talk, asked: Asked) -> Json:
    return {"turns": [turn for turn in talk.turns if turn["seq"] > asked.after], "last": len(talk.turns)}


OPEN = {
    "GET config": lambda chat, _: (200, chat.config),
    "POST sessions": _begin,
    "POST sessions/renew": lambda chat, asked: (200, chat.session(chat.known(asked.token, "r-"))),
}
OWN = {
    "POST messages": lambda chat, talk, asked: chat.say(talk, asked.body["id"], asked.body["text"]),
    "GET messages": _history,
    "PUT messages/feedback": lambda chat, talk, asked: chat.judge(talk, asked.path.split("/")[1], asked.body),
    "GET transcript": lambda _, talk, __: "\n".join(f"You: {turn['text']}" for turn in talk.turns),
    "GET export": lambda _, talk, __: {"messages": talk.turns, "feedback": talk.feedback},
    "DELETE conversation": _delete,
}
