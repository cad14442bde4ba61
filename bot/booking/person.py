"""Who comes and how to reach them: a name, an e-mail address or a phone number out of what somebody types. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from bot.booking.when import one_slip
from index.text import fold

LONGEST = 400  # characters that are read
LONGEST_NAME = 80


class Problem(str, Enum):
    """Why something was not taken. The texts that say so are templates."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_A_NAME = "not_a_name"  # a question, a yes, a sentence about something else
    NAME_HAS_CONTACT = "name_has_contact"  # an address, a number or a link where a name was asked for
    NAME_HAS_SYMBOLS = "name_has_symbols"  # markup, control characters, digits
    NO_CONTACT = "no_contact"  # neither an address nor a number in it
    NO_EMAIL = "no_email"
    EMAIL_BROKEN = "email_broken"
    EMAIL_SEVERAL = "email_several"
    NO_PHONE = "no_phone"
    PHONE_TOO_SHORT = "phone_too_short"
    PHONE_TOO_LONG = "phone_too_long"
    PHONE_UNKNOWN = "phone_unknown"  # of a plausible length, but nobody's: no such prefix or area
    PHONE_NEEDS_COUNTRY = "phone_needs_country"  # no number of the clinic's country; it may be one of another
    PHONE_SEVERAL = "phone_several"


@dataclass(frozen=True)
class Email:
    """An address that can be written to. `suggestion`: what was probably meant, when the domain looks mistyped."""

    address: str
    suggestion: str | None = None


@dataclass(frozen=True)
class Phone:
    """A number in E.164 (+442079460958), and as people write it in its country or abroad."""

    e164: str
    shown: str


# --- E-mail ---

_DOMAINS = (
    "gmail.com yahoo.com hotmail.com outlook.com icloud.com googlemail.com protonmail.com live.com msn.com aol.com yahoo.co.uk hotmail.co.uk outlook.co.uk live.co.uk btinternet.com "
    "sky.com virginmedia.com comcast.net verizon.net gmx.de gmx.net web.de t-online.de orange.fr wanadoo.fr free.fr laposte.net libero.it mail.ru yandex.ru rediffmail.com yahoo.co.in yahoo.fr yahoo.de "
    "hotmail.fr hotmail.de hotmail.it proton.me me.com mac.com ymail.com zoho.com"
).split()
_RIGHT = frozenset(
    [
        *_DOMAINS,
        "mail.com",
        "gmx.com",
        "gmx.at",
        "gmx.ch",
        "email.com",
        "fastmail.com",
        "live.fr",
        "live.nl",
        "live.de",
        "ymail.com",
        "outlook.fr",
        "outlook.de",
        "outlook.es",
    ]
)
_SLIPS = {
    "gamil": "gmail.com", "gmal": "gmail.com", "gmai": "gmail.com", "gnail": "gmail.com", "gmial": "gmail.com", "hotmal": "hotmail.com", "hotmai": "hotmail.com", "outlok": "outlook.com",
    "yaho": "yahoo.com", "yhaoo": "yahoo.com", "gmail": "gmail.com", "hotmail": "hotmail.com", "outlook": "outlook.com", "icloud": "icloud.com", "yahoo": "yahoo.com", "iclod": "icloud.com",
}  # fmt: skip
_ENDINGS = {"con", "cmo", "ocm", "vom", "cpm", "comm", "xom", "om", "cm", "co", "coom", "clm", "coma", "c", "como"}
_SPELLED = (
    (re.compile(r"\s*[\[({]\s*at\s*[\])}]\s*|\s+at\s+(?=[\w-]+\s*(?:\.|dot\b|[\[(]))", re.IGNORECASE), "@"),
    (re.compile(r"\s*[\[({]\s*dot\s*[\])}]\s*|\s+dot\s+", re.IGNORECASE), "."),
    (re.compile(r"\s+underscore\s+", re.IGNORECASE), "_"),
)
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\u201c\u201d]+@[^\s@<>()\[\],;:\"\u201c\u201d?!]+")
_AROUND_AT = re.compile(r"(?<=\S)[ \t]*@[ \t]*(?=[\w-]+[ \t]*\.)")


