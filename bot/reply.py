"""From a decision to what a patient sees: approved texts and curated sentences, joined and never changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.booking.said import Said
from bot.citation import Citations
from bot.decision import ASKED_AGAIN, FORGOTTEN, KEPT, menu_key
from bot.names import Kind, Route
from bot.outcome import KINDS, Abstain, Answer, Booking, Chosen, Clarify, Decision, Emergency, HandOver, Menu, Smalltalk
from bot.templates import Templates
from index.content import Answer as Record
from index.content import Content

COUNTERPOINTS = 3  # shown below one reply; always at least one for each answer that has any
PAGE = 8  # questions of a topic shown at once
ENDS_BOOKING = ("book_it", "move_it", "cancel_it")
ASK_DOCTOR_ANSWER = "questions-to-ask"


@dataclass(frozen=True)
class Button:
    """A suggestion: what it says, and the text it sends when chosen."""

    title: str
    payload: str


@dataclass(frozen=True)
class Reply:
    """One reply: its text, its machine-readable part (the contract), and its buttons."""

    text: str
    custom: dict[str, Any]
    buttons: tuple[Button, ...]

    @property
    def kind(self) -> Kind:
        """The kind of reply, as in the contract."""
        return Kind(self.custom["kind"])


class ReplyWriter:
    """Assembles replies from the content and the templates."""

    def __init__(self, content: Content, templates: Templates) -> None:
        self._content = content
        self._templates = templates
        self._answers: dict[str, Record] = {answer.id: answer for answer in content.answers}
        self._subjects = {subject.id: subject.name for subject in content.subjects}
        self._citations = Citations(content, templates)
        self._topics = {topic.id: topic for topic in content.topics}

    @cached_property
    def menu(self) -> Menu:
        """What the fixed buttons lead to."""
        entries: dict[str, tuple[Route, Decision]] = {
            self._templates.button("topics"): (Route.CAPABILITIES, Smalltalk("menu")),
            self._templates.button("consultation"): (Route.BOOKING, Booking("booking")),
            self._templates.button("person"): (Route.PERSON, Booking("person")),
            self._templates.button("safe"): (Route.SAFE, Smalltalk("safe")),
            self._templates.button("keep"): (Route.DATA_REQUEST, KEPT),
            self._templates.button("forget"): (Route.DATA_REQUEST, FORGOTTEN),
            # Pressed twice, after the booking is over: the form says once more how it ended.
            **{self._templates.button(name): (Route.BOOKING, Booking("booking")) for name in ENDS_BOOKING},
            "menu": (Route.CAPABILITIES, Smalltalk("menu")),
            "topics": (Route.CAPABILITIES, Smalltalk("menu")),
        }
        for topic in self._content.topics:
            entries[topic.title] = (Route.CAPABILITIES, Smalltalk("topic", topic.id))
            for page in range(1, self._pages(topic.id)):
                entries[self._more(topic.title, page)] = (Route.CAPABILITIES, Smalltalk("topic", topic.id, page))
        return {menu_key(text): entry for text, entry in entries.items()}

    def write(self, decision: Decision, *, first_turn: bool = False) -> Reply:
        """Return the reply to show for `decision`; the first one of a conversation says what the assistant is."""
        text, answers, buttons, extra = self._parts(self._served(decision))
        if first_turn:
            intro = self._templates.reply("intro")
            urgent = isinstance(decision, Emergency)
            text = f"{text}\n\n{intro}" if urgent else f"{intro}\n\n{text}"
        custom = {
            "kind": KINDS[type(self._served(decision))].value,
            "answers": [self._answer_json(chosen) for chosen in answers],
            "suggestions": [{"title": button.title, "payload": button.payload} for button in buttons],
            **extra,
        }
        return Reply(text, custom, tuple(buttons))

    def step(self, said: Said, *, first_turn: bool = False) -> Reply:
        """Return a step of booking; `custom.booking` tells programs what is asked for."""
        buttons = [*(Button(option, option) for option in said.options), *map(self._fixed, said.buttons)]
        text = self._templates.reply(said.reply, **said.values)
        if first_turn:
            text = f"{self._templates.reply('intro')}\n\n{text}"
        custom = {
            "kind": Kind.BOOKING.value,
            "answers": [],
            "suggestions": [{"title": button.title, "payload": button.payload} for button in buttons],
            "booking": {"step": said.step, **said.details},
        }
        return Reply(text, custom, tuple(buttons))

    def safe(self, kind: Kind) -> Reply:
        """Return what can be said instead of a reply that must not leave: help stays help, the rest is a failure."""
        return self.write(Emergency("emergency")) if kind is Kind.EMERGENCY else self.failure()

    def failure(self) -> Reply:
        """Return the reply for when something broke on our side."""
        text = self._templates.reply("failure")
        return Reply(text, {"kind": Kind.ABSTAIN.value, "answers": [], "suggestions": []}, ())

    def button(self, name: str) -> str:
        """Return the title of a fixed button, which is also what it sends."""
        return self._templates.button(name)

    def title(self, answer_id: str) -> str:
        """Return the question of an answer, or nothing when it is not served any more."""
        record = self._answers.get(answer_id)
        return record.question if record else ""

    def _served(self, decision: Decision) -> Decision:
        """The decision without answers that are not served; code and conversations may still name them."""
        if not isinstance(decision, Answer):
            return decision
        served = tuple(chosen for chosen in decision.answers if chosen.answer in self._answers)
        return Answer(served) if served else Abstain("uncovered")

    def _parts(self, decision: Decision) -> tuple[str, tuple[Chosen, ...], list[Button], dict[str, Any]]:
        say = self._templates.reply
        if isinstance(decision, Answer):
            return self._answers_part(decision.answers)
        if isinstance(decision, HandOver):
            return self._handover(decision)
        if isinstance(decision, Emergency):
            return say(decision.reply), (), [self._fixed("safe")], {}
        if isinstance(decision, Clarify):
            buttons = [self._question(option) for option in decision.options] or self._topic_buttons()
            return say(decision.reply), (), buttons, {}
        if isinstance(decision, Abstain):
            return self._abstain(decision)
        if isinstance(decision, Smalltalk):
            return self._smalltalk(decision)
        kept = [self._fixed("consultation"), self._fixed("forget")] if decision == KEPT else []
        return say(decision.reply), (), [*kept, self._fixed("topics")], {}

    def _answers_part(self, chosen: tuple[Chosen, ...]) -> tuple[str, tuple[Chosen, ...], list[Button], dict[str, Any]]:
        records = [self._answers[one.answer] for one in chosen]
        single = len(records) == 1
        blocks = [self._block(record, complete=single) for record in records]
        against = self._counterpoints(records)
        if against:
            blocks.append(f"{self._templates.reply('keep_in_mind')} " + " ".join(record.brief for record in against))
        blocks.append("\n".join(self._citations.line(record) for record in records))
        extra = (
            {"counterpoints": [{"id": record.id, "sources": self._citations.listed(record)} for record in against]}
            if against
            else {}
        )
        return "\n\n".join(blocks), chosen, self._next_buttons(records), extra

    def _block(self, record: Record, *, complete: bool) -> str:
        if complete:
            return "\n\n".join(record.texts())
        return f"{record.question}\n{record.short}"

    def _counterpoints(self, records: Iterable[Record]) -> list[Record]:
        shown = {record.id for record in records}
        each = [[c for c in record.counterpoints if c in self._answers and c not in shown] for record in records]
        ids = dict.fromkeys([*(found[0] for found in each if found), *(c for found in each for c in found)])
        return [self._answers[c] for c in ids][: max(COUNTERPOINTS, len(each))]

    def _next_buttons(self, records: list[Record]) -> list[Button]:
        buttons: list[Button] = []
        ask = next((r.next_step.question for r in records if r.next_step.kind == "ask_doctor"), None)
        if ask and ASK_DOCTOR_ANSWER in self._answers:
            asked = f"{self._templates.reply('ask_doctor')} {ask}"
            buttons.append(Button(asked, self._answers[ASK_DOCTOR_ANSWER].question))
        shown = {record.id for record in records}
        related = dict.fromkeys(r for record in records for r in record.related if r not in shown)
        buttons += [self._question(r) for r in related if r in self._answers][:3]
        if any(record.next_step.kind == "consultation" for record in records):
            buttons.append(self._fixed("consultation"))
        return [*buttons, self._fixed("topics")]

    def _handover(self, decision: HandOver) -> tuple[str, tuple[Chosen, ...], list[Button], dict[str, Any]]:
        text, answers = self._templates.reply(decision.reply), ()
        note = decision.note
        buttons = [self._fixed("consultation"), self._fixed("topics")]
        if decision.reply in ASKED_AGAIN:
            buttons.insert(1, self._fixed("keep"))
        if note is None and decision.general is not None and decision.general.answer in self._answers:
            buttons.insert(0, self._fixed("general"))
        if note is None or note.answer not in self._answers:
            return text, answers, buttons, {}
        body, chosen, more, extra = self._answers_part((note,))
        labelled = f"{text}\n\n{self._templates.reply('general_note')}\n{body}"
        return labelled, chosen, [*more[:-1][:2], *buttons], extra

    def _abstain(self, decision: Abstain) -> tuple[str, tuple[Chosen, ...], list[Button], dict[str, Any]]:
        say = self._templates.reply
        name = self._subjects.get(decision.subject) if decision.subject else None
        text = say(decision.reply, subject=name) if name else say("uncovered" if decision.subject else decision.reply)
        buttons = [self._question(n) for n in decision.near if n in self._answers]
        if decision.reply.startswith("uncovered"):
            buttons.append(self._fixed("consultation"))
        if decision.reply in ("abuse", "abuse_end"):
            buttons.append(self._fixed("person"))
        if decision.reply == "abuse_end":
            return text, (), buttons, {}
        return text, (), [*buttons, self._fixed("topics")], {}

    def _smalltalk(self, decision: Smalltalk) -> tuple[str, tuple[Chosen, ...], list[Button], dict[str, Any]]:
        topic = self._topics.get(decision.topic) if decision.topic else None
        if topic is not None:
            questions = [a for a in self._content.answers if a.topic == topic.id]
            shown = questions[decision.page * PAGE : (decision.page + 1) * PAGE]
            buttons = [Button(a.question, a.question) for a in shown]
            if decision.page + 1 < self._pages(topic.id):
                more = self._more(topic.title, decision.page + 1)
                buttons.append(Button(more, more))
            text = self._templates.reply("topic", topic=topic.title, blurb=topic.blurb)
            return text, (), [*buttons, self._fixed("topics")], {}
        buttons = [] if decision.reply == "goodbye" else self._topic_buttons()
        if decision.reply in ("thanks", "safe"):
            buttons = [self._fixed("topics")]
        return self._templates.reply(decision.reply), (), buttons, {}

    def _answer_json(self, chosen: Chosen) -> dict[str, Any]:
        record = self._answers[chosen.answer]
        return {
            "id": record.id,
            "question": record.question,
            "evidence": record.evidence,
            "score": round(min(max(chosen.score, 0.0), 1.0), 3),
            "version": record.version,
            "sources": self._citations.listed(record),
        }

    def _topic_buttons(self) -> list[Button]:
        told = {answer.topic for answer in self._content.answers}
        return [Button(topic.title, topic.title) for topic in self._content.topics if topic.id in told]

    def _question(self, answer_id: str) -> Button:
        question = self._answers[answer_id].question
        return Button(question, question)

    def _fixed(self, name: str) -> Button:
        title = self._templates.button(name)
        return Button(title, title)

    def _pages(self, topic_id: str) -> int:
        return -(-sum(a.topic == topic_id for a in self._content.answers) // PAGE)

    def _more(self, title: str, page: int) -> str:
        return f"{self._templates.button('more')}: {title} ({page + 1})"
