"""What a patient may say at every step of a booking: cancel, go back, "wrong email", "other times". English; pure.

A message is a command only as a whole, but for politeness around it: "can I cancel?" is one, "can I cancel later?" and
"what if I need to stop the treatment" are not. "No thanks" is SKIP: where a yes or no was asked for, it means no.
"""

from __future__ import annotations

import re
from enum import Enum

from bot.booking.when import one_slip
from index.text import clean, fold

LONGEST = 120  # characters
MOST_WORDS = 14  # a longer message says more than a command


class Command(str, Enum):
    """What to do with the booking."""

    CANCEL = "cancel"
    BACK = "back"
    RESTART = "restart"
    SKIP = "skip"
    YES = "yes"
    NO = "no"
    CHANGE_TIME = "change_time"
    CHANGE_NAME = "change_name"
    CHANGE_CONTACT = "change_contact"
    CHANGE_ZONE = "change_zone"
    CHANGE_CONSENT = "change_consent"
    MORE_TIMES = "more_times"
    HELP = "help"


def read_command(text: str) -> Command | None:
    """Return the command that a whole message is, or None."""
    if len(text) > 4 * LONGEST:
        return None
    words = _plain(text)
    if not words or len(words) > LONGEST or words.count(" ") >= MOST_WORDS:
        return None
    for command, pattern in _COMMANDS:
        if pattern.fullmatch(words):
            return command
    return None


# --- Words ---

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


def _plain(text: str) -> str:
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


# --- Commands ---

_OPENING = (
    r"(?:(?:please|ok|okay|oh|um+|uh|erm?|hm+|ah|well|so|and|but|actually|sorry|hey|hi|hello|wait|hang on|hold on|no|nope|nah|yes|yeah|yep|right|just|i think|i guess|i said|maybe|perhaps|"
    r"then|now|thanks|thank you|look|listen|damn|oops|whoops|argh|ugh|my bad|my mistake|stop) )*"
)
_ASKING = (
    r"(?:(?:can|could|may|would|will) (?:i|we|you)(?: please| just| kindly)? |i (?:would )?(?:just )?(?:really )?(?:want|like|need|wish|prefer|have|love) to |i (?:will|would|must|should|am going to|am gonna) |i want you to |"
    r"would you mind |let us |let me |is it possible to |is it ok to |you can |we can |we should |we need to |want to |need to |like to )?(?:please |just |quickly )?"
)
_HAVING = (
    r"(?:i (?:would )?(?:just )?(?:want|need|like|prefer|have|would prefer) |i am looking for |give me |(?:can|could|may) (?:i|we) (?:have|get|see|try|do|pick|choose|use|take|give you) |show me |show |find me |offer me |"
    r"(?:are|is) there |(?:do you have|have you got|you got|got|have you|any chance of) |(?:can|could) you (?:show|give|offer|find)(?: me)? |let us (?:try|do|see) |try |what about |how about |pick |choose |use |see |"
    r"what are (?:the|your) )?(?:please )?"
)
_CLOSING = (
    r"(?: (?:please|thanks|thank you|now|then|instead|ok|okay|sorry|mate|right now|right away|actually|if possible|if i can|if i may|if you can|for now|asap|so much|very much|cheers|man|dude|bro|buddy|bot|"
    r"kindly|immediately|lol|haha|x|i think|i guess|i am afraid|though|too|as well|first|again please|for me|all right))*"
)
_THING = r"(?:(?:the|this|that|my|our|a|all of|whole|entire|of) )*(?:it|this|that|everything|all|booking|appointment|consultation|reservation|request|process|form|thing|lot|session booking|call|conversation|here|there)"

_TIME = r"(?:(?:appointment|booking|consultation) )?(?:times?|day|date|slot|hour|time slot|day and time|date and time|time and date|time and day|day or time|appointment|consultation|schedule|week|morning|afternoon)(?: (?:of|for) (?:the|my) (?:appointment|booking|consultation|call))?"
_NAME = r"(?:(?:first|last|full|family|sur|given|second|middle|whole) ?)?(?:name|surname)(?: (?:on|of|for) (?:the|my) (?:appointment|booking|consultation))?|spelling(?: of (?:my|the) name)?"
_CONTACT = r"(?:(?:contact|email|phone|house|home|work) )*(?:email|phone|number|contact|address|details|detail|info|information)(?: (?:and|or) (?:phone|number|email|address))?"
_ZONE = r"(?:time zone|zone|city|country|location|place|town|region)"
_CONSENT = r"(?:consent|permission|sharing|agreement|privacy|consent (?:choice|answer|setting)|(?:sharing )?(?:of )?(?:my )?(?:questions|chat|conversation)(?: sharing)?|choice about (?:sharing|my questions)|questions you (?:share|send|pass on))"
_VERB = r"(?:change|edit|correct|fix|update|amend|modify|alter|switch|redo|re ?enter|re ?do|re ?type|adjust|replace|swap|revise|make a change to|make changes to|go back to|do over|set|re ?write|put in|enter|pick|choose)"
_WRONG = r"(?:wrong|incorrect|not right|not correct|false|mistaken|misspel(?:t|led)|mistyped|bad|no good|no longer right|off|not mine|old|out of date|outdated|spelt wrong|spelled wrong|spelled incorrectly|typed wrong)"
_OTHER = r"(?:(?:an?|some|the|my|any) )?(?:other|another|different|new|second|alternative|alternate)"


def _changing(noun: str, *others: str) -> str:
    """Return the pattern for all the ways to say that one detail is to change."""
    mine = rf"(?:(?:the|my|that|this|our|your) )*(?:{noun})"
    ways = (
        rf"{_ASKING}{_VERB} {mine}(?: (?:i gave(?: you)?|please|again|to (?:another|a different) one))?",
        rf"(?:that is |it is |this is |you have |you got |you have got |i (?:gave|entered|typed|put|wrote|used|picked|chose|have|made)(?: you| in)? (?:a |an )?)?(?:the |my |a )?(?:wrong|incorrect|bad|false|old) (?:{noun})",
        rf"(?:there is |i think )?{mine} (?:is|was|are|looks|seems) (?:{_WRONG})",
        rf"(?:that|this|it) is not (?:my|the) (?:right |correct )?(?:{noun})",
        rf"(?:i|it) (?:meant|mean|said) {mine}|not {mine}(?: i meant {mine})?",
        rf"{_HAVING}{_OTHER} (?:{noun})",
        rf"(?:there is |i made |i have |you have |you made |got )?(?:a |an )?(?:typo|mistake|error|slip|spelling mistake) (?:in|with|on) {mine}",
        rf"i (?:misspelled|misspelt|mistyped|messed up|got wrong|made a mistake with|made a mistake in) {mine}",
        mine,
        *others,
    )
    return rf"{_OPENING}(?:{'|'.join(ways)}){_CLOSING}"


_CHANGE_TIME = _changing(
    _TIME,
    rf"{_ASKING}(?:reschedule|rearrange|rebook|postpone|move)(?: {_THING})?(?: to (?:another|a different) (?:day|time|date|slot))?",
    r"(?:the )?(?:other|different|another|new) (?:day|time|date)s? (?:would be|is) (?:better|good)",
    r"i (?:cannot|can not) (?:make|do) (?:that|this|the) (?:day|date|time|slot)(?: any more)?",
    r"(?:that|this|the) (?:day|date|time|slot) (?:does not|will not|would not) (?:work|suit|fit)(?: me| for me)?(?: any more)?",
)
_CHANGE_NAME = _changing(
    _NAME,
    r"you (?:spelled|spelt|got|have) my name wrong",
    r"i spel(?:led|t) (?:my name|it) wrong",
    r"my name is (?:spelled|spelt) wrong(?:ly)?",
    r"that is not (?:my name|me|how my name is spelt|how you spell my name)",
)
_CHANGE_CONTACT = _changing(
    _CONTACT,
    r"i (?:have|got) (?:an? )?(?:new|different) (?:email|phone|number|email address|phone number)",
    r"(?:email|phone) not (?:right|correct)",
)
_CHANGE_ZONE = _changing(
    _ZONE,
    r"i am (?:not in|in another|in a different) (?:that )?(?:time zone|country|city|zone)",
    r"i (?:have )?moved (?:to another|to a different) (?:country|city|time zone)",
)
_CHANGE_CONSENT = _changing(
    _CONSENT,
    rf"{_ASKING}(?:withdraw|revoke|take back|remove|give|cancel) (?:my |the )?(?:consent|permission)",
    rf"{_ASKING}(?:do not|not|never|stop) (?:share|sharing|send|sending|pass on|passing on|forward|forwarding|tell|include) (?:them |the clinic |the doctor |on )?(?:my |the |any of my )?(?:questions|chat|conversation|messages)(?: on)?(?: (?:to|with) (?:them|the clinic|the doctor|anyone))?",
    r"i (?:do not|did not) want (?:you to )?(?:share|send|pass on|to share|to send|to pass on) (?:my |the )?(?:questions|chat|conversation)(?: (?:to|with) (?:them|the clinic|the doctor|anyone))?",
    rf"{_ASKING}(?:share|send|pass on|include|forward) (?:my|the) questions(?: on)?(?: (?:to|with) (?:them|the clinic|the doctor))?(?: after all)?",
    r"i (?:no longer (?:consent|agree to sharing)|do not (?:consent|agree to sharing) any more)",
)

