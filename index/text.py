"""How a message becomes plain text, words and character n-grams: one place, used for queries and content alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain, pairwise

_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,200}>")
_SPACES = "\t\r\n\x0b\x0c\x85\u200b"  # they part words, whatever Unicode files them under
_LINES = re.compile(r"(?<![.?!;:,\s])[^\S\n]*(?:\r?\n)+")  # a list, one item a line, stays a list
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_STRETCHED = re.compile(r"([a-z])\1{2,}")

# Chat spellings that English texting has in common; medical words never belong here.
SHORTHAND: Mapping[str, str] = {
    line.split(" ", 1)[0]: line.split(" ", 1)[1]
    for line in """\
u you|ur your|r are|y why|n and|b be|c see|k ok|2 to|4 for|b4 before|2day today|2moro tomorrow|2morrow tomorrow|tmrw tomorrow
tmr tomorrow|2nite tonight|wat what|wot what|wht what|wats what is|wots what is|whats what is|wen when|whn when|hw how|hws how is
hows how is|wer where|whr where|wich which|wud would|cud could|shud should|cld could|wld would|shld should|cn can|cnt cannot
cant cannot|dont do not|dnt do not|wont will not|isnt is not|arent are not|doesnt does not|dus does|duz does|doz does|dosnt does not|didnt did not|im i am
ive i have|id i would|ill i will|thats that is|theres there is|lng long|mny many|mch much|ppl people|pple people|plz please
pls please|plse please|thx thanks|thnx thanks|ty thank you|thanku thank you|gr8 great|l8r later|m8 mate|abt about|bout about|bc because
bcoz because|cuz because|coz because|cos because|w with|wth with|w/o without|wit with|da the|dis this|dat that|dem them|dey they
dere there|den then|nd and|nt not|jst just|jus just|rly really|rlly really|srsly seriously|defo definitely|prolly probably
probs probably|tho though|thru through|til until|till until|wks weeks|wk week|mths months|mth month|mnths months|mnth month|yrs years
yr year|hrs hours|mins minutes|msg message|info information|docs doctors|doc doctor|appt appointment|apt appointment|consult consultation
idk i do not know|btw by the way|tbh to be honest|imo in my opinion|fyi for your information|asap as soon as possible|gonna going to
gotta have to|wanna want to|wana want to|gona going to|gunna going to|gimme give me|lemme let me|kinda kind of|dunno do not know|aint is not|yall you all|luv love|hav have|hv have
av have|fr for|frm from|sum some|sumthing something|smth something|sth something|nething anything|anythin anything|nothin nothing
wrk work|wrks works|wrkd worked|thn than|tht that|ths this|wil will|gd good|bk back|tx treatment|txt text|hs has|thier their
freind friend|definately definitely|recieve receive|alot a lot|minox minoxidil|fin finasteride|finast finasteride|propecia finasteride
adn and|teh the|hte the|rogaine minoxidil|regaine minoxidil|stemcell stem cell|stemcells stem cells|sc stem cell|prp prp""".replace(
        "\n", "|"
    ).split("|")
}


def clean(text: str) -> str:
    """Return `text` as safe, single-spaced plain text: no control or surrogate characters, no markup tags."""
    text = text.encode("utf-8", "replace").decode("utf-8", "replace")
    text = _LINES.sub("; ", unicodedata.normalize("NFKC", text).strip())
    kept = (" " if unicodedata.category(c)[0] == "Z" or c in _SPACES else c for c in text)
    text = "".join(c for c in kept if unicodedata.category(c)[0] != "C")
    text = _TAG.sub(" ", text).replace("<", " ").replace(">", " ")
    return " ".join(unicodedata.normalize("NFKC", text).split())


def fold(text: str) -> str:
    """Lower-case, straight apostrophes, no accents: the form in which words are compared."""
    text = text.lower().replace("\u2019", "'").replace("\u2018", "'").replace("`", "'")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """Return the folded words of `text`, in order."""
    return _WORD.findall(fold(text))


def key(text: str) -> str:
    """Return the form under which two texts count as the same phrasing."""
    return " ".join(words(text))


def stem(word: str) -> str:
    """A light plural and inflection stripper (the S-stemmer of Harman, 1991, with -ing and -ed): enough for BM25."""
    for ending, instead in (("ies", "y"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)] + instead
            break
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def char_ngrams(text: str, low: int = 2, high: int = 5) -> list[str]:
    """Return the character n-grams of `text` within word boundaries, `low` to `high` characters long."""
    return list(
        chain.from_iterable(
            (padded[i : i + n] for i in range(len(padded) - n + 1))
            for padded in (f" {word} " for word in words(text))
            for n in range(low, high + 1)
        )
    )


def word_ngrams(text: str) -> list[str]:
    """Return the words of `text` and its pairs of neighbours, with marks for beginning and end."""
    found = words(text)
    marked = ["^", *found, "$"]
    return found + [f"{a} {b}" for a, b in pairwise(marked)]


class Speller:
    """Puts chat spellings and typing slips right, so that encoder and word counts see the words that were meant.

    A word is only changed when one slip (Damerau-Levenshtein distance 1; 2 from eight letters on) leads to a word of
    the content, and neither the content nor everyday English knows it. Rare English words give way to frequent words
    of the content only: "panful" is a word, but "painful" was meant.
    """

    SURE = 4  # occurrences from which a word of the content counts as one
    FREQUENT = 20  # occurrences from which a word of the content wins over a rare English one

    def __init__(
        self,
        content_words: Mapping[str, int],
        everyday: Iterable[str] = (),
        rare: Iterable[str] = (),
        curated: Iterable[str] = (),
    ) -> None:
        """content_words: how often the content has each word. curated: words of its answers, which hold no slips."""
        common = frozenset(everyday) | frozenset(curated)
        # The phrasings hold slips, too: a word seen once or twice is only sure when everyday English has it.
        sure = {w: n for w, n in content_words.items() if n >= self.SURE or w in common}
        self._counts = {w: n for w, n in sure.items() if len(w) >= 4 and w.isalpha()}
        self._everyday = common | frozenset(sure)
        self._rare = frozenset(rare)

    @cached_property
    def _deletions(self) -> dict[str, list[str]]:
        table: dict[str, list[str]] = {}
        for word in self._counts:
            for shape in self._shapes(word):
                table.setdefault(shape, []).append(word)
        return table

    @staticmethod
    def _shapes(word: str) -> set[str]:
        once = {word[:i] + word[i + 1 :] for i in range(len(word))}
        twice = {w[:i] + w[i + 1 :] for w in once for i in range(len(w))} if len(word) >= 8 else set()
        return {word} | once | twice

    def word(self, word: str) -> str:
        """Return the spelling that was meant, or the word as it is."""
        if word in SHORTHAND:
            return SHORTHAND[word]
        if word in self._everyday or len(word) < 4 or not word.isalpha() or len(set(word)) == 1:
            return word
        # "gooood" is "good" with two of them left, "soooo" is "so" with one.
        doubled, squeezed = _STRETCHED.sub(r"\1\1", word), _STRETCHED.sub(r"\1", word)
        for known in (doubled, squeezed):
            if known in self._everyday:
                return known
        rare = word in self._rare
        if rare and len(word) < 5:
            return word
        candidates = {c for shape in self._shapes(squeezed) for c in self._deletions.get(shape, ())}
        reach = 1 if rare else 2
        near = {
            c: d
            for c in candidates
            if (d := _distance(squeezed, c)) <= (reach if len(c) >= 8 and len(squeezed) >= 7 else 1)
            and (not rare or self._counts[c] >= self.FREQUENT)
        }
        if not near:
            return word
        meant = max(near, key=lambda c: (-near[c], self._counts[c], c))
        return SHORTHAND.get(meant, meant)

    def knows(self, word: str) -> bool:
        """Whether a folded word is English, a word of the content, or a slip that leads to one."""
        return word in self._everyday or word in self._rare or word in SHORTHAND or self.word(word) != word

    def everyday(self, word: str) -> bool:
        """Whether a folded word is as it stands, without correction, common English, a word of the content, or chat."""
        return word in self._everyday or word in SHORTHAND

    def text(self, text: str) -> str:
        """Return `text` folded, with every word put right; punctuation stays."""
        return _WORD.sub(lambda found: self.word(found.group()), fold(text))


def _distance(a: str, b: str) -> int:
    """Optimal string alignment distance (insert, delete, replace, swap neighbours)."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, ca in enumerate(a, 1):
        two_before, before, row = before, row, [i] + [0] * len(b)
        for j, cb in enumerate(b, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (ca != cb))
            if i > 1 and j > 1 and ca == b[j - 2] and a[i - 2] == cb:
                row[j] = min(row[j], two_before[j - 2] + 1)
    return row[-1]
