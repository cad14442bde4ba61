"""A message as plain words: spelt out, slips put right, signs and short forms in words."""

from __future__ import annotations

import re

from bot.booking.slips import one_slip
from index.text import clean, fold

_SIGNS = {
    "\U0001f44d": "yes",
    "\U0001f44c": "yes",
    "\u2705": "yes",
    "\u2714": "yes",
    "\U0001f197": "ok",
    "\U0001f44e": "no",
    "\u274c": "no",
    "\u2716": "no",
}
_SHORT = {
    "n't": " not", "cant": "cannot", "can't": "cannot", "dont": "do not", "wont": "will not", "won't": "will not", "doesnt": "does not", "isnt": "is not", "arent": "are not", "didnt": "did not", "wasnt": "was not",
    "thats": "that is", "its": "it is", "im": "i am", "ive": "i have", "id": "i would", "ill": "i will", "lets": "let us", "whats": "what is", "u": "you", "ur": "your", "r": "are", "pls": "please",
    "plz": "please", "plse": "please", "thx": "thanks", "ty": "thanks", "wanna": "want to", "gonna": "going to", "gotta": "have to", "lemme": "let me", "gimme": "give me", "nvm": "never mind", "nevermind": "never mind",
    "nm": "never mind", "nvmd": "never mind", "changd": "changed", "e-mail": "email", "mail": "email", "emails": "email", "mobile": "phone", "cell": "phone", "cellphone": "phone", "telephone": "phone", "tel": "phone",
    "timezone": "time zone", "tz": "time zone", "cancle": "cancel", "cancell": "cancel", "canx": "cancel", "cxl": "cancel", "canel": "cancel", "stp": "stop", "nd": "and", "wrng": "wrong", "rong": "wrong", "incorect": "incorrect",
    "diff": "different", "differnt": "different", "anymore": "any more", "defo": "definitely", "def": "definitely", "abt": "about", "4get": "forget", "bck": "back", "num": "number", "no.": "number", "alright": "all right",
    "cannot": "cannot", "appt": "appointment", "hlp": "help", "halp": "help", "skp": "skip", "nxt": "next", "cus": "because", "wud": "would", "cud": "could", "sry": "sorry", "soz": "sorry",
}  # fmt: skip
# One slip in these is forgiven, unless it makes a word of its own: "cancer" is not "cancel".
_SPELT = "cancel change changed restart address number different another correct earlier please start again email phone never details incorrect previous previos appointment booking confirm absolutely definitely exactly".split()
_OTHER_WORDS = frozenset(
    "cancer cancers chance chances charge charges charged changes orange hanger numb numbers nuber starts stars chancel stare stark smart starch regain against changer ranger "
    "pleased pleas bookings appointments looking cooking hooking ever fever sever lever nerve phones phony retail emailed detail addressed correctly corrects collect connect "
    "conform confirms confirmed hang clever newer restarts tart precious prone lease pleases pease stuart starr strat lumber dumber humber hanged chanted booming booing booting alain cancels phoned shone".split()
)


def plain(text: str) -> str:
    """Return the words of a message, spelt out, without punctuation: "Don't want it!!" is "do not want it"."""
    for sign, word in _SIGNS.items():
        text = text.replace(sign, f" {word} ")
    text = fold(clean(text)).replace("can't", "cannot").replace("won't", "will not")
    text = re.sub(r"n't\b", " not", re.sub(r"\bn/a\b", "not applicable", text))
    for ending, word in (("'m", "am"), ("'s", "is"), ("'ve", "have"), ("'d", "would"), ("'ll", "will"), ("'re", "are")):
        text = re.sub(rf"(?<=[a-z]){ending}\b", f" {word}", text)
    text = re.sub(r"\be-mail\b", "email", text.replace("let is", "let us"))
    text = re.sub(r"([a-z])\1{2,}", r"\1", re.sub(r"[^a-z0-9 ]", " ", text.replace("'", "")))
    return " ".join(" ".join(_word(token) for token in text.split()).split())


def _word(token: str) -> str:
    if token in _SHORT:
        return _SHORT[token]
    if len(token) < 5 or token in _SPELT or token in _OTHER_WORDS:
        return token
    return next((word for word in _SPELT if len(word) > 4 and one_slip(token, word)), token)
