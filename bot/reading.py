"""Reading one message: its parts, its routes and what was found for it. Effects stay outside; Rasa does too."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot import clauses, followup
from bot.names import Kind, Route
from bot.redflags import Flag, red_flags
from bot.routing import Router, mix
from index.classifier import Floats
from index.search import Found, Searcher
from index.text import clean, key, words

MAX_CHARS = 2000  # of a message that is read with care; of a longer one, beginning and end are screened for danger
SENTENCES = 10
SHORT_MESSAGE = 8  # words up to which a message may be a follow-up, even when nothing else shows it
FOCUS_FROM = 12  # words from which the asking sentences count on their own, too
LONG_MESSAGE = 18  # words from which single sentences are routed as well
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


@dataclass(frozen=True)
class Encoded:
    """A message made ready: its texts, and a unit vector for each."""

    text: str  # as typed, cleaned
    prepared: str
    too_long: bool
    chosen: bool  # the message chose one of the buttons
    leaning: float  # on the conversation, 0 to 1
    sentences: tuple[str, ...]
    questions: tuple[str, ...]
    focus: tuple[str, ...]  # of a longer message, the sentences that ask
    nearby: tuple[str, ...]  # answers that a follow-up is likely to mean: those related to the last ones
    given: tuple[str, ...]  # answers shown just before, when the message may be a follow-up
    blended: str  # prepared text read together with the last question; empty when that makes no sense
    vectors: dict[str, Floats] = field(repr=False, default_factory=dict)


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
    prepared = clauses.core(searcher.prepare(plain))
    leaning = followup.leaning(prepared) if history.question and not picked else 0.0
    long = len(words(prepared)) >= LONG_MESSAGE
    sentences = tuple(clauses.sentences(prepared)[:SENTENCES]) if long else ()
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
        questions,
        focus,
        searcher.related(given),
        given,
        blended,
        vectors,
    )


def route(router: Router, encoded: Encoded) -> tuple[dict[Route, float], tuple[dict[Route, float], ...]]:
    """Return the routes of the whole message (read with the conversation if it leans on it) and of its sentences."""
    if not encoded.prepared:
        return dict.fromkeys(router.routes, 1 / len(router.routes)), ()
    whole = router.rank(encoded.prepared, encoded.vectors[encoded.prepared])
    if encoded.blended:
        together = router.rank(encoded.blended, encoded.vectors[encoded.blended])
        whole = mix((whole, together), (1 - encoded.leaning / 2, encoded.leaning / 2))
    return whole, tuple(router.rank(s, encoded.vectors[s]) for s in encoded.sentences)


def retrieve(searcher: Searcher, encoded: Encoded, k: int = 5) -> tuple[Found | None, tuple[tuple[str, Found], ...]]:
    """Return what was found for the whole message, and for each of its questions when it asks several."""
    if not encoded.prepared:
        return None, ()
    vector = encoded.vectors[encoded.prepared]
    context = (encoded.blended, encoded.vectors[encoded.blended]) if encoded.blended else None
    whole = searcher.search(
        encoded.prepared,
        vector,
        k,
        typed=encoded.text,
        context=context,
        leaning=encoded.leaning,
        focus=[(sentence, encoded.vectors[sentence]) for sentence in encoded.focus],
        nearby=encoded.nearby,
        given=encoded.given,
    )
    if encoded.chosen:
        return whole, ()
    return whole, tuple((q, searcher.search(q, encoded.vectors[q], k)) for q in encoded.questions)


def read(searcher: Searcher, router: Router, text: str, history: History) -> Reading:
    """Read one message from beginning to end."""
    encoded = encode(searcher, text, history)
    return join(searcher, encoded, route(router, encoded), retrieve(searcher, encoded))


def join(
    searcher: Searcher,
    encoded: Encoded,
    routes: tuple[dict[Route, float], tuple[dict[Route, float], ...]],
    found: tuple[Found | None, tuple[tuple[str, Found], ...]],
) -> Reading:
    """Put together what the steps `encode`, `route` and `retrieve` found."""
    flags = red_flags(encoded.prepared)
    return Reading(encoded, *routes, flags, *found, foreign=is_foreign(searcher, encoded.text))


def is_foreign(searcher: Searcher, text: str) -> bool:
    """Whether a message is plainly not English: other letters, or hardly a word that the dictionary knows."""
    letters = [c for c in text if unicodedata.category(c)[0] == "L"]
    if not letters:
        return False
    other = sum("LATIN" not in unicodedata.name(c, "") for c in letters)
    if other > len(letters) / 2:
        return True
    found = [word for word in words(text) if word.isalpha() and len(word) > 1]
    strange = sum(not searcher.speller.knows(word) for word in found)
    return len(found) >= 3 and strange / len(found) >= 0.5


def _picked(text: str, suggestions: Sequence[str]) -> str | None:
    """The button that was chosen, by its number or by its text."""
    number = _NUMBER.match(text)
    if number and 1 <= int(number.group(1)) <= len(suggestions):
        return suggestions[int(number.group(1)) - 1]
    same = {key(payload): payload for payload in suggestions}
    return same.get(key(text)) if key(text) else None
