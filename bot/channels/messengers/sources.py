"""The page that messages link to: every answer with the sections it rests on."""

from __future__ import annotations

from pathlib import Path

from bot.clinic import Clinic
from bot.markup import templates_in
from bot.templates import Templates
from index.content import Content

SOURCES = "sources"  # the path, behind the prefix
_FOLDER = Path(__file__).parent


def page(content: Content, templates: Templates, clinic: Clinic) -> bytes:
    """Return the page as HTML; each answer stands at #its-id."""
    sections = {section.id: (source, section) for source, section in content.sections()}
    answers = [
        {
            "id": answer.id,
            "question": answer.question,
            "evidence": templates.evidence(answer.evidence),
            "reviewed_on": answer.review.on if answer.review.status == "approved" else None,
            "sources": [sections[section] for section in answer.sources],
        }
        for answer in content.answers
    ]
    return templates_in(_FOLDER).get_template("sources.html").render(clinic=clinic, answers=answers).encode()
