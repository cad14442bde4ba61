"""Splitting a message into the questions it asks: "price, pain and downtime?" is three."""

from __future__ import annotations

import re

MOST = 4  # questions looked at in one message
LONG_SENTENCE = 24  # words from which a sentence is also read in parts
STRETCH = 14  # words of such a part; each begins in the middle of the one before
_SENTENCE = re.compile(r"(?<=[.?!;:])\s+|\s+-\s+")
_NUMBERING = re.compile(
    r"^(?:\(?\d{1,2}[.):]|[a-e]\)|first(?:ly)?,?|second(?:ly)?,?|third(?:ly)?,?|last(?:ly)?,?|and finally,?|[-*\u2022])\s*"
)
_WH = r"(?:how|what|whats|when|where|which|who|whom|whose|why|whether)"
_STARTER = (
    rf"(?:{_WH}|if (?:it|there|they|you|one|i|we|a|the)|is|are|am|was|were|does|do|did|can|could|will|would|should|shall|has|have|any|"
    r"tell me|explain|also|i want to know|i would like to know|i wonder)"
)
_JOINT = re.compile(
    rf"\s*(?:,|;|/|&|\+)?\s+(?:and|&|plus|also|as well as|then|or|but)\s+(?=(?:also\s+)?{_STARTER}\b)|\s*[,;]\s*(?={_STARTER}\b)"
    r"|,?\s+(?:and also|and then also|as well as|plus also)\s+"
)
_ITEMS = re.compile(r"\s*(?:,\s*(?:and|plus|or)?|;|/|\+|&|\band\b|\bplus\b)\s*")
_QUESTION = re.compile(rf"^(?:and |but |so |also |then |ok |okay |well )*{_STARTER}\b")
_EMBEDDED = re.compile(rf"\b{_WH}\b")
_COUNTING = re.compile(
    r"^(?:\w+ ){0,3}(?:questions?|things?|matters?|points?|queries)\b.{0,20}?[:,.]\s*|^(?:re|about|info on|information on|regarding)\s+"
)
_ANNOUNCING = re.compile(r"(?:\w+ ){0,3}(?:questions?|things?|matters?|points?|queries)")
_VERBS = re.compile(
    r"\b(?:is|are|was|were|am|does|do|did|can|could|will|would|should|have|has|had|want|need|know|think|get|got|tell)\b"
)
# "compare to surgery, to tablets and to prp": what stands before the first item goes before the others, too.
_SHARED_HEAD = re.compile(
    r"^(?P<head>.*?\b(?:to|with|for|from|about|of|between|on|than|vs|versus|or))\s+(?P<items>[^,]+(?:,\s*[^,]+)*(?:,?\s+(?:and|or)\s+[^,]+))$"
)
_SHARED_ITEMS = re.compile(r"\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+")
_LONGEST_ITEM = 5  # words


def questions(text: str) -> list[str]:
    """Return the questions in a prepared (folded) text, in order; at most MOST, and none when it asks only one."""
    parts = [_NUMBERING.sub("", part.strip()).strip() for part in _SENTENCE.split(text)]
    parts = [part for part in parts if part.rstrip(" .?!;:") and not _ANNOUNCING.fullmatch(part.rstrip(" .?!;:"))]
    if len(parts) > 1 and all(_is_item(part.rstrip(" .?!;:")) for part in parts):
        found = [part.rstrip(" .?!;:") for part in parts]
    else:
        found = [asked for part in parts for asked in _asked_in(part)]
    unique = list(dict.fromkeys(found))
    return unique[:MOST] if len(unique) > 1 else []


def shared_head(text: str) -> list[str]:
    """Return one question per item of a coordinated ending ("compared with a, with b and with c"), or nothing."""
    found = _SHARED_HEAD.match(text.strip().rstrip(" .?!;:"))
    if found is None:
        return []
    head = found["head"]
    preposition = head.rsplit(" ", 1)[-1]
    items = [item.removeprefix(f"{preposition} ").strip() for item in _SHARED_ITEMS.split(found["items"])]
    items = [item for item in items if item]
    fits = 2 <= len(items) <= MOST and all(len(item.split()) <= _LONGEST_ITEM for item in items)
    return [f"{head} {item}" for item in items] if fits else []


