"""The manage page as a browser without scripts sees it: pages, their forms, and the links in mails."""

from __future__ import annotations

import email
import email.policy
import re
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import httpx

from actions.clock import utc_now
from actions.consultations.model import Appointment, Consent, Person
from actions.runtime import Consultations, assemble
from bot.settings import read_settings
from tests.services.client import Server
from tests.services.own_var import environment

PERSON = Person("Amélie <b>O'Neill", "Europe/London", email="amelie@patients.example", phone="+442079460018")
START = "/consultations/manage"
FORM_TYPE = "application/x-www-form-urlencoded"
PHONE = "+1 555 0100"  # of the clinic
ACTIONS = ["show", "move", "cancel"]


@dataclass
class Form:
    """One form of a page. choices: of each field that has some."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.url, self.forms, self.select = url, list[Form](), ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            assert given["method"] == "post"
            self.forms.append(Form(urljoin(self.url, given.get("action", ""))))
        elif tag == "input" and given.get("type") == "radio":
            self.forms[-1].choices.setdefault(given["name"], []).append(given["value"])
        elif tag == "input":
            self.forms[-1].fields[given["name"]] = given.get("value", "")
        elif tag == "select":
            self.select = given["name"]
        elif tag == "option":
            self.forms[-1].choices.setdefault(self.select, []).append(given["value"])


@dataclass(frozen=True)
class Seen:
    """A page, and what can be done on it."""

    response: httpx.Response

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        return self.response.text

    @property
    def heading(self) -> str:
        (only,) = re.findall(r"<h1>(.*?)</h1>", self.text)
        return str(only)

    def form(self, action: str) -> Form:
        """The form that leads to this action."""
        reader = _Reader(str(self.response.url))
        reader.feed(self.text)
        (only,) = [form for form in reader.forms if form.action.endswith(f"{START}/{action}")]
        return only


@dataclass(frozen=True)
class Pages:
    """A running server, and the clinic's own way to its appointments."""

    server: Server
    clinic: Consultations
    settings: Mapping[str, str]

    def get(self, path: str = START, **headers: str) -> Seen:
        return Seen(self.request("GET", path, headers=headers))

    def post(self, action: str, fields: Mapping[str, str], **headers: str) -> Seen:
        return Seen(self.request("POST", f"{START}/{action}", data=dict(fields), headers=headers))

    def submit(self, form: Form, **fields: str) -> Seen:
        """Send a form with some fields filled in, as a browser does."""
        return Seen(self.request("POST", httpx.URL(form.action).path, data={**form.fields, **fields}))

    def request(self, method: str, path: str, **more: object) -> httpx.Response:
        """Send it from an address of its own, so that tests do not wait for each other."""
        headers = {"X-Forwarded-For": f"2001:db8:{uuid.uuid4().hex[:4]}:{uuid.uuid4().hex[:4]}::1"}
        headers |= more.pop("headers", {})  # type: ignore[arg-type]
        return self.server.client.request(method, path, headers=headers, **more)  # type: ignore[arg-type]

    def book(self, person: Person = PERSON) -> Appointment:
        """Book one of the last free times, as the chat does."""
        desk, owner = self.clinic.desk, f"chat-{uuid.uuid4().hex}"
        slot = desk.free()[-1]
        held = desk.hold(slot, owner)
        consent = Consent("1", "ab" * 32, given=False, at=utc_now(), channel="rest")
        return desk.book(held.id, slot, owner, person, consent, uuid.uuid4().hex)

    def token(self, appointment: Appointment) -> str:
        """The token of the newest link."""
        url = self.clinic.manage_url(appointment.id, appointment.sequence, utc_now())
        return url.partition("#")[2]

    def stored(self, appointment: Appointment) -> Appointment:
        found = self.clinic.store.get(appointment.id)
        assert found is not None
        return found

    def changes(self, appointment: Appointment) -> list[tuple[str, str]]:
        """What happened to it, and by whom."""
        return [(entry.change.value, entry.by.value) for entry in self.clinic.store.history(appointment.id)]

    def log(self) -> str:
        return (self.server.var / "test-server.log").read_text(encoding="utf-8", errors="replace")

    def mailed_link(self, appointment: Appointment, mails: int) -> str:
        """The link in the newest mail to the patient, once that many were sent."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            letters = [_read(path) for path in (self.server.var / "mail").glob(f"{appointment.id}.*.eml")]
            ours = sorted((letter for letter in letters if appointment.person.email in letter), key=_number)
            links = [link for letter in ours for link in re.findall(r"http://\S+/manage#\S+", letter)]
            if len(links) >= mails:
                return links[-1]
            time.sleep(0.2)
        raise AssertionError(f"{mails} mails with a link were not sent")


def opened(pages: Pages, link: str) -> Seen:
    """Open the link as the page's script does: the token goes into the body of a form."""
    _, _, token = link.partition("#")
    return pages.submit(pages.get(START).form("show"), token=token)


def _read(path: Path) -> str:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    body = message.get_body(("plain",))
    return f"{path.name}\n{message['To']}\n{body.get_content() if body else ''}"


def _number(letter: str) -> int:
    return int(letter.partition("\n")[0].split(".")[1].partition("_")[0])


def pages_of(server: Server, settings: Mapping[str, str]) -> Pages:
    """Open the same appointments as the server does."""
    env = environment(server.var, HAIRLINE_PORT=server.url.rpartition(":")[2])
    return Pages(server, assemble(read_settings(env), env), settings)
