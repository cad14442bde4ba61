"""Where an answer comes from: the line that patients read, and the same for machines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.templates import Templates
from index.content import Answer, Content


class Citations:
    """Names the sections that records rest on."""

    def __init__(self, content: Content, templates: Templates) -> None:
        self._sections = {section.id: (source, section) for source, section in content.sections()}
        self._templates = templates

    def line(self, record: Answer) -> str:
        """Return the line below an answer: how good the evidence is, where it stands, who reviewed it."""
        named: dict[str, list[str]] = {}
        for section in record.sources:
            source, found = self._sections[section]
            dated = (
                f"{source.title} ({source.publisher}{f', updated {source.updated_on}' if source.updated_on else ''})"
            )
            named.setdefault(dated, []).append(f"\u201c{found.heading}\u201d")
        where = "; ".join(f"{title}: {', '.join(headings)}" for title, headings in named.items())
        approved = record.review.status == "approved"
        reviewed = f"reviewed {record.review.on}" if approved else "not yet reviewed by a clinician"
        return f"Evidence: {self._templates.evidence(record.evidence)}. Source: {where}. {reviewed.capitalize()}."

    def listed(self, record: Answer) -> list[Mapping[str, Any]]:
        """Return the sections of a record as the contract wants them."""
        return [
            {
                "section": found.id,
                "title": source.title,
                "heading": found.heading,
                "updated_on": source.updated_on.isoformat() if source.updated_on else None,
                "reviewed_on": record.review.on.isoformat() if record.review.on else None,
            }
            for source, found in (self._sections[section] for section in record.sources)
        ]