_SLOTS = r"(?:times?|slots?|options?|dates?|days?|appointments?|choices?|openings?|ones?|availability|possibilities)"
_MANY = r"(?:times|slots|dates|days|appointments|openings|ones|availability)"
_MORE_TIMES = rf"""{_OPENING}(?:{
    "|".join(
        (
            rf"{_HAVING}(?:(?:some|any|the|see|a few|all) )*(?:other|more|different|further|additional|alternative|extra|later|earlier|sooner|new)(?: (?:available|free|possible))? {_MANY}(?: available)?",
            r"(?:(?:see|show|show me|any|some|more|the) )*(?:other|more|different|alternative) (?:options|choices|possibilities)",
            rf"{_HAVING}(?:an? |any |some )?(?:(?:bit|little|lot|much|slightly|few) )?(?:of )?(?:later|earlier|sooner)(?: {_SLOTS}| (?:that|in the|the same|on that) (?:day|week)| on| if possible)?",
            rf"{_HAVING}(?:anything|something|any|what) (?:else|later|earlier|sooner|different|other)(?: (?:available|free|do you have|have you got|that day|in the day|that week|at all))*",
            r"(?:some |any |a few |see |show |load |show me )?more(?: please)?",
            rf"{_HAVING}others?",
            r"(?:(?:none|neither|not any|no one|nothing|not one|any|all) of (?:these|those|them|the above|the times|these times|those times)|neither|none)(?: (?:of them )?(?:work|works|suits?|fits?|are good|is good|are ok|are any good|will do|would work|do it|appeals?))?(?: (?:for )?me)?",
            r"(?:these|those|they|that)(?: (?:times|days|slots))? (?:do not|does not|will not|would not|are not|is not|did not) (?:work|suit|fit|good|great|ok|any good|possible|convenient)(?: (?:for )?me)?",
            r"(?:these|those)(?: times| days| slots)? are no good(?: for me)?",
            r"i (?:cannot|can not) (?:do|make|come at|manage)(?: any of)? (?:these|those|them|any|that|it)(?: times| days| slots)?",
            r"(?:that is |it is |they are |these are |all |those are )?(?:too|much too|a bit|all too) (?:early|late|soon|far away|far off|far)(?: for me)?",
            rf"{_ASKING}(?:try |show |show me |see |go to |what about |how about |skip to |jump to )?(?:the )?(?:next|following|previous) (?:day|week|page|few days)",
            r"next|next ones?|next times?|following|keep going|scroll|forward",
            rf"{_ASKING}(?:show|see|list|give)(?: me)? (?:the )?(?:more|other|all|next|another|further)(?: {_SLOTS})?",
            r"(?:not|no) (?:convenient|suitable)(?: for me)?",
            r"what other (?:times|days|slots|dates)(?: (?:do you have|have you got|are there|are available|are free|have you))?",
        )
    )
}){_CLOSING}"""

