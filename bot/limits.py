"""From which probability on something is done."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Probabilities (0 to 1) from which something is done. Changed only with figures, in docs/decisions/."""

    danger: float = 0.45  # route alone: emergency or crisis
    danger_flagged: float = 0.06  # the same, with a red-flag rule
    danger_sentence: float = 0.8  # the same, of one sentence in a message that as a whole sounds harmless
    danger_stretch: float = 0.95  # the same, of a part of a sentence that goes on for too long
    danger_around: float = 0.05  # the same, of the whole message: from here on it does not sound harmless
    danger_beside: float = 0.3  # emergency, when it and a worrying sign after treatment together reach the next
    danger_worrying: float = 0.6
    personal: float = 0.5  # depends on the asker's own body
    personal_unnamed: float = 0.75  # the same, when the text names no condition, drug, relative or treatment of its own
    personal_disclaimed: float = 0.9  # the same, when the writer says that it is meant in general
    personal_again: float = 0.3  # the same, right after something was handed over
    personal_sentence: float = 0.8  # the same, of one sentence alone
    request: float = 0.45  # booking, person, complaint, data, smalltalk, off topic, abuse, steering
    answer: float = 0.3  # one answer fits
    share: float = 0.2  # of the question that this answer has among all: less means that nothing really fits
    near: float = 0.2  # a covered answer close enough to offer
    part: float = 0.6  # one question of several
    part_beside: float = 0.3  # the same, beside one that is sure
    rival: float = 0.2  # share from which another answer says what the first does not
    close: float = 0.75  # share of the runner-up compared with the first, from which both are offered
    note: float = 0.6  # a general note below a handover
