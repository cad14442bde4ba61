"""Pages are safe, self-contained and readable."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.consultations.draft import Offer
from actions.pages.contents import STATUSES, Notice, message, start
from actions.pages.rendering import FOLDER, Page, render
from bot.clinic import Clinic, load_clinic
from bot.settings import ROOT

CLINIC = load_clinic(ROOT / "data" / "content" / "clinic.yml")
STYLE = (FOLDER / "style.css").read_text(encoding="utf-8")
EVIL = "\"'><script>alert(1)</script>&lt;{{ 7 * 7 }}"


def consultation(notice: Notice = "", text: str = "x", offers: int = 6) -> Page:
    words = {
        "when": text,
        "reference": text,
        "mailed": True,
        "zone": text,
        "days": [("2026-12-01", text)],
        "day": "2026-12-01",
        "day_words": text,
        "offers": [Offer(text, f"2026-12-01T14:0{number}:00+00:00", text) for number in range(offers)],
        "notice": notice,
        "token": text,
        "keys": {"move": text, "cancel": text},
    }
    return Page("consultation", 200, words)


def html(page: Page, clinic: Clinic = CLINIC, path: str = "manage/show") -> str:
    return render(page, clinic, path).decode()


PAGES = [
    start(),
    start(wrong=True),
    consultation(),
    consultation("moved"),
    consultation("taken"),
    consultation("choose"),
    consultation(offers=0),
    *(message(about) for about in STATUSES),
    message("unavailable", {"token": "x", "key": "y", "slot": "z"}),
]


class Read(HTMLParser):
    """What a page is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_can_be_used_by_everybody(page: Page) -> None:
    read = Read(html(page))
    assert read.all("html") == [{"lang": "en"}]
    assert len(read.all("h1")) == len(read.all("main")) == len(read.all("title")) == 1
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in read.all("meta")
    ids = [attrs["id"] for _, attrs in read.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    labelled = {attrs.get("for") for attrs in read.all("label")}
    for tag in ("input", "select"):
        for field in read.all(tag):
            assert field.get("type") in ("hidden", "radio") or field["id"] in labelled
    for attrs in (attrs for _, attrs in read.tags):
        for pointer in ("aria-labelledby", "aria-describedby", "for"):
            assert set(attrs.get(pointer, "").split()) <= set(ids)
    assert all(form["method"] == "post" for form in read.all("form"))
    assert [link["href"] for link in read.all("a")][-1] == "tel:+15550100"


@pytest.mark.parametrize("page", PAGES)
def test_no_page_loads_or_runs_anything_from_elsewhere(page: Page) -> None:
    read = Read(html(page))
    for _, attrs in read.tags:
        assert not any(name.startswith("on") or name == "style" for name in attrs)
        for name in ("src", "href", "action"):
            assert not re.match(r"(?:https?:)?//|javascript:|data:", attrs.get(name, ""))
    assert not read.all("style")
    assert [script.get("src") for script in read.all("script")] in ([], ["../manage/manage.js"])
    for file in ("style.css", "manage.js"):
        assert "//" not in re.sub(r"(?m)^//.*$", "", (FOLDER / file).read_text(encoding="utf-8"))


def test_whatever_is_put_in_stays_text() -> None:
    evil = CLINIC.copy(update={"name": EVIL, "hours": EVIL})
    for page in (consultation(text=EVIL), message("unavailable", {"token": EVIL, "slot": EVIL}), start()):
        shown = html(page, evil)
        assert "<script>alert" not in shown
        assert "49" not in re.sub(r"&#\d+;", "", shown)
        plain = Read(html(page)).tags
        assert [tag for tag, _ in Read(shown).tags] == [tag for tag, _ in plain]


@given(st.text(max_size=60))
def test_any_text_can_be_shown(text: str) -> None:
    assert render(message("unavailable", {"slot": text}), CLINIC, text).endswith(b"</html>")


def test_links_find_the_page_from_wherever_it_is_shown() -> None:
    assert 'href="manage/style.css"' in html(start(), path="manage")
    assert 'href="../manage/style.css"' in html(start(), path="manage/show")
    assert 'action="../manage/find"' in html(start(wrong=True), path="manage/find")


def test_trying_again_sends_the_same_form_and_nothing_else() -> None:
    page = html(message("unavailable", {"token": "t", "key": "k", "slot": "s", "day": "", "contact": "ann@x.example"}))
    hidden = [(field["name"], field["value"]) for field in Read(page).all("input")]
    assert hidden == [("token", "t"), ("key", "k"), ("slot", "s"), ("day", "")]
    assert "ann@x.example" not in page


# --- Contrast (WCAG 2.2: 4.5 for text, 3 for the edges of what can be used) ---


def colours(dark: bool) -> dict[str, tuple[int, int, int]]:
    bright, _, dimmed = STYLE.partition("@media (prefers-color-scheme: dark)")
    found = re.findall(r"--([a-z-]+): #([0-9a-f]{6});", bright) + (
        re.findall(r"--([a-z-]+): #([0-9a-f]{6});", dimmed) if dark else []
    )
    return {name: (int(hexed[:2], 16), int(hexed[2:4], 16), int(hexed[4:], 16)) for name, hexed in found}


def luminance(colour: tuple[int, int, int]) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("text", "back", 4.5),
        ("text", "panel", 4.5),
        ("text", "alert-back", 4.5),
        ("soft", "back", 4.5),
        ("soft", "panel", 4.5),
        ("main", "back", 4.5),
        ("on-main", "main", 4.5),
        ("alert", "back", 4.5),
        ("line", "back", 3),
    ],
)
def test_it_can_be_read_by_day_and_by_night(dark: bool, front: str, back: str, least: float) -> None:
    found = colours(dark)
    lighter, darker = sorted((luminance(found[front]), luminance(found[back])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= least
