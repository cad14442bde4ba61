"""The embed guide (docs/embed.md, and the page that shows the same) says what the widget does, no more and no less."""

from __future__ import annotations

import html
import json
import re

import pytest

from bot.channels.web.welcome import PRIVACY_VERSION
from bot.settings import ROOT
from bot.site.pages import POLICY
from tests.bot.site_pages import TEMPLATES, URL
from tests.bot.site_pages import html as page_of

GUIDE = (ROOT / "docs" / "embed.md").read_text(encoding="utf-8")
PAGE = page_of("/embed")
WIDGET = ROOT / "bot" / "web"
ENTRY = (WIDGET / "widget.js").read_text(encoding="utf-8")
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(WIDGET.glob("*.js")))
OF_EVERY_ELEMENT = {"lang", "dir"}


def listed(column: str) -> set[str]:
    """Names in the first column of the guide's table that begins with `column`."""
    table = re.search(rf"(?m)^\| {column} \|.*\n\|[-|]+\n((?:\|.*\n)+)", GUIDE)
    assert table is not None
    firsts = [row.split("|")[1] for row in table[1].splitlines()]
    return {name for first in firsts for name in re.findall(r"`([a-z-]+)", first)}


def test_the_attributes_are_those_that_the_widget_reads() -> None:
    read = set(re.findall(r"\b(?:this|host)\.(?:get|has)Attribute\('([a-z-]+)'", CODE))
    read |= set(re.findall(r":host\((?::not\()?\[([a-z-]+)=", CODE))
    read |= {f"data-{name}" for name in re.findall(r"\b(?:this|host)\.dataset\.(\w+)", CODE)}
    assert {"launcher", "position", "src", "theme"} <= read
    assert listed("attribute") == read | OF_EVERY_ELEMENT


def test_the_colours_are_those_that_the_widget_takes() -> None:
    colours = re.search(r"const COLOURS = \{\n(.*?)\n\};", ENTRY, re.DOTALL)
    assert colours is not None
    named = {name.strip("'") for name in re.findall(r"^  ([a-z'-]+):", colours[1], re.MULTILINE)}
    taken = {f"--hairline-{name}{end}" for name in named for end in ("", "-dark")}
    taken |= set(re.findall(r"var\((--hairline-[a-z-]+),", CODE))
    assert len(taken) >= 10
    assert set(re.findall(r"`(--hairline-[a-z-]+)`", GUIDE)) == taken
    shown = set(re.findall(r"--hairline-[a-z-]+", PAGE))
    assert shown == {name for name in taken if not name.endswith("-dark")} | {"--hairline-accent-dark"}


def test_events_storage_and_words_are_named_as_they_are() -> None:
    for event in re.findall(r"`(hairline-(?:open|close))`", GUIDE):
        assert f"new Event('{event}')" in CODE
    assert "const KEPT = 'hairline:panel'" in ENTRY
    assert "`hairline:${host}/`" in CODE
    assert not re.search(r"document\.cookie|indexedDB|caches\.", CODE)
    english = (WIDGET / "strings.js").read_text(encoding="utf-8")
    example = re.search(r"data-strings='(\{.*?\})'", GUIDE)
    assert example is not None
    for word in json.loads(example[1]):
        assert f"  {word}: '" in english
    for button in ("Privacy and your data", "Delete my data"):
        assert f"'{button}'" in english
        assert button in GUIDE


def test_settings_and_texts_are_named_as_they_are() -> None:
    known = (ROOT / "bot" / "settings.py").read_text(encoding="utf-8")
    for name in set(re.findall(r"HAIRLINE_[A-Z_]+", GUIDE + PAGE)):
        assert f'"{name}"' in known
    welcome = ROOT / "bot" / "channels" / "web" / "welcome.py"
    assert f'PRIVACY_VERSION = "{PRIVACY_VERSION}"' in welcome.read_text(encoding="utf-8")
    assert "`PRIVACY_VERSION` in `bot/channels/web/welcome.py`" in GUIDE
    assert "two days" in TEMPLATES.reply("privacy")


@pytest.mark.parametrize("text", [GUIDE, html.unescape(PAGE)])
def test_the_line_and_the_policy_are_those_that_work(text: str) -> None:
    assert f'<script type="module" src="{URL}/chat/widget.js" async></script>' in text
    assert f"script-src {URL}; connect-src {URL}" in text
    assert "script-src 'self'" in POLICY  # the demonstration lives by the same two
    assert "connect-src 'self'" in POLICY
    for needed in (
        "require-trusted-types-for 'script'",
        "style-src 'none'",
        "wrong_origin",
        "data/content/replies.yml",
    ):
        assert needed in text


def test_the_page_shows_where_this_very_server_is() -> None:
    page = page_of("/embed", url="https://chat.other.example")
    assert "https://chat.other.example/chat/widget.js" in page
    assert URL not in page


def test_what_the_page_says_in_code_stands_in_the_guide_too() -> None:
    shown = [html.unescape(code) for code in re.findall(r"<code(?: class=\"long\")?>(.*?)</code>", PAGE, re.DOTALL)]
    assert len(shown) > 20
    flat = " ".join(GUIDE.split())
    other = ("docs/embed.md", "-dark", "chat.open = true")
    assert [code for code in shown if code not in other and " ".join(code.split()) not in flat] == []