def read_email(text: str) -> Email | Problem:
    """Return the address in a text ("it's ann at gmail dot com" too), or why there is none. No network."""
    plain = _visible(text)
    found = list(
        dict.fromkeys(address.strip("'.*_-`!?").lstrip("+") for address in _ADDRESS.findall(_unspelled(plain)))
    )
    if not found:
        return Problem.EMAIL_BROKEN if "@" in plain else Problem.NO_EMAIL
    if len({address.casefold() for address in found}) > 1:
        return Problem.EMAIL_SEVERAL
    address = re.sub(r"^(?:mailto:|e-?mail:)", "", found[0], flags=re.IGNORECASE)
    checked = _checked(address)
    if checked is None:
        meant = _meant(address)
        return Email(meant, meant) if meant and _checked(meant) else Problem.EMAIL_BROKEN
    return Email(checked, _meant(checked))


def _unspelled(text: str) -> str:
    if "@" not in text:
        for pattern, instead in _SPELLED[:1]:
            text = pattern.sub(instead, text)
    if "@" in text:
        for pattern, instead in _SPELLED[1:]:
            text = pattern.sub(instead, text)
    return re.sub(r"(?<=@)(\S+)[ \t]*\.[ \t]+(?=(?:com|co|net|org|uk|de)\b)", r"\1.", _AROUND_AT.sub("@", text))


def _checked(address: str) -> str | None:
    """Return a valid address in its usual form, or None."""
    try:
        checked = validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return None
    return checked.normalized if len(checked.ascii_domain.rpartition(".")[2]) > 1 else None


def _meant(address: str) -> str | None:
    """Return the address at the usual domain that this one is a slip away from, or None."""
    name, _, domain = address.rpartition("@")
    domain = domain.lower().replace(",", ".").replace("..", ".").strip(".")
    if domain in _RIGHT or not name:
        return None
    host, _, ending = domain.partition(".")
    near = next((known for known in _DOMAINS if len(known) > 6 and one_slip(domain, known)), None)
    if near is None and (ending in _ENDINGS or not ending) and f"{host}.com" in _DOMAINS:
        near = f"{host}.com"
    if near is None and host in _SLIPS and (ending in _ENDINGS or ending in ("", "com")):
        near = _SLIPS[host]
    return f"{name}@{near}" if near else None


# --- Phone ---

_NUMBER = re.compile(
    r"(?:\+|\b00|\()?\s*\d(?:[\s().\u2010-\u2015/-]{0,3}\d){4,}(?:\s*(?:ext|x|extension)\.?\s?\d{1,6})?"
)
_DIGIT_WORDS = {
    "zero": "0",
    "oh": "0",
    "nought": "0",
    **dict(zip("one two three four five six seven eight nine".split(), "123456789", strict=True)),
}
_TOO_SHORT, _TOO_LONG = phonenumbers.ValidationResult.TOO_SHORT, phonenumbers.ValidationResult.TOO_LONG


def read_phone(text: str, region: str) -> Phone | Problem:
    """Return the number in a text. region: two letters, the country whose numbers need no +, such as "GB"."""
    plain = _numbers_spoken(_visible(text))
    found = list(dict.fromkeys(match.strip() for match in _NUMBER.findall(plain)))
    if not found:
        return Problem.PHONE_TOO_SHORT if len(re.sub(r"\D", "", plain)) >= 3 else Problem.NO_PHONE
    read = [_parsed(number, region) for number in found]
    numbers = [number for number in read if number is not None]
    valid = list({number_of(number): number for number in numbers if phonenumbers.is_valid_number(number)}.values())
    if len(valid) > 1:
        return Problem.PHONE_SEVERAL
    if valid:
        home = phonenumbers.region_code_for_number(valid[0]) == region
        style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
        return Phone(number_of(valid[0]), phonenumbers.format_number(valid[0], style))
    return _wrong(found[0], numbers)


