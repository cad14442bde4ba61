"""Takes out of a text what tells who wrote it, before the text is kept anywhere.

It errs on the side of taking out too much: a kept text is only for staff, and no decision rests on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from functools import partial

from wordfreq import zipf_frequency

from bot.privacy.health import HEALTH
from bot.privacy.name_lists import SHORTEST, names, plain

_DIGITS = re.compile(r"\d")
_ENOUGH = 7  # digits that make a number a telephone or a card number, whatever stands between them
_MONTH = (
    r"(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?|m\u00e4rz|mai|juni|juli|"
    r"ocak|\u015fubat|mart|nisan|may\u0131s|haziran|temmuz|a\u011fustos|eyl\u00fcl|ekim|kas\u0131m|aral\u0131k|"
    r"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|"
    r"stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|wrze\u015bnia|pa\u017adziernika|listopada|grudnia)"
)
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th|\.)?"
_DIGIT_WORD = r"(?:zero|oh|o|nought|one|two|three|four|five|six|seven|eight|nine|ten|double|triple|treble|hundred|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_STREET = (
    r"(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|boulevard|blvd|way|close|crescent|terrace|place|pl|square|sq|gardens|row|mews|grove|hill|park|walk|"
    r"parkway|pkwy|highway|hwy|circle|cir|nagar|marg|colony|sector|house|building|tower)"
)

# Patterns and what stands in their place, in this order. One a line: it is a table.
# fmt: off
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("[link]", r"\b(?:https?://|www\.)\S+"),
    ("[e-mail]", r"[\w.+%'-]+ ?(?:@|[(\[] ?at ?[)\]]) ?[\w-]+(?: ?(?:\.|[(\[] ?dot ?[)\]]| dot ) ?[\w-]+)*"),
    ("[e-mail]", r"\b[\w.+-]+ at [\w-]+(?:(?: dot |\.)[\w-]+)*(?: dot |\.)(?:com|net|org|co|uk|de|tr|pl|es|in|ae|edu|info|io)\b(?: dot \w{2,3}\b)?"),
    ("[account]", r"\b(?:x|twitter)\.com/\w+"),
    ("[account]", r"\bt\.me/[\w./-]+|\b(?:instagram|insta|ig|facebook|fb|twitter|tiktok|telegram|snapchat|snap|linkedin|whatsapp|wa|youtube|threads|bsky)(?:\.(?:com|me|app))?(?:/|\s*(?:handle|name|user(?:name)?|account)?\s*(?:is\b|:)\s*@?)[\w./-]+"),
    ("[account]", r"(?<!\w)@[\w.-]{2,}|\b(?:live|skype):[\w.:-]+|\bu/[\w-]+|\b(?:snap(?:chat)?|insta(?:gram)?|ig|tiktok|telegram|twitter)\s+(?=[\w.]*[._\d])\w[\w.]+\w"),
    ("[number]", r"\b(?:\d{1,3}\.){3}\d{1,3}\b|\b(?:[0-9a-f]{1,4}:{1,2}){3,7}[0-9a-f]{0,4}\b"),
    ("[number]", r"\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,4})?\b"),
    ("[number]", r"\b[a-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d]\b"),
    ("[number]", rf"\b(?:{_DIGIT_WORD}[\s-]+){{5,}}{_DIGIT_WORD}\b"),
    ("[date]", rf"\b{_ORDINAL}(?: of| de)?[ -]{_MONTH}\.?,?(?: de)?[ -](?:\d{{4}}|'?\d{{2}})\b|\b{_MONTH}\.?[ -]{_ORDINAL},?(?: |, )(?:\d{{4}}|'\d{{2}})\b"),
    ("[date]", r"\b\d{1,2}([./-])\s?\d{1,2}\1\s?(?:\d{4}|\d{2})\b|\b(?:19|20)\d{2}([./-])\d{1,2}\2\d{1,2}\b"),
    ("[date]", rf"\b(?:born|dob|d\.o\.b\.?|date of birth|birth ?da(?:y|te)|geboren|b\.)\W{{0,3}}(?:(?:is|on|in|at|the|am|back|year|way|was)\W+)*(?:the )?(?:{_ORDINAL}(?: of)?[ -])?(?:{_MONTH}\.?\W{{0,2}})?(?:{_ORDINAL}\W{{0,2}})?(?:\d{{4,8}}|'?\d{{2}})(?!\w)"),
    ("[date]", rf"\b(?:birthday|born)\W+(?:\w+ ){{0,3}}?(?:{_ORDINAL}(?: of)? {_MONTH}|{_MONTH} {_ORDINAL})\b"),
    ("[date]", r"\b(?:19|20)\d{6}\b"),
    ("[address]", rf"\b(?:(?:flat|apt|apartment|unit|suite|no|house)\.? ?\w{{1,4}},? )?\d{{1,5}}[a-z]?,? (?:[\w'.-]+ ){{1,4}}?{_STREET}\b\.?(?:,? (?:apt|apartment|unit|suite|flat|#)\.? ?\w{{1,5}})?"),
    ("[address]", r"\b(?:flat|apt|apartment|unit|suite|po box|p\.o\. box)\.? (?:no\.? ?)?\d{1,5}[a-z]?\b"),
    ("[address]", r"\b[\w-]*(?:stra\u00dfe|strasse|stra\u00dfe|str\.|gasse|allee|platz|weg|ufer|damm)\s+\d{1,4}\s?[a-z]?\b|\b(?:ul\.|ulica|calle|c/|avenida|avda\.?|rue|via|plaza|paseo|al\.|os\.)\s?(?:[\w'.-]+ ){0,3}?[\w'.-]+,?\s?(?:n[\u00bao\u00b0]?\.? ?)?\d{1,4}\w?(?:[/,-]\s?\d{1,4}\w?)*"),
    ("[address]", r"\b(?:[\w.-]+ ){0,3}?(?:mah(?:allesi)?|cad(?:desi)?|sok(?:ak|a\u011f\u0131|agi)?|sk|bulvar\u0131|bulvari|blv|apartman\u0131|apartmani)\b\.?(?:,? ?(?:[\w.-]+ ){0,3}?(?:cad(?:desi)?|sok(?:ak|a\u011f\u0131|agi)?|sk)\b\.?)?(?:,? ?no\W{0,2}\d+\w?)?(?:,? ?(?:d|daire|kat|k)\W{0,2}\d+)*(?:/\d+)?"),
    ("[address]", r"\b(?:gir ?0aa|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2})\b"),
    ("[address]", r"\b(?:[\w-]+(?: [\w'-]+){0,2}, ?){1,4}[\w-]+ \d{6}\b|\b(?-i:[A-Z]{2}|Texas|California|Florida|Ohio),? \d{5}(?:-\d{4})?\b|\b(?-i:\d{5},? [A-Z\u00c4\u00d6\u00dc\u0130\u015e\u00c7][\w\u00c0-\u024f-]{2,}(?:/[\w\u00c0-\u024f-]+)?)|\b(?:zip(?: code)?|post ?code|plz|posta kodu|pin(?: ?code)?)\W{0,3}(?:is |of )?\d{4,6}\b|\b(?-i:\d{2}-\d{3} [A-Z]\w+)"),
    ("[number]", r"\b(?:passport|nhs|ssn|social security|kimlik|tc(?: kimlik)?|pesel|dni|nie|aadhaar|pan|emirates id|eid|ni|national insurance|licen[cs]e|insurance|policy|member(?:ship)?|patient|file|case|booking|reference|ref|order|invoice|customer|client|record|chart|account|acct|iban|plate|reg(?:istration)?|card|hospital|mrn|id|appointment|confirmation|steuer-?id|versicherten\w*|krankenkasse\w*|ausweis\w*)\b(?:\W{0,3}(?:number|no|nr|num|id|code|is|was|ref|plate|card|ending|in|file|the|under|my|card))*\W{0,4}(?=[a-z0-9/-]*\d)[a-z0-9/-]{3,}(?:[ -](?=[a-z]*\d)[a-z0-9-]{2,}|[ -](?-i:[A-Z]{1,3})(?![\w]))*"),
    ("[number]", r"\b(?-i:[A-Z]{2}\d{2} ?[A-Z]{3}|\d{2} ?[A-Z]{1,3} ?\d{2,4}|[A-Z]{1,3}-[A-Z]{1,2} ?\d{1,4}|[A-Z]{2,3} (?=\d*[A-Z])(?=[A-Z]*\d)[A-Z0-9]{4,5}|[A-Z]{2,3}(?:-?\d{4,}|[ -]\d{5,}))\b"),
    ("[number]", r"\b(?=[a-z0-9]*[a-z])(?=(?:[a-z-]*\d){4})[a-z0-9]+(?:-[a-z0-9]+)*\b(?<!mg)(?<!ml)(?<!iu)"),
    ("[number]", r"#\s?\w*\d\w*"),
)
# fmt: on
_COMPILED = tuple((mark, re.compile(pattern, re.IGNORECASE)) for mark, pattern in _PATTERNS)
_LONG = re.compile(
    r"(?:\+|\b00|\()?\d(?:[\s().\u2013/-]{0,3}\d){6,}(?:\s?(?:ext|x|extension)\.? ?\d{1,6})?", re.IGNORECASE
)
_RANGE = re.compile(r"(?:\d{1,3}|\d+[05]0|(?:19|20)\d{2})\s?[\u2013/-]\s?(?:\d{1,3}|\d+[05]0|(?:19|20)\d{2})")
_MARK = re.compile(r"\[(?:link|e-mail|account|number|date|address|name|health)\]")

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_GIVEN = re.compile(
    r"\b(?:my (?:full |first |last |middle |family |own )?name(?:'?s| is|:)?|(?:name|surname|nom)(?:'s| is|:)|i am called|i'?m called|they call me|(?:you can |just |please )?call me|known as|named|"
    r"(?:kind |best |warm |many )?(?:regards|wishes)|sincerely|faithfully|yours|signed|cheers|thanks|thank you|love|greetings|sent by|written by|ask for|speak (?:to|with)|spoke (?:to|with)|"
    r"see|saw|seen by|with|by|from|under(?: the name(?: of)?)?|for|called|dear|hi|hello|hey|mr|mrs|ms|miss|mx|dr|doctor|prof(?:essor)?|sir|madam|nurse|herr|frau|se\u00f1ora?|do\u00f1a|don|pan|pani|bey|han\u0131m|abi|"
    r"wife|husband|partner|girlfriend|boyfriend|fianc\w+|m[uo]m|mother|dad|father|son|daughter|brother|sister|uncle|aunt(?:ie)?|cousin|nephew|niece|friend|mate|boss|colleague|neighbou?r|surgeon|"
    r"this is|it'?s|i'?m|i am|im|here is|and)[\s,:.\n-]+$",
    re.IGNORECASE,
)
_SURE = re.compile(
    r"\b(?:(?:my )?(?:full |first |last |middle |family |own |sur)?name(?:'?s| is|:)?|i am called|i'?m called|they call me|call me|under the name(?: of)?|"
    r"kind regards|best regards|warm regards|regards|sincerely|faithfully|yours truly|mrs?|ms|miss|dr|sheikh|herr|frau|pani|se\u00f1ora?|(?:seen|treated|operated) by dr)[\s,:.\n-]+$",
    re.IGNORECASE,
)
_AFTER = re.compile(r"^[\s,]*(?:bey|han\u0131m|hanim|abi|abla|ji|here|speaking)\b", re.IGNORECASE)
_KIN = re.compile(
    r"\b(?:wife|husband|partner|girlfriend|boyfriend|fianc\w+|m[uo]m|mother|dad|father|son|daughter|brother|sister|uncle|aunt(?:ie)?|cousin|nephew|niece|friend|mate|boss)[\s,]+$",
    re.IGNORECASE,
)
_PARTICLES = re.compile(
    r"\b(?:bin|bint|ibn|al|el|abu|ben|van|von|der|den|de|da|do|dos|di|del|della|la|le|mc|mac|st|y|thi)\b", re.IGNORECASE
)
_CAPITAL = r"(?:[A-Z\u00c0-\u00de\u0130\u015e][\w'\u00c0-\u024f-]*)"
_PLACE = rf"(?:{_CAPITAL}(?: {_CAPITAL}){{0,3}}|\d{{1,6}}[a-z]?|\[(?:name|address|number|date)\])"
_AROUND_ADDRESS = (
    re.compile(rf"\[address\](?:(?:[,/] ?| ){_PLACE})+"),
    re.compile(rf"(?:{_PLACE}, ?)+{_PLACE}?,? ?\[address\]"),
    re.compile(rf"(?:{_CAPITAL} ){{1,3}}\d{{1,4}}[a-z]?,? \[address\]"),
)
NUMBERS_FIRST = 10  # patterns that are looked for before long numbers, which would swallow parts of them
RARE, RARE_AT_START = 3.0, 2.5  # how usual a capitalised word may be in English (zipf) and still be taken for a name
USUAL = 4.0  # and from where on it is a usual word
KNOWN_ABROAD = 4  # countries that list a name which is a usual word, too
_STOP = frozenset(
    "and or but from of the a an in at on to for with is are was be been here there i you he she it we they my your not no yes so if that this who which whom about because "
    "please thanks thank asking calling writing just also still very too how what when where why can could would will do does did have has had am im its".split()
)


class Redactor:
    """Knows which words are ordinary in this field, so that "Price" or "Will" stay what they are."""

    def __init__(self, ordinary: Collection[str], *, keep_health: bool = False) -> None:
        """ordinary: words, in any case, that are not names. keep_health: leave conditions, drugs and lab values."""
        self._ordinary = frozenset(plain(word) for word in ordinary) | _STOP
        self._keep_health = keep_health

    def __call__(self, text: str) -> str:
        """Return `text` with marks like [name] where it identifies somebody. Doing it twice changes nothing."""
        kept = text
        for mark, pattern in _COMPILED[:NUMBERS_FIRST]:
            kept = _outside(kept, pattern, partial(_constant, mark))
        kept = _outside(kept, _LONG, _number)
        for mark, pattern in _COMPILED[NUMBERS_FIRST:]:
            kept = _outside(kept, pattern, partial(_constant, mark))
        kept = self._without_names(kept)
        for pattern in _AROUND_ADDRESS:
            kept = pattern.sub("[address]", kept)
        return kept if self._keep_health else _outside(kept, HEALTH, partial(_constant, "[health]"))

    def _without_names(self, text: str) -> str:
        """Mark names: what introduces itself as one, and words of the lists that are not ordinary words."""
        marks = [match.span() for match in _MARK.finditer(text)]
        found = [m for m in _WORD.finditer(text) if not any(a <= m.start() < b for a, b in marks)]
        spans: list[tuple[int, int]] = []
        for match in found:
            joined = bool(spans) and not _between(text, spans[-1][1], match.start())
            if self._is_name(match.group(), text[: match.start()], text[match.end() :], joined=joined):
                spans.append(match.span())
        for match in reversed(found):  # a name may begin before the word that gave it away
            followed = any(start > match.end() and not _between(text, match.end(), start) for start, _ in spans)
            if followed and match.span() not in spans and self._begins_a_name(match.group()):
                spans.append(match.span())
        for start, end in reversed(_joined(sorted(spans), text)):
            text = f"{text[:start]}[name]{text[end:]}"
        return text

    def _begins_a_name(self, word: str) -> bool:
        low = plain(word)
        return word[0].isupper() and low not in _STOP and (low in names() or low not in self._ordinary)

    def _is_name(self, word: str, before: str, after: str, *, joined: bool) -> bool:
        low = plain(word)
        if low in _STOP and not (word[0].isupper() and len(word) >= SHORTEST and _KIN.search(before)):
            return False
        parts = low.replace("\u2019", "'").removesuffix("'s").replace("'", "-").split("-")
        upper, starts = word[0].isupper(), _starts_sentence(before)
        shouted = word.isupper() and len(word) > 1
        listed = any(part in names() for part in parts)
        ordinary = all(part in self._ordinary or len(part) < SHORTEST for part in parts)
        if _SURE.search(before):
            return (upper and not shouted) or not all(part in self._ordinary for part in parts)
        if joined:  # the next word of a name
            return upper or (listed and not ordinary)
        if listed and ((upper and _AFTER.match(after)) or (upper and _KIN.search(before)) or _signs(before, after)):
            return True
        if ordinary:
            return False
        given = bool(_GIVEN.search(before))
        if listed and not given and (shouted or _common(parts)):
            return False
        if listed:
            return upper or given
        rare = zipf_frequency(low, "en") < (RARE_AT_START if starts else RARE)
        return upper and not shouted and (given or rare)


def _common(parts: Sequence[str]) -> bool:
    """Whether a word is so usual in English, and so unusual as a name, that it hardly is one."""
    return all(zipf_frequency(part, "en") >= USUAL and names().get(part, 0) < KNOWN_ABROAD for part in parts)


def _starts_sentence(before: str) -> bool:
    kept = before.rstrip(" \"'([")
    return not kept or kept[-1] in ".!?:\n"


def _signs(before: str, after: str) -> bool:
    """Whether a word stands alone at the end, as under a letter."""
    return bool(before.strip()) and not after.strip(" .!") and _starts_sentence(before)


def _between(text: str, end: int, start: int) -> str:
    """What stands between two words, without what may stand within a name."""
    return _PARTICLES.sub(" ", text[end:start]).strip(" -")


def _outside(text: str, pattern: re.Pattern[str], mark: Callable[[re.Match[str]], str]) -> str:
    """Replace matches, but never within marks that are there already."""
    parts, last = [], 0
    for found in _MARK.finditer(text):
        parts += [pattern.sub(mark, text[last : found.start()]), found.group()]
        last = found.end()
    return "".join([*parts, pattern.sub(mark, text[last:])])


def _constant(mark: str, _: re.Match[str]) -> str:
    return mark


def _number(match: re.Match[str]) -> str:
    found = match.group()
    if len(_DIGITS.findall(found)) < _ENOUGH or _RANGE.fullmatch(found.strip()):
        return found
    return "[number]"


def _joined(spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Names that stand side by side are one."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and not _between(text, merged[-1][1], start):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged
