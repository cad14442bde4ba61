"""Patterns: none of the times that are shown will do, as in "anything later?"."""

from __future__ import annotations

from bot.booking.commands.politeness import ASKING, CLOSING, HAVING, OPENING

_SLOTS = r"(?:times?|slots?|options?|dates?|days?|appointments?|choices?|openings?|ones?|availability|possibilities)"
_MANY = r"(?:times|slots|dates|days|appointments|openings|ones|availability)"
MORE_TIMES = rf"""{OPENING}(?:{
    "|".join(
        (
            rf"{HAVING}(?:(?:some|any|the|see|a few|all) )*(?:other|more|different|further|additional|alternative|extra|later|earlier|sooner|new)(?: (?:available|free|possible))? {_MANY}(?: available)?",
            r"(?:(?:see|show|show me|any|some|more|the) )*(?:other|more|different|alternative) (?:options|choices|possibilities)",
            rf"{HAVING}(?:an? |any |some )?(?:(?:bit|little|lot|much|slightly|few) )?(?:of )?(?:later|earlier|sooner)(?: {_SLOTS}| (?:that|in the|the same|on that) (?:day|week)| on| if possible)?",
            rf"{HAVING}(?:anything|something|any|what) (?:else|later|earlier|sooner|different|other)(?: (?:available|free|do you have|have you got|that day|in the day|that week|at all))*",
            r"(?:some |any |a few |see |show |load |show me )?more(?: please)?",
            rf"{HAVING}others?",
            r"(?:(?:none|neither|not any|no one|nothing|not one|any|all) of (?:these|those|them|the above|the times|these times|those times)|neither|none)(?: (?:of them )?(?:work|works|suits?|fits?|are good|is good|are ok|are any good|will do|would work|do it|appeals?))?(?: (?:for )?me)?",
            r"(?:these|those|they|that)(?: (?:times|days|slots))? (?:do not|does not|will not|would not|are not|is not|did not) (?:work|suit|fit|good|great|ok|any good|possible|convenient)(?: (?:for )?me)?",
            r"(?:these|those)(?: times| days| slots)? are no good(?: for me)?",
            r"i (?:cannot|can not) (?:do|make|come at|manage)(?: any of)? (?:these|those|them|any|that|it)(?: times| days| slots)?",
            r"(?:that is |it is |they are |these are |all |those are )?(?:too|much too|a bit|all too) (?:early|late|soon|far away|far off|far)(?: for me)?",
            rf"{ASKING}(?:try |show |show me |see |go to |what about |how about |skip to |jump to )?(?:the )?(?:next|following|previous) (?:day|week|page|few days)",
            r"next|next ones?|next times?|following|keep going|scroll|forward",
            rf"{ASKING}(?:show|see|list|give)(?: me)? (?:the )?(?:more|other|all|next|another|further)(?: {_SLOTS})?",
            r"(?:not|no) (?:convenient|suitable)(?: for me)?",
            r"what other (?:times|days|slots|dates)(?: (?:do you have|have you got|are there|are available|are free|have you))?",
        )
    )
}){CLOSING}"""