def number_of(number: phonenumbers.PhoneNumber) -> str:
    """Return a parsed number in E.164."""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _parsed(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    international = re.sub(r"^\s*\(?00", "+", text)
    for candidate in (text, international):
        try:
            number = phonenumbers.parse(candidate, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number) or candidate == international:
            return number
    return None


def _wrong(text: str, numbers: list[phonenumbers.PhoneNumber]) -> Problem:
    digits = len(re.sub(r"\D", "", text))
    if not numbers:
        return (
            Problem.PHONE_TOO_SHORT if digits < 7 else Problem.PHONE_TOO_LONG if digits > 15 else Problem.PHONE_UNKNOWN
        )
    reason = phonenumbers.is_possible_number_with_reason(numbers[0])
    abroad = text.lstrip(" (").startswith(("+", "00"))
    if not abroad and 10 <= digits <= 15 and reason == _TOO_LONG:
        return Problem.PHONE_NEEDS_COUNTRY
    if reason == _TOO_SHORT:
        return Problem.PHONE_TOO_SHORT
    return Problem.PHONE_TOO_LONG if reason == _TOO_LONG else Problem.PHONE_UNKNOWN


def _numbers_spoken(text: str) -> str:
    """Write "oh seven double nine" as 07 99, where at least five such words follow one another."""
    group = rf"(?:(?:double|triple) )?(?:{'|'.join(_DIGIT_WORDS)})"

    def digits(found: re.Match[str]) -> str:
        out, times = "", 1
        for word in re.findall(r"[a-z]+", found[0].lower()):
            if word in ("double", "triple"):
                times = 2 if word == "double" else 3
            else:
                out, times = out + _DIGIT_WORDS[word] * times, 1
        return out

    return re.sub(rf"\b{group}(?:[\s,-]+{group}){{4,}}\b", digits, text, flags=re.IGNORECASE)


def read_contact(text: str, region: str) -> Email | Phone | Problem:
    """Return the address or the number in a text; with both, the address. Without either, what is wrong."""
    email = read_email(text)
    if isinstance(email, Email) or email is Problem.EMAIL_SEVERAL:
        return email
    phone = read_phone(text, region)
    if isinstance(phone, Phone) or phone is Problem.PHONE_SEVERAL:
        return phone
    if email is Problem.EMAIL_BROKEN:
        return email
    return Problem.NO_CONTACT if phone is Problem.NO_PHONE else phone


def _visible(text: str) -> str:
    """Return the beginning of a text without control characters, digits of any script as ASCII."""
    text = text[:LONGEST].encode("utf-8", "replace").decode("utf-8", "replace")
    text = unicodedata.normalize("NFKC", text)
    kept = ("" if unicodedata.category(c) == "Cf" else " " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in kept).strip()


# --- Name ---

_INTRODUCED = re.compile(
    r"^(?:(?:hi|hello|hey|yes|yeah|yep|sure|ok|okay|of course|certainly|well|so|no)\b[\s,.!]*)*(?:there[\s,.!]+)?"
    r"(?:(?:my|the|full|his|her|our|first|last|patient'?s?|legal|name for the booking|and)\s+)*"
    r"(?:name'?s?\s*(?:is|:|=|-|'s|would be|will be|would|should be)?|i\s*'?\s*a?m called|i go by|(?:you can |please |just |can )?call(?:ed)? me|they call me|everyone calls me|this is|it\s*is|it'?s|its|"
    r"i\s+am|i'?m|the name'?s|put (?:me )?down(?: as)?|put|book(?: it)? (?:for|under|in the name of)|under(?: the name)?(?: of)?|for|it would be|that'?s|that is|here is|here'?s)\b[\s:,=-]*"
    r"(?:is\s+|the name\s+|name\s+|called\s+)?",
    re.IGNORECASE,
)
_GREETED = re.compile(
    r"^(?:(?:hi|hello|hey|yes|yeah|yep|yup|sure|ok|okay|of course|certainly|well|so|um+|oh)(?: there)?[\s,.!:]+)+(?=\S)",
    re.IGNORECASE,
)
_FOR_SOMEONE = re.compile(
    r"^(?:(?:it is|it'?s|this is|i'?m booking|booking)\s+)?(?:for\s+)?(?:my|our)\s+(?:son|daughter|wife|husband|partner|mum|mom|mother|dad|father|brother|sister|child|boy|girl|friend)"
    r"(?:'?s name)?(?:\s+(?:is called|is named|called|named|is))?[\s,:]+(?=\S)",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    r"[\s,.!-]+(?:is my (?:full |real )?name|here|speaking|thanks?(?: you)?|thx|ty|please|pls|cheers|and you|that'?s (?:me|my name|all|it)|is the name)(?:\s+(?:so much|very much|a lot))?[\s.!]*$",
    re.IGNORECASE,
)
_QUESTION_STARTS = frozenset(
    "how what why when where who whom whose which is are am do does did can could will would should shall may might have has had was were if whats hows wheres whens".split()
)
# A name holds none of these words. Names that are words, too, are not here: Will, May, Mark, Grace, Price, Hope, Young.
_NEVER = frozenset(
    "the and or but not no nope nah yes yeah yep yup yea ok okay sure fine good great correct right wrong maybe perhaps hello hi hey hiya heya howdy greetings thanks thank you your my mine me i im we our us they "
    "them their it its he she him this that these those there here of to in on at for with from by about as than then so too very much many more most less some all none each every an "
    "cost costs money doctor doctors clinic appointment book booking consultation cancel stop skip back help restart quit exit change time date day week month year today tomorrow yesterday morning afternoon evening "
    "tonight asap later earlier next previous monday tuesday wednesday thursday friday saturday sunday have has had having be been being was were is are am do does did done can cannot could should shall would wont dont "
    "doesnt didnt isnt arent cant want need like know think feel get got going go went come tell told ask asking say said make made take takes taking give please sorry "
    "hair hairs bald balding baldness scalp loss losing transplant treatment treatments stem cell cells prp injection injections minoxidil finasteride therapy surgery procedure side effects results pain painful hurt hurts "
    "diabetes diabetic cancer asthma allergy allergic allergies pregnant pregnancy hiv hepatitis lupus epilepsy thyroid depression anxiety headache blood bleeding infection fever disease condition medication medicine "
    "tablets pills drug drugs emergency dying suicide alopecia areata androgenetic "
    "why how what where who which email mail phone number telephone mobile address name anonymous nobody nothing something anything someone anyone whatever idk dunno secret private rather prefer "
    "test testing asdf qwerty undefined null error free prices available human person agent robot bot woman male female patient interested ready looking confused worried scared nervous unsure thinning shedding smoker "
    "ill sick tired sad happy angry curious desperate overweight vegan disabled deaf blind married old american british indian forget never mind start over again yet just only because versus list patients meaning definition safety any post research donor success plan paracrine cytokine cytokines after result growth stories lab telogen anagen catagen autologous allogeneic reactions care factor factors follicle follicles follicular method overview adverse platelet plasma provider outcome outcomes status graft grafts clinics afterwards medical future risk risks session sessions term candidate candidates payment payments rate explain explained explanation criteria type types protocol protocols rogaine propecia origin marrow appointments efficacy redness swelling period pluripotent scar scars scarring formation response assessment general gene genes genetic stage check embryonic questions question points benefit benefits body application regenerative jabs procedures biomaterial aftercare merits protein proteins regrowth guarantee washing pathway cycle purpose complaints engineered tissue source sources difference differences delivery reviews activities downtime exclusion appearance chronic standard manufacturing receding hairline baldnes contraindications complications complication recovery evidence study studies trial trials nedir kya consult treatmant tretment hairloss stemcell stemcells minox hairfall define between before during when against without wait second seconds minute moment hang hold cheap cheaper expensive".split()
)
# Little words that are names in Chinese or Vietnamese, and are taken for them when every word has its capital.
_ALSO_NAMES = frozenset("an do he in my on she so to you me us by by".split())
_TITLES = frozenset("mr mrs ms miss mx dr prof professor sir madam doctor rev".split())
_LINK = re.compile(r"https?:|www\.|\b[\w-]+\.(?:com|net|org|co|io|de|uk|info|me)\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]")
_MOST_WORDS = 6


def read_name(text: str) -> str | Problem:
    """Return a person's name ("my name is Ann Lee" is "Ann Lee"), or why the text is none.

    Any script. At most LONGEST_NAME characters. Case is put right only where all of it is lower or upper case.
    """
    if not text.strip() or len(text) > LONGEST:
        return Problem.TOO_LONG if text.strip() else Problem.EMPTY
    text = re.sub("[\u200e\u200f\u061c\ufeff]", "", text.strip())  # marks that keyboards put around Arabic and Hebrew
    if re.search(r"[<>{}\[\]\\|]|&\w+;|&#", text):
        return Problem.NAME_HAS_SYMBOLS
    plain = (
        unicodedata.normalize("NFC", " ".join(text.split()))
        .replace("\u2019", "'")
        .replace("\u2018", "'")
        .replace("`", "'")
    )
    if "@" in plain or _LINK.search(plain) or len(re.findall(r"\d", plain)) >= 5:
        return Problem.NAME_HAS_CONTACT
    name = _bare(
        re.sub(r"[,.]?\s+(?:and )?(?:you|yours|what'?s yours|is that ok(?:ay)?)\s*\?+$", "", plain, flags=re.IGNORECASE)
    )
    if re.search(r"[?\u061f\uff1f]", name):
        return Problem.NOT_A_NAME
    if len(name) > LONGEST_NAME:
        return Problem.TOO_LONG
    if any(not _fits(c) for c in name):
        return Problem.NAME_HAS_SYMBOLS
    return _cased(name) if _LETTERS.search(name) and _is_name(name) else Problem.NOT_A_NAME


def _bare(text: str) -> str:
    """Take "my name is" and "thanks" off, and quotes and full stops around."""
    text = _FOR_SOMEONE.sub("", _GREETED.sub("", text.strip(" \t\"'\u201c\u201d")))
    name = _INTRODUCED.sub("", text.strip(" \t\"'\u201c\u201d"), count=1) or text
    name = re.split(r"(?<=\w{3})[.!;]\s+|[,;]\s*(?=(?:please|nice|thank\w*|and thank\w*)\b)", name, maxsplit=1)[0]
    return " ".join(_AFTER_NAME.sub("", name).strip(" \t\"'\u201c\u201d,.!;:-=").split())


def _fits(c: str) -> bool:
    return c in " '-.,\u00b7\u30fb\u2019()/" or unicodedata.category(c)[0] in "LM" or c in "\u200c\u200d"


def _is_name(name: str) -> bool:
    words = [word.strip("'-.,()") for word in fold(name).split()]
    words = [word for word in words if word]
    proper = [word for word in words if word not in _TITLES]
    if not proper or len(words) > _MOST_WORDS or any(len(word) > 30 for word in words):
        return False
    if words[0] == "a" or (words[0] in _QUESTION_STARTS and words[0] not in _ALSO_NAMES | {"will", "may"}):
        return False
    capitals = len(words) > 1 and all(word[:1].isupper() for word in name.split())
    if any(word.replace("'", "") in (_NEVER - _ALSO_NAMES if capitals else _NEVER) for word in proper):
        return False
    if (
        words[0] in ("will", "may") and len(words) > 3
    ):  # "will hair regrow fully" has a word of _NEVER; this one has none
        return False
    latin = [word for word in proper if word.isascii() and word.isalpha()]
    return not any(
        (len(word) > 3 and len(set(word)) == 1) or (len(word) > 4 and not re.search("[aeiouy]", word)) for word in latin
    )


_SMALL = frozenset("van von der den de da do dos di del della la le bin bint ibn al el y e ter ten zu af".split())


def _cased(name: str) -> str:
    """Give "ann o'neil" and "ANN LEE" their capitals; "McDonald" and scripts without case stay."""
    if (len(name) < 3 and name.isupper()) or not (name.islower() or (name.isupper() and len(name) > 3)):
        return name
    words = [
        word if i and word in _SMALL else re.sub(r"(?:^|[-'(.])[^\W\d_]", lambda m: m[0].upper(), word)
        for i, word in enumerate(name.lower().split())
    ]
    return " ".join(words)