_CANCEL = rf"""{_OPENING}(?:{
    "|".join(
        (
            rf"{_ASKING}(?:stop|cancel|abort|quit|exit|end|drop|scrap|terminate|abandon|bin|leave|ditch|kill|delete the booking)(?: {_THING})?(?: (?:all ?together|completely|entirely|there|here|please))?",
            rf"{_ASKING}call (?:it|this|that|the (?:appointment|booking|whole thing)) off|{_ASKING}call off (?:it|this|that|the (?:appointment|booking|whole thing))",
            r"never ?mind(?: (?:it|that|this|about it|about that|the booking|the appointment|all that))?",
            rf"{_ASKING}forget (?:about )?(?:it|this|that|the (?:booking|appointment|consultation|whole thing)|everything|i asked|i said anything|booking)",
            rf"{_ASKING}leave (?:it|this|that)(?: (?:there|at that|be|alone|for (?:now|today)|now|out for now|then))?",
            r"(?:i )?(?:have |just |ve )?changed my mind(?: (?:about (?:it|this|that|booking|the booking|the appointment|the consultation)))?|change of (?:mind|plan|plans|heart)|second thoughts|on second thoughts?(?: (?:no|not|leave it))?",
            r"not (?:now|today|right now|at the moment|this time|any more|yet)",
            r"(?:some other|another) time maybe|some other time|maybe (?:some other|another) time|maybe later|later maybe|i will (?:do (?:it|this) (?:later|another time)|come back(?: later| another time)?|book later|think about it)",
            r"(?:i )?(?:really )?(?:do not|did not|no longer|not) (?:want|need|wish|like|feel like|care)(?: to)?(?: (?:have|make|do|keep|an?|the|this|that|my))*(?: (?:book|booking|continue|continuing|do|go on|go ahead|proceed|this|it|that|appointment|consultation|go through with (?:it|this)|carry on|go|come))?(?: (?:it|this|that|an appointment|a consultation|anything|with (?:it|this|that|the booking)))?(?: (?:any more|any longer|now|today|after all|right now|at all))+",
            r"(?:i )?(?:really )?(?:do not|no longer) (?:want|wish|need|care)(?: to)? (?:(?:have|make|do) )?(?:an? |the |this |my )?(?:book|booking|continue|go on|go ahead|proceed|appointment|consultation|carry on|go through with (?:it|this))(?: (?:it|this|that|an appointment|a consultation|anything|with (?:it|this|that|the booking)|one))?",
            r"(?:please )?do not (?:book|continue|proceed|go ahead|bother|go on|make the booking|make an appointment|confirm)(?: (?:it|this|that|me|anything|me in|with (?:it|this|that)))?",
            r"i no longer (?:want|need) (?:it|this|that|one)",
            r"(?:i am )?(?:no longer|not) interested(?: any more| in (?:it|this|that|booking|an appointment|a consultation))?",
            r"(?:get|let|take) me out(?: of (?:here|this|it))?|i want out|i give up|i quit|i am out|get out(?: of (?:here|this))?",
            r"no more(?: of this)?|enough|that is enough|enough of this|pack it in|take me off|stop (?:asking|asking me|this now|asking questions|with the questions)",
            r"i (?:would|will) rather (?:not (?:book|do (?:this|it)|continue|go on|make one)|stop|cancel|leave it)|rather not book",
            r"i (?:will|am going to|would) (?:pass|leave it|skip the booking)(?: (?:on (?:it|this|the booking)|for now|there))?",
            r"(?:back to|return to|go back to)(?: my| the)? (?:questions|chat|chatting|main menu)",
        )
    )
}){_CLOSING}"""

_RESTART = rf"""{_OPENING}(?:{
    "|".join(
        (
            rf"{_ASKING}(?:re ?start|reset|start (?:(?:all |it |this |everything )?(?:over|again|afresh|anew)|from (?:scratch|zero|the (?:beginning|start|top))|a new (?:booking|one)|fresh|all over|new)|begin (?:again|anew|over)|redo (?:it|everything|this|the whole thing|all of it|it all)|begin from the (?:start|beginning))(?: {_THING})?(?: (?:again|from (?:scratch|the (?:beginning|start|top))|over))*",
            rf"{_ASKING}(?:do|take) (?:it|this|that|everything|it all) (?:all )?(?:over|again)(?: again| from the (?:start|beginning|top))?",
            rf"{_ASKING}(?:go |go all the way |all the way )?(?:back )?(?:to|from) the (?:very )?(?:beginning|start|top|first step|first question)",
            r"all over again|new booking|from scratch|start|over again|clear everything|wipe everything",
            rf"{_ASKING}(?:make|do|start) (?:a )?new (?:booking|one)",
        )
    )
}){_CLOSING}"""

_BACK = rf"""{_OPENING}(?:{
    "|".join(
        (
            rf"{_ASKING}(?:(?:go|get|move|take me|jump|step|bring me|return|skip|head|send me|take us) )?(?:back|backwards?|back up)(?: (?:one|a|1|one more|a bit|to))*(?: (?:the |a )?(?:step|question|bit|page|previous step|previous question|previous one|last step|last question|question before|one|last one|screen|please))?",
            rf"{_ASKING}(?:go to )?(?:the |my )?(?:previous|last|prior|former)(?: (?:step|question|page|one|screen|answer|bit))",
            r"previous|prev|undo(?: (?:it|that|this|last|the last (?:one|step|answer)|my last answer))?|return|one (?:step )?back|step back|the (?:one|step|question) before|before that|rewind|reverse",
            r"i (?:made|have made) a mistake|oops|i (?:pressed|clicked|tapped|picked|chose) the wrong (?:one|button|thing)|wrong button|that was a mistake|i did not mean that|misclick",
        )
    )
}){_CLOSING}"""

