"""A reply as the website shows it: its text without what the widget draws itself. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.citation import Citations
from bot.templates import Templates
from index.content import Answer, Content


class Presenter:
    """Turns the messages of one reply into what the widget is sent.

    The lines that name an answer's sources, and the words that introduce the assistant, are taken out of the text: the
    widget shows them as cards and as its first message. Not a word is changed otherwise.
    """

    def __init__(self, content: Content, templates: Templates) -> None:
        self._answers: dict[str, Answer] = {answer.id: answer for answer in content.answers}
        self._sections = {section.id: source for source, section in content.sections()}
        self._citations, self._templates = Citations(content, templates), templates
        self._intro = templates.reply("intro")

    def replies(self, messages: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return the replies of one turn. messages: as the assistant's voice gives them."""
        return [self._reply(message) for message in messages]

    def _reply(self, message: Mapping[str, Any]) -> dict[str, Any]:
        custom = message.get("custom")
        cited = [self._answers[one["id"]] for one in (custom or {}).get("answers", ()) if one["id"] in self._answers]
        reply = {
            "text": self._without(str(message.get("text") or ""), cited),
            "suggestions": [
                {"title": button["title"], "payload": button["payload"]} for button in message.get("buttons") or ()
            ],
        }
        return reply if custom is None else {**reply, "custom": self._custom(custom)}

    def _without(self, text: str, cited: list[Answer]) -> str:
        lines = {self._citations.line(record) for record in cited}
        kept = "\n".join(line for line in text.split("\n") if line not in lines)
        return "\n\n".join(part for part in kept.split("\n\n") if part.strip() and part != self._intro).strip("\n")

    def _custom(self, custom: Mapping[str, Any]) -> dict[str, Any]:
        told = [
            {
                **answer,
                "evidence_text": self._templates.evidence(answer["evidence"]),
                "reviewed": self._is_reviewed(answer["id"]),
                "sources": [self._source(source) for source in answer["sources"]],
            }
            for answer in custom.get("answers", ())
        ]
        return {**custom, "answers": told}

    def _is_reviewed(self, answer_id: str) -> bool:
        record = self._answers.get(answer_id)
        return record is not None and record.review.status == "approved"

    def _source(self, source: Mapping[str, Any]) -> dict[str, Any]:
        named = self._sections.get(source["section"])
        return {**source, "publisher": named.publisher if named else ""}
