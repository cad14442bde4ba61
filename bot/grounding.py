"""The last look at a reply before it leaves: is every line of it approved, and does it belong to the answers named?

It does not trust the code that wrote the reply: it knows the approved texts, and compares byte for byte.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

from bot.citation import Citations
from bot.names import Kind
from bot.reply import Reply, ReplyWriter
from bot.templates import BOOKING_REPLIES, BUTTONS, RECORD_WORDS, Templates
from index.content import Answer, Content

EMERGENCY_TEXTS = ("emergency", "crisis", "still_emergency", "intro")
logger = logging.getLogger(__name__)


class Grounding:
    """Knows everything that may be said."""

    def __init__(self, content: Content, templates: Templates) -> None:
        self._records: dict[str, Answer] = {answer.id: answer for answer in content.answers}
        self._citations = Citations(content, templates)
        self._say = templates.reply
        self._fixed = {self._say(name) for name in templates.names() - BOOKING_REPLIES - set(RECORD_WORDS)}
        self._fixed |= {self._say("uncovered_subject", subject=subject.name) for subject in content.subjects}
        self._fixed |= {self._say("topic", topic=topic.title, blurb=topic.blurb) for topic in content.topics}
        self._safe = templates.button("safe")
        self._titles = {record.question for record in content.answers} | {topic.title for topic in content.topics}
        asked = (record.next_step.question for record in content.answers)
        self._titles |= {f"{self._say('ask_doctor')} {question}" for question in asked if question}
        self._titles |= {templates.button(name) for name in BUTTONS}
        self._page = re.compile(
            rf"{re.escape(templates.button('more'))}: (?:{'|'.join(re.escape(t.title) for t in content.topics)}) \(\d+\)"
        )
        self._help = {self._say(name) for name in EMERGENCY_TEXTS}

    def faults(self, text: str, custom: Mapping[str, Any]) -> list[str]:
        """Return what is wrong with a reply, in words that hold nothing of the reply; nothing when all is grounded."""
        kind = Kind(custom["kind"])
        named = [*custom["answers"], *custom.get("counterpoints", [])]
        found = [f"{said['id']}: not served" for said in named if said["id"] not in self._records]
        answers, against = (self._known(custom["answers"]), self._known(custom.get("counterpoints", [])))
        lines = [line for line in text.split("\n") if line]
        unknown = set(lines) - self._allowed(kind, answers, against)
        if unknown:
            found.append(f"{len(unknown)} of {len(lines)} lines are not approved for this reply")
        found += [f"{record.id}: not shown" for record in answers if record.short not in lines]
        found += [
            f"{record.id}: shown without its source" for record in answers if self._citations.line(record) not in lines
        ]
        for said in named:
            record = self._records.get(said["id"])
            if record and list(said["sources"]) != self._citations.listed(record):
                found.append(f"{record.id}: names sections that it does not rest on")
        if answers and kind not in (Kind.ANSWER, Kind.HANDOVER):
            found.append(f"a reply of kind {kind.value} shows answers")
        if kind is Kind.ANSWER and not answers:
            found.append("an answer without answers")
        titles = [suggestion["title"] for suggestion in custom["suggestions"]]
        found += ["a button that nobody approved" for title in titles if not self._is_button(title)]
        if kind is Kind.EMERGENCY and set(titles) - {self._safe}:
            found.append("something besides help is offered in an emergency")
        return found

    def _is_button(self, title: str) -> bool:
        return title in self._titles or self._page.fullmatch(title) is not None

    def _known(self, said: list[Mapping[str, Any]]) -> list[Answer]:
        return [self._records[one["id"]] for one in said if one["id"] in self._records]

    def _allowed(self, kind: Kind, answers: list[Answer], against: list[Answer]) -> set[str]:
        if kind is Kind.EMERGENCY:
            return self._help
        allowed = self._fixed | {text for record in answers for text in (record.question, *record.texts())}
        allowed |= {self._citations.line(record) for record in answers}
        if against:
            allowed.add(" ".join([self._say("keep_in_mind"), *(record.brief for record in against)]))
        return allowed

    def checked(self, reply: Reply, writer: ReplyWriter) -> tuple[Reply, list[str]]:
        """Return the reply when all of it is grounded, else a safe one; and what was wrong."""
        try:
            faults = self.faults(reply.text, reply.custom)
        except Exception:  # what cannot be checked is not said
            logger.exception("reply.unchecked")
            faults = ["could not be checked"]
        if not faults:
            return reply, []
        logger.error("reply.not_grounded %s", "; ".join(faults))
        urgent = reply.custom.get("kind") == Kind.EMERGENCY.value
        return writer.safe(Kind.EMERGENCY if urgent else Kind.ABSTAIN), faults