# Playing down and being polite change nothing about what is the matter.
_PADDING = (
    r"(?:can|could|would) (?:you|u|someone|anybody|anyone) (?:please |kindly |maybe )*(?:help(?: me)?(?: please| out)?|advise(?: me)?(?: please)?)|sorry to (?:bother|trouble|disturb) (?:you|u)(?: all)?|"
    r"(?:it'?s |it is |this is |that'?s )?(?:probably|prob|likely|surely|maybe|most likely|im sure|i'm sure|i am sure) (?:it'?s |it is )?(?:nothing|fine|ok|okay|normal)(?: serious)?(?: but)?|"
    r"(?:it'?s |it is )?(?:not|no) (?:a )?(?:big deal|biggie)(?: but)?|(?:i )?(?:don'?t|do not) (?:want|mean) to (?:bother|worry|waste) \w+(?: time)?(?: but)?|ha(?:ha)+|lol|hehe|hope (?:you are|you'?re|this finds you|all is) \w+"
)
_CLOSING = re.compile(
    rf"(?:[\s,;:.!?\-]+(?:(?:many |warm )?thanks(?: (?:a lot|so much|very much|again|in advance|for your help|for reading))*|thank you(?: (?:so much|very much|kindly|again|in advance|for your (?:help|time)))*|thx|ty|cheers|ta|(?:kind |best |warm )?regards|"
    rf"best wishes|(?:i |we )?(?:really |would |very much )*appreciate (?:it|your help|any help)|much appreciated|please(?: help)?|pls|plz|{_PADDING}))+[\s.!?,]*$"
)
_PREAMBLE = re.compile(
    r"^(?:(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|dear (?:sir|madam|all|team|doctor)|sirs?|madam|folks|please|pls|sorry|excuse me|thanks in advance|ok|okay|so|well|um+|hmm+|yo|"
    rf"{_PADDING}|"
    r"(?:just )?(?:a )?(?:quick|silly|stupid|dumb|random|small|simple|general) (?:question|one|query)|just (?:wondering|curious|checking|asking)|curious|question|"
    r"\[?(?:test|testing|qa|staff|demo|smoke|dummy|dry run|internal|reception|desk)(?: (?:check|test|question|query|run|message|for the demo|only|from (?:the )?\w+(?: \w+)?))*\]?(?: \d+)?)\b\]?"
    r"\s*(?:[,;:.!\-\u2013\u2014]+|\s(?=\w))\s*)+",
)

_ADDRESSEE = re.compile(
    r"(?:to )?(?:you|all|there|everyone|everybody|team|doctors?|sirs?|madam|both)(?: all| there)?[ .!,]*"
)


def core(text: str) -> str:
    """Return a prepared text without greeting, apology or label ("hello, quick question:", "QA check -") before it."""
    bare = _PREAMBLE.sub("", text, count=1).strip()
    return bare if len(bare.split()) >= 2 and not _ADDRESSEE.fullmatch(bare) else text


def matter(text: str) -> str:
    """Return a text also without thanks and playing down after it: "can't breathe" of "can't breathe, many thanks"."""
    bare = _CLOSING.sub("", text).strip()
    return bare if len(bare.split()) >= 2 and not _PREAMBLE.fullmatch(f"{bare} ") else text


def asking(text: str) -> list[str]:
    """Return the sentences of a longer prepared text that ask: those with a question mark, else the last one."""
    found = sentences(text)
    if len(found) < 2:
        return []
    marked = [sentence for sentence in found if sentence.endswith("?")]
    return (marked or found[-1:])[:MOST]


def sentences(text: str) -> list[str]:
    """Return the sentences of a prepared text, in order."""
    return [s for s in (part.strip() for part in _SENTENCE.split(text)) if s]


def stretches(sentence: str) -> list[str]:
    """Return overlapping parts of a sentence that goes on for too long, as people type who leave out the full stops."""
    spoken = sentence.split()
    if len(spoken) <= LONG_SENTENCE:
        return []
    return [" ".join(spoken[start : start + STRETCH]) for start in range(0, len(spoken) - STRETCH // 2, STRETCH // 2)]


def _asked_in(sentence: str) -> list[str]:
    bare = sentence.rstrip(" .?!;:")
    items = _list_items(bare)
    if items:
        return items
    parts = [part.strip() for part in _JOINT.split(bare) if part and part.strip()]
    asking = sentence.endswith("?")
    return [
        part
        for part in parts
        if _QUESTION.match(part) or (part is parts[-1] and asking) or (len(parts) > 1 and _EMBEDDED.search(part))
    ]


def _is_item(part: str) -> bool:
    return len(part.split()) <= _LONGEST_ITEM and not _QUESTION.match(part) and not _VERBS.search(part)


def _list_items(sentence: str) -> list[str]:
    """The items of a bare list of noun phrases, or nothing."""
    body = _COUNTING.sub("", sentence)
    items = [item.strip() for item in _ITEMS.split(body) if item and item.strip()]
    short = len(items) > 1 and all(_is_item(item) for item in items) and not _QUESTION.match(body)
    enough = len(items) > 2 or "," in body or "/" in body or "+" in body or len(body.split()) <= 6
    return items if short and enough else []