_SKIP = rf"""{_OPENING}(?:{
    "|".join(
        (
            rf"{_ASKING}(?:skip|pass|omit|ignore|leave out|miss out|jump over|pass on)(?: (?:it|this|that|one|(?:(?:this|that|the) )?(?:step|question|one|bit|part|stage)|over it|over this))?",
            r"no (?:thanks|thank you|ta|thank u|thankyou)|thanks but no(?: thanks)?|no many thanks|not for me|i am (?:good|fine|ok|all right) thanks?",
            r"(?:i (?:would |will )?)?(?:really )?(?:rather|prefer|sooner)(?: to)? not(?: to)?(?: (?:say|answer|tell|tell you|give (?:it|that|you (?:it|that))|share(?: (?:it|that))?|do that|disclose(?: (?:it|that))?|provide (?:it|that)))?",
            rf"{_ASKING}leave (?:it|that|this) (?:blank|empty|out)",
            r"i (?:do not|will not|am not going to|would not|am not) (?:want to |wish to |like to |care to )?(?:say|answer(?: (?:it|that|this))?|saying|answering|give (?:it|that|you that|you (?:my|an?) (?:email|phone|number|name))|tell(?: you)?|telling you|share (?:it|that)|provide (?:it|that)|giving (?:it|that))(?: (?:that|this))?",
            r"(?:that is |it is )?none of your business|not applicable|without (?:it|that|one)|(?:go to the |on to the )?next (?:question|step|part|one please)",
            rf"{_ASKING}(?:move on|carry on without(?: it)?|go on without(?: it)?|continue without(?: it)?)",
            r"i do not have (?:one|any|it|that|an email|an email address|a phone|a phone number)|do not have (?:one|any)",
            r"(?:it is |that is )?not (?:necessary|needed|required|important)|no need|no comment|decline to (?:say|answer)",
        )
    )
}){_CLOSING}"""

_HELP = rf"""{_OPENING}(?:{
    "|".join(
        (
            rf"(?:{_ASKING}|i need |some |give me |need |get )*(?:some |a bit of |your )?help(?: me)?(?: (?:out|here|with (?:this|it|that|the (?:booking|form))))*",
            r"(?:what|which) (?:can|should|could|do|must|am i supposed to|shall) (?:i )?(?:say|type|answer|enter|put|write|reply)(?: (?:here|now|next|there))?",
            r"i (?:am|feel|got) (?:stuck|lost here|stuck here|lost)|i (?:do not|did not) (?:understand|get it|get this|follow|know what to (?:say|type|put|enter|write))(?: (?:the question|this|it|that|what you (?:mean|want|need)|here))?",
            r"what do you (?:mean|need(?: from me)?|want(?: from me)?|want me to (?:say|do|type|enter))|what (?:now|next|is next|happens now|do i do now|do i do next)|menu|commands|huh|eh|instructions|show (?:me )?(?:the )?(?:menu|commands|options)|come again|say that again|repeat(?: that)?|pardon|assist me",
        )
    )
}){_CLOSING}"""

