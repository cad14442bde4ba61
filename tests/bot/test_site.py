"""The demonstration site: for everybody, and with nothing that comes from elsewhere or runs but our two scripts."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
import textstat
from hypothesis import example, given
from hypothesis import strategies as st

from bot.settings import ROOT
from bot.site.pages import FILES, FOLDER, GUARDS, HTML, PAGES, answer, unless_known
from bot.site.records import FIRST
from index.content import Content
from tests.bot.site_pages import CLINIC, CONTENT, NOTHING_APPROVED, TEMPLATES, URL, Read, html, shown

EVIL = "\"'><script>alert(1)</script>&lt;{{ 7 * 7 }}"
STYLE = (FOLDER / "site.css").read_text(encoding="utf-8")


# --- For everybody ---


@pytest.mark.parametrize("content", [CONTENT, NOTHING_APPROVED])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_can_be_used_by_everybody(path: str, content: Content) -> None:
    read = Read(html(path, content=content))
    assert read.all("html") == [{"lang": "en"}]
    assert len(read.all("h1")) == len(read.all("title")) == 1
    assert read.all("main") == [{"id": "main", "tabindex": "-1"}]
    assert read.all("a")[0] == {"class": "skip", "href": "#main"}
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in read.all("meta")
    assert all("alt" in image and "width" in image and "height" in image for image in read.all("img"))
    levels = [int(tag[1]) for tag, _ in read.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [attrs["id"] for _, attrs in read.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {attrs["aria-labelledby"] for _, attrs in read.tags if "aria-labelledby" in attrs} <= set(ids)
    assert [link["href"] for link in read.all("a") if "aria-current" in link] == [path]
    assert all(button["type"] == "button" for button in read.all("button"))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_that_the_clinic_is_fictional_and_where_help_is(path: str) -> None:
    page = html(path)
    assert "This clinic is fictional" in Read(page).words
    assert CLINIC.crisis_line.contact in Read(page).words
    called = {link["href"] for link in Read(page).all("a")}
    assert {"tel:911", "tel:+15550101", "tel:+15550100"} <= called


def test_all_links_lead_somewhere() -> None:
    for path in PAGES:
        for link in Read(html(path)).all("a"):
            target, _, part = link["href"].partition("#")
            if re.match(r"tel:\+?[0-9]+$|mailto:", link["href"]):
                continue
            assert (target or path) in {*PAGES, "/consultations/manage"}
            assert not part or any(attrs.get("id") == part for _, attrs in Read(html(target or path)).tags)
    where = re.search(r'location\.assign\("([^"#]+)#(\w+)"', (FOLDER / "site.js").read_text(encoding="utf-8"))
    assert where is not None
    assert f'id="{where[2]}"' in html(where[1])


@pytest.mark.parametrize("path", ["/", "/treatment", "/booking"])
def test_our_own_words_are_plain_and_promise_nothing(path: str) -> None:
    words = Read(html(path), own=True).words
    assert textstat.flesch_kincaid_grade(words) <= 8
    for promise in ("!", "guarantee", "proven", "best", "painless", "free of charge", "Dr.", "%"):
        assert promise not in words


# --- Nothing from elsewhere, and nothing that runs but our two scripts ---


@pytest.mark.parametrize("path", PAGES)
def test_no_page_loads_or_runs_anything_from_elsewhere(path: str) -> None:
    page = html(path)
    read = Read(page)
    for _, attrs in read.tags:
        assert not any(name.startswith("on") or name in ("style", "srcdoc", "nonce") for name in attrs)
        for name in ("src", "href", "action", "srcset"):
            assert not re.match(r"\s*(?:https?:)?//|javascript:|data:", attrs.get(name, ""))
    assert not read.all("style")
    assert {link["href"] for link in read.all("link")} | {image["src"] for image in read.all("img")} <= set(FILES)
    assert [script["src"] for script in read.all("script")] == ["/site.js", "/chat/widget.js"]
    assert '<script type="module" src="/chat/widget.js" async></script>' in page


def test_no_file_asks_for_another() -> None:
    for path in FILES:
        text = shown(path).body.decode().replace("http://www.w3.org/2000/svg", "")
        text = re.sub(r"(?m)^//.*$", "", text)
        assert not re.search(r"//|@import|url\(|<script|<style|href|foreignObject", text)


@pytest.mark.parametrize("path", [*PAGES, *FILES])
def test_every_response_has_the_headers_that_guard_it(path: str) -> None:
    page = shown(path)
    assert page.status == 200
    assert set(GUARDS) < set(page.headers)
    policy = {
        part.split()[0]: " ".join(part.split()[1:]) for part in page.headers["Content-Security-Policy"].split(";")
    }
    assert policy == {
        "default-src": "'none'",
        **dict.fromkeys(("script-src", "style-src", "img-src", "connect-src", "form-action"), "'self'"),
        "require-trusted-types-for": "'script'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.type == (HTML if path in PAGES else FILES[path])


def test_a_browser_that_has_the_page_gets_no_second_copy() -> None:
    page = shown("/")
    tag = page.headers["ETag"]
    for known in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        again = unless_known(page, known)
        assert (again.status, again.body, again.headers) == (304, b"", page.headers)
    for unknown in ("", '"x"', tag.strip('"')):
        assert unless_known(page, unknown) is page
    assert shown("/").headers["ETag"] == tag
    assert shown("/", CLINIC.copy(update={"phone": "+1 555 0199"})).headers["ETag"] != tag


@given(st.text())
@example("")
@example("//")
@example("/index.html")
@example("/treatment/")
@example("/../pages.py")
@example("/files/site.css")
@example("/consultations/manage")
@example("/chat/widget.js")
@example("/webhooks/rest/webhook")
def test_other_addresses_are_not_ours(path: str) -> None:
    if path not in {**PAGES, **FILES}:
        assert answer(path, CLINIC, CONTENT, TEMPLATES, URL) is None


def test_whatever_is_put_in_stays_text() -> None:
    evil = CLINIC.copy(
        update=dict.fromkeys(("name", "hours", "address", "urgent_hours", "price_note", "consultation", "email"), EVIL)
    )
    record = CONTENT.answer(FIRST).copy(update={"short": EVIL, "question": EVIL})
    answers = tuple(record if one.id == FIRST else one for one in CONTENT.answers)
    content = CONTENT.copy(update={"answers": answers})
    for path in PAGES:
        page = html(path, evil, content, EVIL)
        assert "<script>alert" not in page
        assert "{{ 7 * 7 }}" in page
        assert [tag for tag, _ in Read(page).tags] == [tag for tag, _ in Read(html(path)).tags]


# --- Colours: those of the page that mails lead to, and readable (WCAG 2.2: 4.5 for text, 3 for edges) ---


def colours(style: str, *, dark: bool) -> dict[str, str]:
    bright, _, rest = style.partition("@media (prefers-color-scheme: dark)")
    named = r"--([a-z-]+): (#[0-9a-f]{6});"
    return dict(re.findall(named, bright) + (re.findall(named, rest.partition("\n}\n")[0]) if dark else []))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("dark", [False, True])
def test_the_colours_are_those_of_the_manage_page(dark: bool) -> None:
    manage = colours((ROOT / "actions/pages/templates/style.css").read_text(encoding="utf-8"), dark=dark)
    assert len(manage) >= 9
    assert manage.items() <= colours(STYLE, dark=dark).items()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    "pair",
    "text/back text/panel text/alert-back soft/back soft/panel main/back main/panel main-strong/back main-strong/panel "
    "on-main/main on-main/main-strong alert/alert-back".split(),
)
def test_it_can_be_read_by_day_and_by_night(dark: bool, pair: str) -> None:
    found = colours(STYLE, dark=dark)
    lighter, darker = sorted((luminance(found[name]) for name in pair.split("/")), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5
