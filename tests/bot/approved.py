"""Is every line of a reply approved text? Judged from the YAML files, not through the code that wrote the reply."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from index.content import Answer, Content

EMERGENCY_TEXTS = ("emergency", "crisis", "still_emergency")
SPEAKS_MEDICINE = ("answer", "handover")  # kinds that may show curated answers


class Approved:
    """All that may be said: the curated records, and the texts of replies.yml filled with clinic.yml."""

    def __init__(self, folder: Path, content: Content) -> None:
        raw = yaml.safe_load((folder / "replies.yml").read_text(encoding="utf-8"))
        self.clinic: dict[str, Any] = yaml.safe_load((folder / "clinic.yml").read_text(encoding="utf-8"))
        line = self.clinic["crisis_line"]
        words = {
            **self.clinic,
            "clinic": self.clinic["name"],
            "crisis_name": line["name"],
            "crisis_contact": line["contact"],
        }
        self._raw: dict[str, str] = raw["replies"]
        self._words = words
        self._content = content
        self._evidence: dict[str, str] = raw["evidence"]
        self.buttons: dict[str, str] = raw["buttons"]
        # Steps of booking say nothing medical, and stand in no other reply.
        steps = {name for name in self._raw if name.startswith("booking_")}
        self.texts = {
            name: self.say(name)
            for name in self._raw
            if name not in {"uncovered_subject", "topic", "forget_done", *steps}
        }
        self.lines = set(self.texts.values())
        self.lines |= {self.say("uncovered_subject", subject=subject.name) for subject in content.subjects}
        self.lines |= {self.say("topic", topic=topic.title, blurb=topic.blurb) for topic in content.topics}
        self.titles = {answer.question for answer in content.answers} | {topic.title for topic in content.topics}

    def say(self, name: str, **more: str) -> str:
        """Return one text of replies.yml, filled."""
        return self._raw[name].format(**{**self._words, **more}).strip()

    def faults(self, text: str, custom: dict[str, Any]) -> list[str]:
        """Return what a patient would see that nobody approved, or that does not belong to the answers named."""
        answers = [self._content.answer(answer["id"]) for answer in custom["answers"]]
        against = [self._content.answer(answer["id"]) for answer in custom.get("counterpoints", [])]
        known = self.lines | {said for answer in answers for said in (answer.question, *answer.texts())}
        known |= {self.source_line(answer) for answer in answers}
        if against:
            known.add(" ".join([self.texts["keep_in_mind"], *(answer.brief for answer in against)]))
        found = [f"not approved: {line!r}" for line in text.split("\n") if line and line not in known]
        found += [f"not shown: {answer.id}" for answer in answers if answer.short not in text.split("\n")]
        found += [f"unknown button: {s['title']!r}" for s in custom["suggestions"] if not self._is_button(s["title"])]
        if answers and custom["kind"] not in SPEAKS_MEDICINE:
            found.append(f"{custom['kind']} shows answers")
        if custom["kind"] == "emergency":
            found += self._pitches(text, custom)
        return found

    def source_line(self, answer: Answer) -> str:
        """Return the line that tells where an answer comes from, as the contract promises it."""
        sections = {section.id: (source, section.heading) for source, section in self._content.sections()}
        named: dict[str, list[str]] = {}
        for source, heading in (sections[section] for section in answer.sources):
            dated = f", updated {source.updated_on}" if source.updated_on else ""
            named.setdefault(f"{source.title} ({source.publisher}{dated})", []).append(f"\u201c{heading}\u201d")
        told = "; ".join(f"{title}: {', '.join(headings)}" for title, headings in named.items())
        approved = answer.review.status == "approved"
        reviewed = f"Reviewed {answer.review.on}." if approved else "Not yet reviewed by a clinician."
        return f"Evidence: {self._evidence[answer.evidence]}. Source: {told}. {reviewed}"

    def _is_button(self, title: str) -> bool:
        asked = title.removeprefix(self.texts["ask_doctor"]).strip()
        to_doctor = asked != title and any(asked == a.next_step.question for a in self._content.answers)
        more = (
            title.startswith(f"{self.buttons['more']}: ") and title.split(": ", 1)[1].rsplit(" (", 1)[0] in self.titles
        )
        return to_doctor or more or title in self.titles or title in self.buttons.values()

    def _pitches(self, text: str, custom: dict[str, Any]) -> list[str]:
        helping = {self.texts[name] for name in (*EMERGENCY_TEXTS, "intro")}
        found = [f"not help: {line!r}" for line in text.split("\n") if line and line not in helping]
        found += [f"beside help: {s['title']!r}" for s in custom["suggestions"] if s["title"] != self.buttons["safe"]]
        return found
