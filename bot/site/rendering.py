"""Pages into HTML. Everything that is put in is escaped; a word that is missing is an error, never a blank."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.clinic import Clinic
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
    return _templates().get_template(f"{name}.html").render(words).encode("utf-8", "replace")


def tel(number: str) -> str:
    """Return the address that calls a number."""
    return "tel:" + re.sub(r"[^+0-9]", "", number)


def day(date: dt.date) -> str:
    """Return a date as people write it, such as 18 September 2025."""
    return f"{date.day} {date:%B %Y}"


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
