"""Whose case is a message about? Signs that it is about the writer's own body, or about people in general."""

from __future__ import annotations

import re

_FIRST = re.compile(r"\b(?:i|i'?m|i'?ve|i'?d|me|my|mine|myself|we|our|us)\b")
_FAMILY = re.compile(
    r"\b(?:my|our|the) (?:\w+ ){0,2}?(?:wife|husband|partner|girlfriend|boyfriend|fianc\w+|mum|mom|mother|dad|father|son|daughter|brother|sister|"
    r"uncle|aunt|nan|gran\w*|grandad|cousin|nephew|niece|friend|mate|patient|client|boy|girl|kid|child|baby|toddler|teen\w*)\b|\b(?:he|she|him|his|her)\b"
)
_GENERAL = re.compile(
    r"\b(?:people|patients?|persons?|someone|somebody|anyone|anybody|everyone|everybody|folks?|those|others|men|women|guys|ladies|one|clinics?|doctors|they|"
    r"usually|normally|generally|typically|ordinarily|commonly|on average|as a rule|in general|in principle|hypothetical\w*|overall|most)\b"
)
_CONDITION = re.compile(
    r"\b(?:i|i'?ve|he|she|who|we) (?:\w+ )?(?:take|takes|took|taking|have|has|had|got|use|uses|am on|is on|was on|on|started|stopped|quit|suffer\w*|get|gets)\b|"
    r"\b(?:diagnos\w+|prescri\w+|tablets?|pills?|mg|mcg|ml|dose|dosage|blood (?:test|thinner|pressure)\w*|results? (?:came|show|say|is|are)|scan|biops\w+|allerg\w+|pregnan\w+|breast ?feed\w*|"
    r"transplant (?:patient|recipient)|surgery|operation|disease|syndrome|disorder|cancer|diabet\w+|lupus|thyroid|epilep\w+|asthma|hiv|hepatitis|"
    r"kidney|liver|heart|stroke|clot\w*|depress\w+|anxiety|medicat\w+|meds|inhaler|insulin|steroids?|antibiotic\w*|chemo\w*)\b"
)
_ASKING = re.compile(
    r"\b(?:should i|can i|could i|may i|might i|am i|would i|do i|will i|shall i|for me|in my case|my case|on me|with me|let me|suit me|help me|"
    r"(?:with|for|on|to) (?:me|him|her)|(?:can|could|should|may|must|will|would|does|is|was) (?:he|she)|(?:he|she) (?:can|could|should|may|must)|(?:rule|rules|ruled) (?:me|him|her) out)\b"
)
_PAST = re.compile(
    r"\b(?:yesterday|last (?:week|month|night|friday|monday|tuesday|wednesday|thursday|saturday|sunday|session|treatment)|days? (?:ago|after|on)|weeks? (?:ago|on)|since (?:my|the)|this morning|had (?:mine|it|the) done|my (?:session|treatment|procedure|injections?)|my (?:scalp|head) (?:is|has|feels|looks|got))\b"
)

_DISCLAIMED = re.compile(
    r"\b(?:not asking (?:about|for) (?:me|my ?self|my own|my case|anyone in particular)|not about (?:me|my own|my case)|(?:just|only|purely|speaking) in general|in general (?:terms|only)|"
    r"generally speaking|as a general (?:question|matter|rule)|hypothetical\w*|no (?:particular )?patient in mind|for (?:an? )?(?:article|essay|leaflet|blog|school project|presentation|class)|"
    r"i(?:'ll| will) (?:save|keep|leave) (?:that|it|my own) for the doctor)\b"
)


def disclaims(prepared: str) -> bool:
    """Whether the writer says that the question is meant in general."""
    return bool(_DISCLAIMED.search(prepared))


def features(prepared: str) -> tuple[float, ...]:
    """Return six signs, each 0 or 1: own voice, family, people in general, condition, asking, after a treatment."""
    patterns = (_FIRST, _FAMILY, _GENERAL, _CONDITION, _ASKING, _PAST)
    return tuple(float(bool(pattern.search(prepared))) for pattern in patterns)


def asks_about_a_case(prepared: str) -> bool:
    """Whether a text asks what somebody with a condition, a drug or a relative of the writer's should or may do."""
    return bool(_ASKING.search(prepared)) and any(pattern.search(prepared) for pattern in (_FAMILY, _CONDITION))


def names_a_case(prepared: str) -> bool:
    """Whether a text names a condition, a drug, a relative or a treatment that somebody had."""
    return any(pattern.search(prepared) for pattern in (_FAMILY, _CONDITION, _PAST))
