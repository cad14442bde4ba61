"""The assistant's own sentences (data/content/replies.yml), filled with the clinic's words and nothing else."""

from __future__ import annotations

import string
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

from bot.clinic import Clinic
from index.content import Evidence, read_yaml
from index.errors import ContentError

# Placeholders besides the clinic's: filled with the names of curated records.
RECORD_WORDS: Mapping[str, frozenset[str]] = {
    "uncovered_subject": frozenset({"subject"}),
    "topic": frozenset({"topic", "blurb"}),
    "forget_done": frozenset({"number"}),
}
# Placeholders of the steps of booking, filled with what the patient gave and with times.
BOOKING_WORDS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys("booking_time booking_time_wish booking_time_none booking_time_conflict booking_time_past".split(), frozenset({"place"})),
    **dict.fromkeys(("booking_time_last", "booking_time_taken"), frozenset({"place"})),
    **dict.fromkeys(("booking_name", "booking_name_parent"), frozenset({"slot", "minutes"})),
    "booking_contact": frozenset({"name"}),
    "booking_contact_meant": frozenset({"meant"}),
    "booking_consent": frozenset({"questions"}),
    **dict.fromkeys(("booking_confirm", "booking_confirm_remind"), frozenset({"slot", "name", "contact"})),
    **dict.fromkeys(("booking_confirm_questions", "booking_confirm_questions_remind"), frozenset({"slot", "name", "contact", "number"})),
    **dict.fromkeys("booking_done_email booking_done_phone booking_done_email_remind booking_done_phone_remind".split(), frozenset({"slot", "reference", "contact"})),
    **dict.fromkeys(("booking_resume", "booking_choice", "booking_cancel"), frozenset({"slot"})),
    "booking_move": frozenset({"old", "slot"}),
    "booking_moved": frozenset({"slot", "reference"}),
}  # fmt: skip
WORDS: Mapping[str, frozenset[str]] = {**RECORD_WORDS, **BOOKING_WORDS}
# What the steps of booking may say.
BOOKING_REPLIES = frozenset(
    [
        *BOOKING_WORDS,
        *(
            f"booking_{name}"
            for name in "zone zone_which zone_unclear time_unclear full name_unclear contact_none contact_email contact_phone contact_country "
            "yes_or_no yes_or_change change_what stopped left help unclear down reference reference_unclear proof not_found "
            "not_found_call choice_unclear cancel_unclear cancelled move_unclear remind remind_hour".split()
        ),
    ]
)
# What bot/decision.py and bot/reply.py may say.
REPLIES = (
    frozenset(
        "intro privacy greeting thanks goodbye bot capabilities sources affirm deny safe emergency crisis still_emergency personal worrying minors "
        "candidacy price_here general_note booking person complaint data_request others_data clinic_info uncovered uncovered_subject "
        "off_topic abuse abuse_end kept forgotten nothing_to_keep steering clarify empty too_long other_language menu topic keep_in_mind ask_doctor failure "
        "photo voice no_words emergency_heading messenger_privacy forget_ask forget_done forget_kept stop_done start_done stop_help".split()
    )
    | BOOKING_REPLIES
)
BOOKING_BUTTONS = frozenset(
    "other_times other_zone stop change_time change_name change_contact pass_on keep_private book_it go_on start_over move_it cancel_it leave_it remind_here remind_not".split()
)
BUTTONS = (
    frozenset("consultation topics person more safe keep forget general forget_yes forget_no".split()) | BOOKING_BUTTONS
)


class Templates:
    """Approved texts by name."""

    def __init__(self, replies: Mapping[str, str], buttons: Mapping[str, str], evidence: Mapping[str, str]) -> None:
        self._replies, self._buttons, self._evidence = replies, buttons, evidence

    @classmethod
    def load(cls, path: Path, clinic: Clinic) -> Templates:
        """Read and fill replies.yml. Raises ContentError for an unknown placeholder or a missing part."""
        raw = read_yaml(path)
        if not isinstance(raw, dict) or set(raw) != {"replies", "buttons", "evidence"}:
            raise ContentError(f"{path.name}: expected the parts `replies`, `buttons` and `evidence`")
        words = clinic.words()
        for part in raw.values():
            for name, text in part.items():
                if not isinstance(text, str):
                    raise ContentError(f"{path.name}: {name!r} is not a text; write it as one")
        filled = {name: _fill(path.name, name, text.strip(), words) for name, text in raw["replies"].items()}
        return cls(filled, raw["buttons"], raw["evidence"])

    def require_complete(self) -> Templates:
        """Return these templates. Raises ContentError for the first text that the assistant may need and has not."""
        for part, needed in (("replies", REPLIES), ("buttons", BUTTONS), ("evidence", frozenset(get_args(Evidence)))):
            missing = needed - set(getattr(self, f"_{part}"))
            if missing:
                raise ContentError(f"replies.yml: `{part}` has no {min(missing)!r}; write it, or restore the file")
        return self

    def reply(self, name: str, /, **record_words: str) -> str:
        """Return one text, complete. Raises KeyError for an unknown name."""
        return str(self._replies[name]).format(**record_words)

    def raw(self, name: str) -> str:
        """Return one text as it is before names of records and patients stand in it."""
        return self._replies[name]

    def buttons(self) -> Mapping[str, str]:
        """Titles of all buttons, by name."""
        return dict(self._buttons)

    def button(self, name: str) -> str:
        """Return the title of a button."""
        return self._buttons[name]

    def evidence(self, level: str) -> str:
        """Return how a level of evidence is named to patients."""
        return self._evidence[level]

    def names(self) -> frozenset[str]:
        """Names of all replies."""
        return frozenset(self._replies)


def _fill(file: str, name: str, text: str, words: Mapping[str, str]) -> str:
    allowed = set(words) | WORDS.get(name, frozenset())
    try:
        unknown = {field for _, field, _, _ in string.Formatter().parse(text) if field is not None} - allowed
    except ValueError as error:
        raise ContentError(f"{file}: reply {name!r}: {error}; write {{name}} for a placeholder") from None
    if unknown:
        raise ContentError(f"{file}: reply {name!r} uses {{{min(unknown)}}}; known are {sorted(allowed)}")
    keep = {word: "{" + word + "}" for word in WORDS.get(name, ())}
    safe = {word: value.replace("{", "{{").replace("}", "}}") for word, value in words.items()}
    return text.format(**safe, **keep)
