"""Reading one message: its parts, its routes and what was found for it. Effects stay outside; Rasa does too."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot import clauses, followup
from bot.languages import foreign_flags, is_foreign
from bot.names import Kind, Route
from bot.outcome import Chosen
from bot.redflags import Flag, red_flags
from bot.routing import Router, mix
from index.classifier import Floats
from index.search import Found, Searcher
from index.text import clean, key, words

MAX_CHARS = 2000  # of a message that is read with care; of a longer one, beginning and end are screened for danger
SENTENCES = 10
SHORT_MESSAGE = 8  # words up to which a message may be a follow-up, even when nothing else shows it
FOCUS_FROM = 12  # words from which the asking sentences count on their own, too
_NUMBER = re.compile(r"^\s*(?:option |number |no\.? ?)?(\d{1,2})[.)]?\s*$")


@dataclass(frozen=True)
class History:
    """What of the conversation matters for reading the next message."""

    question: str = ""  # the last question that got an answer
    answers: tuple[str, ...] = ()  # ids of that answer
    kind: Kind | None = None  # of the last reply
    suggestions: tuple[str, ...] = ()  # payloads of the buttons of the last reply, in order
    in_emergency: bool = False
    first_turn: bool = True
    handed_over: str = ""  # which handover the last reply was, by the name of its text
    general: Chosen | None = None  # what to show when that question was meant in general
    kept: bool = False  # the patient agreed that a question is kept for the consultation
    abuse: int = 0  # abusive messages in a row
    booking: str = ""  # which step of booking was asked last; empty when none is under way


@dataclass(frozen=True)
class Encoded:
    """A message made ready: its texts, a unit vector for each, and how near that is to what the index holds."""

    text: str  # as typed, cleaned
    prepared: str
    too_long: bool
    chosen: bool  # the message chose one of the buttons
    leaning: float  # on the conversation, 0 to 1
    sentences: tuple[str, ...]  # and what is read like them: two in a row, and parts of long ones
    stretches: frozenset[str]  # those that are parts of long ones, cut anywhere
    questions: tuple[str, ...]
    focus: tuple[str, ...]  # of a longer message, the sentences that ask
    nearby: tuple[str, ...]  # answers that a follow-up is likely to mean: those related to the last ones
    given: tuple[str, ...]  # answers shown just before, when the message may be a follow-up
    blended: str  # prepared text read together with the last question; empty when that makes no sense
    vectors: dict[str, Floats] = field(repr=False, default_factory=dict)
    cosines: dict[str, Floats] = field(repr=False, default_factory=dict)  # of each text to every row of the index


@dataclass(frozen=True)
class Reading:
    """Everything a decision needs to know about one message."""

    encoded: Encoded
    routes: dict[Route, float]
    sentence_routes: tuple[dict[Route, float], ...]
    flags: tuple[Flag, ...]
    whole: Found | None
    parts: tuple[tuple[str, Found], ...]
    foreign: bool

    @property
    def readable(self) -> bool:
        """Whether there is anything in the message that words can answer."""
        return bool(words(self.encoded.text))


def encode(searcher: Searcher, text: str, history: History) -> Encoded:
    """Clean and split a message, and encode all its texts at once."""
    plain = clean(text)
    too_long = len(plain) > MAX_CHARS
    if too_long:
        plain = f"{plain[:MAX_CHARS]} . {plain[-MAX_CHARS:]}"
    picked = _picked(plain, history.suggestions)
    plain = picked or plain
    prepared = clauses.matter(clauses.core(searcher.prepare(plain)))
    leaning = followup.leaning(prepared) if history.question and not picked else 0.0
    said = clauses.sentences(prepared)
    # Two sentences make one case: "I did PRP six times. So will this work?"
    together = [" ".join(pair) for pair in itertools.pairwise(said)] if len(said) > 2 else []
    stretches = tuple(part for sentence in said for part in clauses.stretches(sentence))
    parts = [*said, *together, *stretches]
    sentences = tuple(dict.fromkeys(part for part in parts if part != prepared))[:SENTENCES]
    questions = () if picked else tuple(clauses.questions(prepared) or clauses.shared_head(prepared))
    focus = tuple(clauses.asking(prepared)) if len(words(prepared)) >= FOCUS_FROM else ()
    blended = f"{searcher.prepare(history.question)} {prepared}" if leaning > 0 else ""
    texts = list(dict.fromkeys(t for t in (prepared, blended, *sentences, *questions, *focus) if t))
    vectors = dict(zip(texts, searcher.embedder.encode(texts), strict=True)) if texts else {}
    short = len(words(prepared)) <= SHORT_MESSAGE and not picked
    given = history.answers if short or leaning > 0 else ()
    return Encoded(
        plain,
        prepared,
        too_long,
        bool(picked),
        leaning,
        sentences,
        frozenset(stretches),
        questions,
        focus,
        searcher.related(given),
        given,
        blended,
        vectors,
        {text: searcher.compare(vector) for text, vector in vectors.items()},
    )


def route(
    searcher: Searcher, router: Router, encoded: Encoded
) -> tuple[dict[Route, float], tuple[dict[Route, float], ...]]:
    """Return the routes of the whole message (read with the conversation if it leans on it) and of its sentences."""
    if not encoded.prepared:
        return dict.fromkeys(router.routes, 1 / len(router.routes)), ()

    def rank(text: str) -> dict[Route, float]:
        return router.rank(text, encoded.vectors[text], encoded.cosines[text][searcher.evidence.learnt])

    whole = rank(encoded.prepared)
    if encoded.blended:
        whole = mix((whole, rank(encoded.blended)), (1 - encoded.leaning / 2, encoded.leaning / 2))
    return whole, tuple(rank(sentence) for sentence in encoded.sentences)


def retrieve(searcher: Searcher, encoded: Encoded, k: int = 5) -> tuple[Found | None, tuple[tuple[str, Found], ...]]:
    """Return what was found for the whole message, and for each of its questions when it asks several."""
    if not encoded.prepared:
        return None, ()
    cosines = encoded.cosines
    context = (encoded.blended, cosines[encoded.blended]) if encoded.blended else None
    whole = searcher.search(
        encoded.prepared,
        cosines[encoded.prepared],
        k,
        typed=encoded.text,
        context=context,
        leaning=encoded.leaning,
        focus=[(sentence, cosines[sentence]) for sentence in encoded.focus],
        nearby=encoded.nearby,
        given=encoded.given,
    )
    if encoded.chosen:
        return whole, ()
    return whole, tuple((q, searcher.search(q, cosines[q], k)) for q in encoded.questions)


def read(searcher: Searcher, router: Router, text: str, history: History) -> Reading:
    """Read one message from beginning to end."""
    encoded = encode(searcher, text, history)
    return join(searcher, encoded, route(searcher, router, encoded), retrieve(searcher, encoded))


def join(
    searcher: Searcher,
    encoded: Encoded,
    routes: tuple[dict[Route, float], tuple[dict[Route, float], ...]],
    found: tuple[Found | None, tuple[tuple[str, Found], ...]],
) -> Reading:
    """Put together what the steps `encode`, `route` and `retrieve` found."""
    flags = red_flags(encoded.prepared) + foreign_flags(encoded.text)
    return Reading(encoded, *routes, flags, *found, foreign=is_foreign(searcher.speller, encoded.text))


def _picked(text: str, suggestions: Sequence[str]) -> str | None:
    """The button that was chosen, by its number or by its text."""
    number = _NUMBER.match(text)
    if number and 1 <= int(number.group(1)) <= len(suggestions):
        return suggestions[int(number.group(1)) - 1]
    same = {key(payload): payload for payload in suggestions}
    return same.get(key(text)) if key(text) else None
