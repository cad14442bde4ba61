"""Pages into HTML. Everything that is put in is escaped; a word that is missing is an error, never a blank."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from bot.clinic import Clinic
from bot.markup import tel, templates_in
from bot.site.records import Records
from bot.templates import Templates
from index.content import Content

FOLDER = Path(__file__).with_name("templates")


def render(name: str, clinic: Clinic, content: Content, templates: Templates, public_url: str) -> bytes:
    """Return one page as it is sent. name: of its template, without the ending."""
    words = {
        "clinic": clinic,
        "records": Records(content, templates),
        "templates": templates,
        "public_url": public_url,
        "tel": tel,
        "day": day,
    }
    return templates_in(FOLDER).get_template(f"{name}.html").render(words).encode("utf-8", "replace")


def day(date: dt.date) -> str:
    """Return a date as people write it, such as 18 September 2025."""
    return f"{date.day} {date:%B %Y}"
