"""The pages of the demonstration site, as tests read them."""

from __future__ import annotations

import datetime as dt
from html.parser import HTMLParser

from bot.clinic import Clinic, load_clinic
from bot.settings import ROOT
from bot.site.pages import Page, answer
from bot.templates import Templates
from index.content import Content, load_content

DATA = ROOT / "data" / "content"
CLINIC = load_clinic(DATA / "clinic.yml")
TEMPLATES = Templates.load(DATA / "replies.yml", CLINIC)
CONTENT = load_content(DATA).servable(dt.date(2026, 11, 23), approved_only=False)
NOTHING_APPROVED = CONTENT.servable(dt.date(2026, 11, 23), approved_only=True)
URL = "https://chat.clinic.example"
VOID = {"br", "img", "link", "meta"}


def shown(path: str, clinic: Clinic = CLINIC, content: Content = CONTENT, url: str = URL) -> Page:
    page = answer(path, clinic, content, TEMPLATES, url)
    assert page is not None
    return page


def html(path: str, clinic: Clinic = CLINIC, content: Content = CONTENT, url: str = URL) -> str:
    return shown(path, clinic, content, url).body.decode()


class Read(HTMLParser):
    """What a page is made of. text: of its body, without the curated answers if `own`."""

    def __init__(self, page: str, *, own: bool = False) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.text = ""
        self._own, self._within = own, 0
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)
        self.text += " "

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "body" in self.open and not (self._own and "article" in self.open):
            self.text += data

    @property
    def words(self) -> str:
        return " ".join(self.text.split())

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.tags if name == tag]
