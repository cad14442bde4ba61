"""Patterns: what people say around a command, which changes nothing about it."""

from __future__ import annotations

OPENING = (
    r"(?:(?:please|ok|okay|oh|um+|uh|erm?|hm+|ah|well|so|and|but|actually|sorry|hey|hi|hello|wait|hang on|hold on|no|nope|nah|yes|yeah|yep|right|just|i think|i guess|i said|maybe|perhaps|"
    r"then|now|thanks|thank you|look|listen|damn|oops|whoops|argh|ugh|my bad|my mistake|stop) )*"
)
ASKING = (
    r"(?:(?:can|could|may|would|will) (?:i|we|you)(?: please| just| kindly)? |i (?:would )?(?:just )?(?:really )?(?:want|like|need|wish|prefer|have|love) to |i (?:will|would|must|should|am going to|am gonna) |i want you to |"
    r"would you mind |let us |let me |is it possible to |is it ok to |you can |we can |we should |we need to |want to |need to |like to )?(?:please |just |quickly )?"
)
HAVING = (
    r"(?:i (?:would )?(?:just )?(?:want|need|like|prefer|have|would prefer) |i am looking for |give me |(?:can|could|may) (?:i|we) (?:have|get|see|try|do|pick|choose|use|take|give you) |show me |show |find me |offer me |"
    r"(?:are|is) there |(?:do you have|have you got|you got|got|have you|any chance of) |(?:can|could) you (?:show|give|offer|find)(?: me)? |let us (?:try|do|see) |try |what about |how about |pick |choose |use |see |"
    r"what are (?:the|your) )?(?:please )?"
)
CLOSING = (
    r"(?: (?:please|thanks|thank you|now|then|instead|ok|okay|sorry|mate|right now|right away|actually|if possible|if i can|if i may|if you can|for now|asap|so much|very much|cheers|man|dude|bro|buddy|bot|"
    r"kindly|immediately|lol|haha|x|i think|i guess|i am afraid|though|too|as well|first|again please|for me|all right))*"
)
THING = r"(?:(?:the|this|that|my|our|a|all of|whole|entire|of) )*(?:it|this|that|everything|all|booking|appointment|consultation|reservation|request|process|form|thing|lot|session booking|call|conversation|here|there)"
