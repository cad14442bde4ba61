"""The conversations of the canned chat, without HTTP: sessions, turns that are answered once, and what goes wrong."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.browser.canned_replies import CONFIG, Json, answers_of, usual

LIFE, RENEWAL_LIFE = 1800, 172800
Bot = Callable[[str, list[list[Json]]], list[Json]]


class RefusedError(Exception):
    """A request is refused in the words of the interface."""

    def __init__(self, status: int, code: str, retry_after: int | None = None) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code, self.retry_after = status, code, retry_after


@dataclass(frozen=True)
class Trouble:
    """What befalls one request: a wait, a refusal, or a connection that is cut before or after the work is done."""

    refuse: RefusedError | None = None
    cut: str = ""  # "before" or "after"
    wait: Callable[[], object] = bool  # such as `Event.wait`: until the test lets it go on


@dataclass
class Talk:
    """One conversation."""

    turns: list[Json] = field(default_factory=list)
    feedback: dict[str, bool] = field(default_factory=dict)
    over: bool = False


@dataclass
class Chat:
    """All conversations, and what the test wants of them."""

    bot: Bot = usual
    config: Json = field(default_factory=lambda: json.loads(json.dumps(CONFIG)))
    talks: dict[str, Talk] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)  # token: conversation; expired ones are in `expired`
    expired: set[str] = field(default_factory=set)
    trouble: dict[str, deque[Trouble]] = field(default_factory=lambda: defaultdict(deque))
    arrived: list[str] = field(default_factory=list)  # "POST /chat/messages", ... in order
    _numbers: itertools.count[int] = field(default_factory=itertools.count)

    def befall(self, what: str, *troubles: Trouble) -> None:
        """Let these happen to the next requests of this kind, such as "POST /chat/messages", one each."""
        self.trouble[what].extend(troubles)

    def expire(self) -> None:
        """Let all tokens expire that are no renewals."""
        self.expired |= {token for token in self.tokens if token.startswith("t-")}

    def session(self, conversation: str | None = None) -> Json:
        """Return tokens for a new conversation, or for this one again."""
        number = next(self._numbers)
        conversation = conversation or f"c-{number}"
        self.talks.setdefault(conversation, Talk())
        tokens = {"token": f"t-{number}", "renewal": f"r-{number}"}
        self.tokens |= dict.fromkeys(tokens.values(), conversation)
        return {"conversation": conversation, **tokens, "expires_in": LIFE, "renewal_expires_in": RENEWAL_LIFE}

    def known(self, token: str, kind: str = "t-") -> str:
        """Return the conversation of a token that is good."""
        if token not in self.tokens or not token.startswith(kind):
            raise RefusedError(401, "unauthorised")
        if token in self.expired:
            raise RefusedError(401, "expired")
        if self.talks[self.tokens[token]].over:
            raise RefusedError(410, "gone")
        return self.tokens[token]

    def say(self, talk: Talk, id: str, text: str) -> Json:
        """Answer a message, once however often it comes."""
        for turn in talk.turns:
            if turn["id"] == id:
                if turn["text"] != text:
                    raise RefusedError(409, "conflict")
                return turn
        replies = self.bot(text, [turn["replies"] for turn in talk.turns])
        return self.add(talk, text, replies, id)

    def add(self, talk: Talk, text: str, replies: list[Json], id: str | None = None) -> Json:
        """Put a turn at the end of a conversation."""
        seq = len(talk.turns) + 1
        at = dt.datetime.now(dt.timezone.utc).isoformat(timespec="seconds")
        turn = {"id": id or f"made-{seq:08}", "seq": seq, "at": at, "text": text, "replies": replies}
        talk.turns.append(turn)
        return turn

    def judge(self, talk: Talk, id: str, said: Json) -> Json:
        """Keep what somebody thinks of an answer."""
        for turn in talk.turns:
            if turn["id"] == id and said.get("answer") in answers_of(turn["replies"]):
                talk.feedback[said["answer"]] = said["helpful"]
                return {"answer": said["answer"], "helpful": said["helpful"]}
        raise RefusedError(404, "not_found")

    @property
    def sent(self) -> list[str]:
        """What has been typed and answered, of all conversations, in order."""
        return [turn["text"] for talk in self.talks.values() for turn in talk.turns]
