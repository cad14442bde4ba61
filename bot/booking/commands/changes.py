"""Patterns: one detail is to change, as in "wrong email" or "can we move it to another day"."""

from __future__ import annotations

from bot.booking.commands.politeness import ASKING, CLOSING, HAVING, OPENING, THING

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
        rf"{ASKING}{_VERB} {mine}(?: (?:i gave(?: you)?|please|again|to (?:another|a different) one))?",
        rf"(?:that is |it is |this is |you have |you got |you have got |i (?:gave|entered|typed|put|wrote|used|picked|chose|have|made)(?: you| in)? (?:a |an )?)?(?:the |my |a )?(?:wrong|incorrect|bad|false|old) (?:{noun})",
        rf"(?:there is |i think )?{mine} (?:is|was|are|looks|seems) (?:{_WRONG})",
        rf"(?:that|this|it) is not (?:my|the) (?:right |correct )?(?:{noun})",
        rf"(?:i|it) (?:meant|mean|said) {mine}|not {mine}(?: i meant {mine})?",
        rf"{HAVING}{_OTHER} (?:{noun})",
        rf"(?:there is |i made |i have |you have |you made |got )?(?:a |an )?(?:typo|mistake|error|slip|spelling mistake) (?:in|with|on) {mine}",
        rf"i (?:misspelled|misspelt|mistyped|messed up|got wrong|made a mistake with|made a mistake in) {mine}",
        mine,
        *others,
    )
    return rf"{OPENING}(?:{'|'.join(ways)}){CLOSING}"


CHANGE_TIME = _changing(
    _TIME,
    rf"{ASKING}(?:reschedule|rearrange|rebook|postpone|move)(?: {THING})?(?: to (?:another|a different) (?:day|time|date|slot))?",
    r"(?:the )?(?:other|different|another|new) (?:day|time|date)s? (?:would be|is) (?:better|good)",
    r"i (?:cannot|can not) (?:make|do) (?:that|this|the) (?:day|date|time|slot)(?: any more)?",
    r"(?:that|this|the) (?:day|date|time|slot) (?:does not|will not|would not) (?:work|suit|fit)(?: me| for me)?(?: any more)?",
)
CHANGE_NAME = _changing(
    _NAME,
    r"you (?:spelled|spelt|got|have) my name wrong",
    r"i spel(?:led|t) (?:my name|it) wrong",
    r"my name is (?:spelled|spelt) wrong(?:ly)?",
    r"that is not (?:my name|me|how my name is spelt|how you spell my name)",
)
CHANGE_CONTACT = _changing(
    _CONTACT,
    r"i (?:have|got) (?:an? )?(?:new|different) (?:email|phone|number|email address|phone number)",
    r"(?:email|phone) not (?:right|correct)",
)
CHANGE_ZONE = _changing(
    _ZONE,
    r"i am (?:not in|in another|in a different) (?:that )?(?:time zone|country|city|zone)",
    r"i (?:have )?moved (?:to another|to a different) (?:country|city|time zone)",
)
CHANGE_CONSENT = _changing(
    _CONSENT,
    rf"{ASKING}(?:withdraw|revoke|take back|remove|give|cancel) (?:my |the )?(?:consent|permission)",
    rf"{ASKING}(?:do not|not|never|stop) (?:share|sharing|send|sending|pass on|passing on|forward|forwarding|tell|include) (?:them |the clinic |the doctor |on )?(?:my |the |any of my )?(?:questions|chat|conversation|messages)(?: on)?(?: (?:to|with) (?:them|the clinic|the doctor|anyone))?",
    r"i (?:do not|did not) want (?:you to )?(?:share|send|pass on|to share|to send|to pass on) (?:my |the )?(?:questions|chat|conversation)(?: (?:to|with) (?:them|the clinic|the doctor|anyone))?",
    rf"{ASKING}(?:share|send|pass on|include|forward) (?:my|the) questions(?: on)?(?: (?:to|with) (?:them|the clinic|the doctor))?(?: after all)?",
    r"i (?:no longer (?:consent|agree to sharing)|do not (?:consent|agree to sharing) any more)",
)
