"""Patterns: to stop, to begin again, to go back, to leave a question out, to ask for help."""

from __future__ import annotations

from bot.booking.commands.politeness import ASKING, CLOSING, OPENING, THING

CANCEL = rf"""{OPENING}(?:{
    "|".join(
        (
            rf"{ASKING}(?:stop|cancel|abort|quit|exit|end|drop|scrap|terminate|abandon|bin|leave|ditch|kill|delete the booking)(?: {THING})?(?: (?:all ?together|completely|entirely|there|here|please))?",
            rf"{ASKING}call (?:it|this|that|the (?:appointment|booking|whole thing)) off|{ASKING}call off (?:it|this|that|the (?:appointment|booking|whole thing))",
            r"never ?mind(?: (?:it|that|this|about it|about that|the booking|the appointment|all that))?",
            rf"{ASKING}forget (?:about )?(?:it|this|that|the (?:booking|appointment|consultation|whole thing)|everything|i asked|i said anything|booking)",
            rf"{ASKING}leave (?:it|this|that)(?: (?:there|at that|be|alone|for (?:now|today)|now|out for now|then))?",
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
}){CLOSING}"""

RESTART = rf"""{OPENING}(?:{
    "|".join(
        (
            rf"{ASKING}(?:re ?start|reset|start (?:(?:all |it |this |everything )?(?:over|again|afresh|anew)|from (?:scratch|zero|the (?:beginning|start|top))|a new (?:booking|one)|fresh|all over|new)|begin (?:again|anew|over)|redo (?:it|everything|this|the whole thing|all of it|it all)|begin from the (?:start|beginning))(?: {THING})?(?: (?:again|from (?:scratch|the (?:beginning|start|top))|over))*",
            rf"{ASKING}(?:do|take) (?:it|this|that|everything|it all) (?:all )?(?:over|again)(?: again| from the (?:start|beginning|top))?",
            rf"{ASKING}(?:go |go all the way |all the way )?(?:back )?(?:to|from) the (?:very )?(?:beginning|start|top|first step|first question)",
            r"all over again|new booking|from scratch|start|over again|clear everything|wipe everything",
            rf"{ASKING}(?:make|do|start) (?:a )?new (?:booking|one)",
        )
    )
}){CLOSING}"""

BACK = rf"""{OPENING}(?:{
    "|".join(
        (
            rf"{ASKING}(?:(?:go|get|move|take me|jump|step|bring me|return|skip|head|send me|take us) )?(?:back|backwards?|back up)(?: (?:one|a|1|one more|a bit|to))*(?: (?:the |a )?(?:step|question|bit|page|previous step|previous question|previous one|last step|last question|question before|one|last one|screen|please))?",
            rf"{ASKING}(?:go to )?(?:the |my )?(?:previous|last|prior|former)(?: (?:step|question|page|one|screen|answer|bit))",
            r"previous|prev|undo(?: (?:it|that|this|last|the last (?:one|step|answer)|my last answer))?|return|one (?:step )?back|step back|the (?:one|step|question) before|before that|rewind|reverse",
            r"i (?:made|have made) a mistake|oops|i (?:pressed|clicked|tapped|picked|chose) the wrong (?:one|button|thing)|wrong button|that was a mistake|i did not mean that|misclick",
        )
    )
}){CLOSING}"""

SKIP = rf"""{OPENING}(?:{
    "|".join(
        (
            rf"{ASKING}(?:skip|pass|omit|ignore|leave out|miss out|jump over|pass on)(?: (?:it|this|that|one|(?:(?:this|that|the) )?(?:step|question|one|bit|part|stage)|over it|over this))?",
            r"no (?:thanks|thank you|ta|thank u|thankyou)|thanks but no(?: thanks)?|no many thanks|not for me|i am (?:good|fine|ok|all right) thanks?",
            r"(?:i (?:would |will )?)?(?:really )?(?:rather|prefer|sooner)(?: to)? not(?: to)?(?: (?:say|answer|tell|tell you|give (?:it|that|you (?:it|that))|share(?: (?:it|that))?|do that|disclose(?: (?:it|that))?|provide (?:it|that)))?",
            rf"{ASKING}leave (?:it|that|this) (?:blank|empty|out)",
            r"i (?:do not|will not|am not going to|would not|am not) (?:want to |wish to |like to |care to )?(?:say|answer(?: (?:it|that|this))?|saying|answering|give (?:it|that|you that|you (?:my|an?) (?:email|phone|number|name))|tell(?: you)?|telling you|share (?:it|that)|provide (?:it|that)|giving (?:it|that))(?: (?:that|this))?",
            r"(?:that is |it is )?none of your business|not applicable|without (?:it|that|one)|(?:go to the |on to the )?next (?:question|step|part|one please)",
            rf"{ASKING}(?:move on|carry on without(?: it)?|go on without(?: it)?|continue without(?: it)?)",
            r"i do not have (?:one|any|it|that|an email|an email address|a phone|a phone number)|do not have (?:one|any)",
            r"(?:it is |that is )?not (?:necessary|needed|required|important)|no need|no comment|decline to (?:say|answer)",
        )
    )
}){CLOSING}"""

HELP = rf"""{OPENING}(?:{
    "|".join(
        (
            rf"(?:{ASKING}|i need |some |give me |need |get )*(?:some |a bit of |your )?help(?: me)?(?: (?:out|here|with (?:this|it|that|the (?:booking|form))))*",
            r"(?:what|which) (?:can|should|could|do|must|am i supposed to|shall) (?:i )?(?:say|type|answer|enter|put|write|reply)(?: (?:here|now|next|there))?",
            r"i (?:am|feel|got) (?:stuck|lost here|stuck here|lost)|i (?:do not|did not) (?:understand|get it|get this|follow|know what to (?:say|type|put|enter|write))(?: (?:the question|this|it|that|what you (?:mean|want|need)|here))?",
            r"what do you (?:mean|need(?: from me)?|want(?: from me)?|want me to (?:say|do|type|enter))|what (?:now|next|is next|happens now|do i do now|do i do next)|menu|commands|huh|eh|instructions|show (?:me )?(?:the )?(?:menu|commands|options)|come again|say that again|repeat(?: that)?|pardon|assist me",
        )
    )
}){CLOSING}"""
