"""Pages into HTML. Everything that is put in is escaped; a word that is missing is an error, never a blank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.clinic import Clinic
from bot.markup import tel, templates_in

DEEPEST = 8  # folders of an address that is none of ours
FOLDER = Path(__file__).with_name("templates")


@dataclass(frozen=True)
class Page:
    """What to show: the template without its ending, and what is put in. status: of HTTP."""

    template: str
    status: int = 200
    words: Mapping[str, object] = field(default_factory=dict)


def render(page: Page, clinic: Clinic, path: str) -> bytes:
    """Return the page as it is sent. path: where it is shown, behind /consultations/; its links are relative to it."""
    here = "../" * min(path.count("/"), DEEPEST) + "manage/"
    call = tel(clinic.phone)
    words = {**page.words, "clinic": clinic, "call": call, "here": here}
    return templates_in(FOLDER).get_template(f"{page.template}.html").render(words).encode("utf-8", "replace")
