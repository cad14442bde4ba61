"""The words of messengers: a request of a provider, the events in it, what is said, and the calls that say it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import httpx

PREFIX = "/messengers"  # of every path; a provider's webhook is PREFIX/name
# What a person may send besides words. A photo, video or file is never downloaded.
Media = Literal["photo", "voice", "video", "file", "location", "contact", "other"]
# What the law of SMS wants to be understood, whatever the conversation is about.
Keyword = Literal["stop", "start", "help"]


@dataclass(frozen=True)
class Asked:
    """One request of a provider, as it came. headers: names in lower case. url: as the provider called it."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Answered:
    """What is answered to the provider at once."""

    status: int = 200
    body: bytes = b""
    type: str = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Event:
    """One thing that a person did. Everything else that a provider tells (receipts, typing, reactions) is no event.

    id: the provider's, the same when it tells it again. person: whom to reply to, as the provider names them.
    at: seconds since 1970 by the provider's clock, for the order; None when it does not say. choice: id of the button
    that was pressed, and `text` its title. about: what replies need besides the person, such as a conversation's id.
    """

    id: str
    person: str
    at: float | None = None
    text: str = ""
    choice: str = ""
    media: Media | None = None
    keyword: Keyword | None = None
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Received:
    """What a request held, once it is known to be the provider's."""

    events: tuple[Event, ...] = ()
    answered: Answered = Answered()


class RefusedError(Exception):
    """A request that is not the provider's, or cannot be read. reason: one of REASONS, counted; nothing is kept."""

    def __init__(self, reason: str, status: int = 403) -> None:
        super().__init__(reason)
        self.reason, self.status = reason, status


REASONS = ("unsigned", "altered", "stale", "stranger", "unreadable", "method", "too_large")


@dataclass(frozen=True)
class Choice:
    """Something to choose. id: at most 20 of a-z 0-9 : - ; it comes back as Event.choice. payload: what it means."""

    id: str
    title: str
    payload: str = ""


@dataclass(frozen=True)
class Number:
    """A phone number to call at once. dial: digits, perhaps with + before them."""

    label: str
    dial: str


@dataclass(frozen=True)
class Said:
    """One message to a person: plain text whose paragraphs are parted by empty lines; nothing of it is markup.

    heading and numbers: of an emergency, which must be seen as one.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    heading: str = ""
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True)
class Call:
    """One request to the provider, without credentials. path: behind the provider's address, or a whole https URL.

    Either json or form is sent; with neither, nothing is.
    """

    method: str
    path: str
    json: Mapping[str, Any] | None = None
    form: Mapping[str, str] | None = None


@dataclass(frozen=True)
class To:
    """Whom a message goes to. about: of their latest event. is_open: they wrote within the last 24 hours."""

    person: str
    about: Mapping[str, str] = field(default_factory=dict)
    is_open: bool = True


@dataclass(frozen=True)
class Done:
    """The provider took it."""


@dataclass(frozen=True)
class Again:
    """Not taken, but it may be later. after: seconds that the provider asks for; None when it does not say."""

    why: str
    after: float | None = None


@dataclass(frozen=True)
class Never:
    """Not taken, and it never will be. stopped: because the person wants no more messages. why: names nobody."""

    why: str
    stopped: bool = False


Outcome = Done | Again | Never


@dataclass(frozen=True)
class Finding:
    """What `hairline channels check` found out. mend: what to do when it is not well."""

    well: bool
    told: str
    mend: str = ""


@dataclass(frozen=True)
class Reminder:
    """What a reminder says: its text, and the same in parts for providers that want approved templates."""

    text: str
    clinic: str
    when: str
    reference: str
    url: str


class Provider(Protocol):
    """One messenger. Nothing but `authorised` and `check` goes over the network; both may raise httpx.HTTPError."""

    @property
    def name(self) -> str:
        """Its name in paths, settings and the audit: "whatsapp"."""

    @property
    def api(self) -> str:
        """The address that paths of calls are added to, without a slash at its end."""

    def receive(self, asked: Asked, now: float) -> Received:
        """Return what a request holds. Raises RefusedError unless it is the provider's, whole and in time.

        now: seconds since 1970, UTC. Whatever a signed body looks like, nothing else is raised.
        """

    def calls(self, said: Said, to: To) -> list[Call]:
        """Return the calls that say something, in order, none of them beyond a limit of the provider."""

    def typing(self, event: Event) -> Call | None:
        """Return the call that shows that a reply is being written; None where there is no such thing."""

    def reminder(self, reminder: Reminder, to: To) -> list[Call] | None:
        """Return the calls that remind somebody; None when the provider does not allow them now."""

    async def authorised(self, call: Call, http: httpx.AsyncClient) -> Mapping[str, str]:
        """Return the headers with which the provider knows us."""

    def outcome(self, status: int, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Return what became of a call. headers: names in lower case."""

    async def check(self, http: httpx.AsyncClient) -> list[Finding]:
        """Ask the provider whether our credentials are right; also what it knows of our webhook, if it says."""