_IS = r"(?:that|it|this|everything|all|all of (?:it|that|this)|they|these|those|yes it|yes that|which|the (?:time|date|details|summary|name|email|number))(?: all)?(?: (?:is|are|looks?|sounds?|seems?|was))"
_RIGHT = r"(?:right|correct|fine|good|great|perfect|ok|okay|me|it|all right|accurate|true|lovely|ideal|exactly right|spot on|brilliant|all (?:right|correct|good|fine)|good to me|good for me|fine by me|fine for me|fine with me|ok with me|ok for me|great for me|perfect for me|cool|excellent|all|the one|what i want|alright|how i want it|quite right|absolutely right)"
_YES_WORD = (
    r"(?:yes|yep|yeah|yup|yup|yah|ya|yea|ye|yeh|yh|yas|yess|y|ja|jep|si|oui|aye|ok|okay|okey|oki|okie|okk|k|kk|okey dokey|okie dokie|okay dokay|oky|sure|sure thing|for sure|of course|course|certainly|absolutely|"
    r"definitely|indeed|correct|right|exactly|precisely|perfect|great|good|fine|cool|lovely|awesome|excellent|brilliant|super|go|go on|go ahead|go for it|do it|book it|book me in|book me|let us do it|let us go|confirm|confirm it|i confirm|confirmed|"
    r"agreed|agree|i agree|i do|i do agree|i do consent|i consent|i accept|accept|accepted|approve|approved|please do|do so|please|works|works for me|that works|that works for me|that will do|that will work|that one|this one|it works|suits me|that suits me|happy with (?:that|it|this)|"
    r"i am happy with (?:that|it|this)|affirmative|roger|deal|true|why not|uh huh|mhm|mm hm+|mhmm|mm|m|sounds (?:good|great|fine|perfect|ok)|looks (?:good|great|fine|right|correct|ok)|lgtm|all good|all correct|"
    r"all right|no problem|np|no worries|no objections?|i am sure|i am|i would|i would like that|i would love to|i would be happy to|yes it is|it is|they are|that is a yes|totally|10 4|100|"
    r"spot on|bang on|you got it|got it|you may|you can|of course you can|with pleasure|gladly|happy to|fine by me|ok by me|fine with me|ok with me|by all means|sir|thanks|thank you|very much|so|that is it|that is the one|carry on|proceed|continue|i want that|i want to|i want it|i would like to|yes i do|i guess so|i think so|i suppose so|yes sir|yes you (?:may|can)|you have my (?:consent|permission)|"
    rf"i give (?:my )?(?:consent|permission)|{_IS} {_RIGHT}|not a problem|it does|it sure is|damn right|indeed it is|ready|i am ready|sends? it|submit|save|done)"
)
_NO_WORD = (
    r"(?:no|nope|nah|naw|noo|nay|n|nein|non|nada|negative|not really|not quite|not exactly|not at all|no way|never|absolutely not|definitely not|of course not|certainly not|please do not|do not|wrong|incorrect|"
    r"not (?:right|correct|true|ok|okay|good|that|that one|this one|me|fine|happy|sure)|disagree|i disagree|i do not agree|do not agree|i do not consent|do not consent|no consent|i do not|i would not|i would rather you did not|i refuse|refuse|decline|i decline|"
    r"declined|reject|rejected|denied|false|uh uh|nuh uh|no sir|no chance|i am not|it is not|it does not|they are not|that is not it|no it is not|i do not think so|do not think so|i think not|no i do not|no siree|"
    r"i do not want (?:that|to|it)|i did not say that|afraid not|i am afraid not|not happy with (?:it|that|this)|that is a no|hell no|nothing|sorry|thanks|"
    rf"{_IS} (?:not|wrong|incorrect|not (?:{_RIGHT}|what i (?:said|wanted|want|meant)|mine)|all wrong|no good|false|a mistake))"
)
_YES = rf"(?:(?:oh|um+|uh|well|so|ah|hm+|hey|hi|erm?|and|ooh|then|just) )*(?!(?:sir|thanks|thank you|very much|so)$){_YES_WORD}(?: (?:and )?(?:{_YES_WORD}|now|on then|then|mate|man|bro|lol|haha|x|doc|doctor|i think|i guess|indeed|(?:to|for|by|with) me))*"
_NO = rf"(?:(?:oh|um+|uh|well|so|ah|hm+|hey|hi|erm?|and|but|ok|actually) )*(?!(?:sorry|thanks)$){_NO_WORD}(?: (?:and )?(?:{_NO_WORD}|mate|man|bro|lol|haha|x|i think|i guess|at all|actually|now|please))*"

# In this order: what is more special goes first ("some other time" before "other times", "no thanks" before "no").
_COMMANDS: tuple[tuple[Command, re.Pattern[str]], ...] = tuple(
    (command, re.compile(pattern))
    for command, pattern in (
        (Command.CANCEL, _CANCEL),
        (Command.CHANGE_CONSENT, _CHANGE_CONSENT),
        (Command.CHANGE_ZONE, _CHANGE_ZONE),
        (Command.CHANGE_NAME, _CHANGE_NAME),
        (Command.CHANGE_CONTACT, _CHANGE_CONTACT),
        (Command.MORE_TIMES, _MORE_TIMES),
        (Command.CHANGE_TIME, _CHANGE_TIME),
        (Command.RESTART, _RESTART),
        (Command.SKIP, _SKIP),
        (Command.YES, _YES),
        (Command.NO, _NO),
        (Command.HELP, _HELP),
        (Command.BACK, _BACK),
    )
)
