"""What the canned bot says: one reply of each kind, in the shape of the web channel."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

CONFIG: Json = {
    "clinic": {
        "name": "Canned Clinic",
        "phone": "+1 555 0100",
        "email": "hello@canned-clinic.example",
        "hours": "Monday to Friday, 9:00 to 17:00",
        "urgent_phone": "+1 555 0101",
        "urgent_hours": "day and night",
        "emergency_number": "911",
        "crisis_line": {"name": "Canned Lifeline", "contact": "988"},
    },
    "intro": "I am an automated assistant of Canned Clinic, not a person and not a doctor.",
    "privacy": {"version": "1", "text": "What you type is kept for two days.\n\n- You can delete it at any time."},
    "topics": [
        {"title": "Risks and approval", "payload": "Risks and approval"},
        {"title": "Cost and finding a clinic", "payload": "Cost and finding a clinic"},
        {"title": "Book a consultation", "payload": "Book a consultation"},
    ],
    "limits": {"text": 1000, "renew_before": 300},
}
SOURCE: Json = {
    "section": "A56",
    "title": "Stem cell hair treatment: a clinic's article",
    "heading": "FAQ: Is stem cell hair treatment painful?",
    "publisher": "Canned Press",
    "updated_on": "2025-09-18",
    "reviewed_on": None,
}
SLOTS = [
    {"title": "Tue 24 Nov, 3:00 pm", "start": "2026-11-24T14:00:00+00:00"},
    {"title": "Tue 24 Nov, 3:45 pm", "start": "2026-11-24T14:45:00+00:00"},
    {"title": "Wed 25 Nov, 3:00 pm", "start": "2026-11-25T14:00:00+00:00"},
]


def button(title: str, payload: str | None = None) -> Json:
    """Return a suggestion that says its own title unless told otherwise."""
    return {"title": title, "payload": title if payload is None else payload}


def reply(kind: str, text: str, *titles: str, **more: Any) -> list[Json]:
    """Return a whole reply as the server sends it: what is read, with buttons of these titles, then what it means."""
    suggestions = [button(title) for title in titles]
    custom = {"kind": kind, "answers": [], "suggestions": suggestions, **more}
    return [{"text": text, "suggestions": suggestions}, {"text": "", "suggestions": [], "custom": custom}]


def answer(id: str, question: str, *sources: Json) -> Json:
    """Return one curated answer with its sources."""
    made = {"id": id, "question": question, "evidence": "limited", "evidence_text": "limited evidence"}
    return {**made, "score": 0.95, "version": 1, "reviewed": False, "sources": list(sources)}


def _booking(text: str, *titles: str, **step: Any) -> list[Json]:
    return reply("booking", text, *titles, "Stop booking", booking=step)


ANSWER = reply(
    "answer",
    "Does the treatment hurt?\nIt can, and how much varies by person.\n\nHow much does it cost?\nPrices differ:\n- by place\n- by plan",
    "Book a consultation",
    "Show all topics",
    answers=[
        answer("pain-treatment", "Does the treatment hurt?", SOURCE, {**SOURCE, "section": "A28", "heading": "Steps"}),
        answer("cost-range", "How much does it cost?", {**SOURCE, "section": "A61", "heading": "Cost"}),
    ],
)
EMERGENCY = reply(
    "emergency",
    "Call 911 now, or have someone take you to the nearest emergency department. The clinic's urgent line: +1 555 0101.",
    "I am safe",
)
SAFE = reply("smalltalk", "I am glad you are safe. If anything changes, call 911.", "Show all topics")
GREETING = reply("smalltalk", "Hello. What would you like to know?", "Risks and approval", "Show all topics")
BOOKING = [
    _booking("Where are you?", "New York", step="zone", zones=["America/New_York", "Europe/Madrid"]),
    _booking(
        "These are the next free times.",
        *(slot["title"] for slot in SLOTS),
        "Other times",
        step="time",
        zone="Europe/Madrid",
        slots=SLOTS,
    ),
    _booking("What name shall I put it under?", "Another time", step="name"),
    _booking("What is your e-mail address or phone number?", "Another time", step="contact"),
    _booking(
        "You asked about:\n- Does the treatment hurt?\nMay I pass this on to the doctor?",
        "Yes, pass them on",
        "No, keep them private",
        step="consent",
        questions=["Does the treatment hurt?"],
    ),
    _booking(
        "Please check before I book:\nTuesday 24 November, 3:00 pm",
        "Book it",
        "Another time",
        step="confirm",
        slot=SLOTS[0]["start"],
        zone="Europe/Madrid",
    ),
    reply(
        "booking",
        "It is booked. Your reference is X6G-MWT.",
        "Show all topics",
        booking={"step": "over", "reference": "X6G-MWT", "slot": SLOTS[0]["start"]},
    ),
]
STEPS = [turn[-1]["custom"]["booking"]["step"] for turn in BOOKING]


def answers_of(replies: list[Json]) -> set[str]:
    """Return the ids of the answers that a turn shows."""
    return {shown["id"] for said in replies for shown in said.get("custom", {}).get("answers", [])}


def usual(text: str, before: list[list[Json]]) -> list[Json]:
    """Return what the canned bot says to `text`, after it has said `before`."""
    said = text.lower()
    if "breathe" in said:
        return EMERGENCY
    if "safe" in said:
        return SAFE
    if said == "stop booking":
        return GREETING
    if "book a consultation" in said:
        return BOOKING[0]
    if before and before[-1] in BOOKING[:-1]:
        return BOOKING[BOOKING.index(before[-1]) + 1]
    return GREETING if said.startswith(("hello", "hi")) else ANSWER
