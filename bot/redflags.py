"""Red flags in a message, from what medicine calls urgent outward to how people type it.

Rules only *raise* the concern: with them a message needs far less support from the trained router to count as an
emergency. They are read against the prepared text (folded, chat spellings put right).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CRISIS, EMERGENCY = "crisis", "emergency"
CALL_FOR_HELP = "call for help"  # this sign needs no support from the router
IN_ANOTHER_LANGUAGE = "in another language"  # nor does this: the router hardly knows the words

_CANNOT = r"(?:can ?not|can'?t|could ?n'?t|could not|unable to|hard to|difficult to|hardly|barely|struggl\w+ to|trouble|difficulty|difficulties|problems?|struggl\w+(?: for)?)"
_NOW = r"(?:\w+\W+){0,4}?"
_FACE = r"(?:face|lips?|tongue|throat|mouth|eyelids?|eyes?|neck|airway|jaw)"

# Words that the speller must know as well as the words of the content, so that a slip in one is put right.
DANGER_WORDS = tuple(
    "ambulance anaphylactic anaphylaxis bleeding blister breath breathe breathing breathless chest choking collapse collapsed convulsing convulsion "
    "dizzy droop drooping drooped emergency faint fainted fainting fever gasping gush gushing hives infected infection lips numb numbness overdose "
    "paralysed paralyzed pulse seizure seizures shivering slurred slurring soaked spurting streaks stroke suffocating suicidal suicide swallow "
    "swallowed swell swelled swelling swollen temperature throat tongue tight tightness unconscious unresponsive vision wheezing wheeze".split()
)

# One pattern a line: it is a table.
# fmt: off
_PATTERNS: tuple[tuple[str, str, str], ...] = (
    (EMERGENCY, CALL_FOR_HELP, r"^\W*(?:(?:this is |it is |it's )?an? )?(?:emergency|sos|911|999|112|(?:please )?(?:call|get|send)(?: me)? (?:an |the )?(?:ambulance|paramedics|911|999|112)|(?:i |we )?need (?:an )?ambulance(?: now)?|ambulance)\W*$|\b(?:should|shall|must|do|can|could|would|will|please) (?:i|we|you|he|she|someone|somebody) (?:\w+ ){0,2}?(?:call|ring|phone|dial|need|get|send) (?:me |us )?(?:an |the )?(?:ambulance|paramedics|911|999|112)\b|\b(?:emergency|urgent) (?:phone |telephone )?(?:number|line)\b"),
    (CRISIS, "self-harm", r"\b(?:kil+(?:ing)?|hurt(?:ing)?|harm(?:ing)?|cut(?:ting)?|hang(?:ing)?|shoot(?:ing)?|drown(?:ing)?|off(?:ing)?|end(?:ing)?|stab(?:bing)?|top(?:ping)?) (?:my|him|her|them|his|their) ?sel(?:f|ves)\b(?! assessment)"),
    (CRISIS, "suicide", r"\bsuicid\w*|\bself[- ]?harm\w*|\b(?:end|ending|take|taking) (?:it all|my (?:own )?life|his (?:own )?life|her (?:own )?life|my existence)\b"),
    (CRISIS, "wish to die", r"\bwant(?:s|ed)? to (?:die|be dead|disappear for ?(?:good|ever)|not (?:exist|wake up))|\bwish (?:i|he|she) (?:was|were|had) (?:dead|never (?:been )?born)"),
    (CRISIS, "wish to die", r"\b(?:don'?t|do not|doesn'?t|does not|no longer) (?:want|wish) to (?:be (?:here|alive)|live|wake up|exist|go on)\b|\bno (?:reason|point) (?:to|in) (?:live|living|going on|being here)\b"),
    (CRISIS, "wish to die", r"\bbetter off (?:dead|without (?:me|him|her))\b|\b(?:can ?not|can'?t) (?:go on|live like this|live with this|do this|take (?:it|this)) (?:any ?more|anymore|any longer)\b"),
    (CRISIS, "farewell", r"\b(?:goodbye (?:note|letter)|say(?:ing)? (?:my )?(?:final |last )?goodbyes|final goodbye|not be here (?:tomorrow|much longer)|over ?dose on purpose)\b"),
    (CRISIS, "wish to die", r"\bhelp (?:me|him|her) (?:to )?die\b|\b(?:today|tonight|tomorrow|this (?:morning|afternoon|evening|night|week)|(?:mon|tues|wednes|thurs|fri|satur|sun)day) (?:will be|is|was) (?:going to be )?my (?:very )?last(?: (?:day|night|evening|morning|one))?(?: (?:on earth|on this earth|alive|ever))?(?=\W*(?:$|[.,!;]|and\b|goodbye))|\b(?:i|i'll|i will|i'm going to|i am going to) (?:be )?(?:die|dead)\b(?= (?:today|tonight|tomorrow|on|by|after|before|this|next)\b)|\b(?:today|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day) (?:\w+ ){0,2}?i (?:will )?(?:die|be dead)\b"),
    (EMERGENCY, "dying", r"\b(?:i(?:'?m| am)|he(?:'?s| is)|she(?:'?s| is)) (?:about to die|dying)\b(?! (?:to|for|of|from|inside|with|at|over|under|laughing)\b)"),
    (EMERGENCY, "breathing", rf"\b{_CANNOT} {_NOW}(?:breath\w*|get (?:any |enough )?air|catch (?:my|his|her) breath|swallow\w*)\b"),
    (EMERGENCY, "breathing", r"\b(?:short(?:ness)? of breath|breathless|gasping|wheez\w+|suffocat\w+|chok(?:e|ing)|stopped breathing|not breathing|out of breath|turning blue|blue lips|lips (?:are |have )?(?:gone |turned |turning )?blue)\b"),
    (EMERGENCY, "throat", r"\bthroat (?:is |feels? |has |keeps? |getting |gets )*(?:clos\w+|tight\w*|swell\w*|swollen|swelled|shut\w*|block\w*|thick|lump)"),
    (EMERGENCY, "face swelling", rf"\b{_FACE} (?:is|are|r|has|have|keeps?|got|went|gone|getting|all|really|so|badly|puff\w*|started|start|begun|now|been| )*(?:swell\w*|swollen|swelled|swoll?|balloon\w*|blown up|blew up|twice (?:its|the|their) size|puffed up|blowing up)\b"),
    (EMERGENCY, "face swelling", rf"\b(?:swell\w*|swollen|balloon\w*|puffed up) {_NOW}(?:lips?|tongue|throat)\b|\banaphyla\w*|\bhives (?:all over|everywhere)"),
    (EMERGENCY, "chest", r"\b(?:chest|heart) (?:is |feels? |has |are )*(?:pains?|hurt\w*|tight\w*|crush\w*|pressure|heav\w+|squeez\w+|ach\w+|pounding out)|\bpains? (?:in|across|on) (?:my |his |her |the )?(?:chest|left arm)|\belephant on my chest|\bheart attack\b"),
    (EMERGENCY, "stroke", r"\b(?:one|left|right) side of (?:my|his|her|the) (?:face|mouth|body)|\b(?:face|mouth|smile|eyelid) (?:is |has |are |looks |went |gone |all )*(?:droop\w*|dropp\w*|sagg\w*|lopsided|crooked|slid\w*)|\bslur\w*|\b(?:mixing|muddl\w+|jumbl\w+|garbl\w+) (?:up )?(?:my|his|her) (?:words|speech)|\b(?:can ?not|can'?t) (?:move|lift|feel) (?:my|his|her) (?:left |right )?(?:arm|leg|hand|side|face)\b|\bstroke\b|\b(?:arm|leg|hand|side|face)(?:'?s| is| has| went| feels?)? (?:just |suddenly |completely |all |gone |went )*(?:dead|numb|limp|useless|paraly[sz]ed|floppy)\b|\b(?:mouth|face|lip|eyelid)(?:'?s| is| has)? (?:all |been )*(?:hanging|hangs|drooping|droops)\b"),
    (EMERGENCY, "collapse", r"\b(?:passed out|pass(?:ing)? out|faint(?:ed|ing)?|black(?:ed|ing) out|collaps\w+|unconscious|unresponsive|lost consciousness|keel\w* over|(?:won'?t|will not|can ?not|can'?t|not) wake(?: up)?|keel\w+)\b"),
    (EMERGENCY, "seizure", r"\b(?:seizure|seizures|convuls\w+|(?<!in the )(?<!for a )fitting(?! rooms?\b| (?:me|him|her|them|us|in|well|into|it)\b)|having a fit|had a fit|jerking all over|shaking uncontrollabl\w+)\b"),
    (EMERGENCY, "bleeding", r"\b(?:bleed\w*|blood) (?:\w+\W+){0,6}?(?:(?:won'?t|will not|not|doesn'?t|does not|hasn'?t|never|can'?t|cannot) (?:be )?stop\w*|pour\w*|gush\w*|soak\w*|spurt\w*|everywhere|through)|\bgush(?:ing|es|ed)\b|\b(?:gushing|spurting|pouring|pumping|soaked (?:in|with|through)|loads of|lots of|so much|losing) (?:with |of )?blood\b|\b(?:can'?t|can ?not|could ?n'?t|could not|won'?t|unable to) (?:\w+ )?stop (?:the |it |this |him |her )?(?:from )?bleeding|\bbleeding (?:heavily|badly|a lot|non ?stop|profusely)"),
    (EMERGENCY, "infection", r"\b(?:fever\w*|temperature|temp|chills|shiver\w*|shak(?:es|ing)|burning up|rigors?|3[89](?:[.,]\d)?|40(?:[.,]\d)?|10[1-5](?:[.,]\d)?)\b.*\b(?:spread\w*|streak\w*|pus|red(?:ness)?|ooz\w+|hot|smell\w*|yellow|green|swollen|confus\w+)\b|\b(?:spread\w*|streak\w*|pus|ooz\w+|redness)\b.*\b(?:fever\w*|temperature|chills|shiver\w*|rigors?|burning up|3[89](?:[.,]\d)?|40(?:[.,]\d)?)\b|\bsepsis|\bseptic\b"),
    (EMERGENCY, "sight", r"\b(?:can ?not|can'?t|could not|stopped) see(?:ing)?\b|\b(?:lost|losing|lose|gone|no) (?:my |his |her |all )?(?:sight|vision|eyesight)\b|\b(?:went|gone|going|suddenly) blind\b|\b(?:sight|vision|eyesight) (?:\w+\W+){0,3}?(?:gone|went|black|disappear\w*|lost)\b|\b(?:left|right|one|both|my|his|her) eyes? .{0,25}\b(?:nothing|dark|black|blind)\b|\bsee nothing\b|\bcurtain (?:over|across|down)"),
    (EMERGENCY, "overdose", r"\bover ?dos\w*|\b(?:took|taken|swallowed|had) .{0,30}\b(?:more .{0,25}than (?:i|he|she|they|you) should|too many|way too much)|\b(?:took|taken|swallowed|had|popped|necked|downed|given) (?:\w+\W+){0,3}?(?:whole|entire|all (?:of )?(?:the|my|his|her)|too many|a handful of|double|ten|twenty|\d{2,}) (?:\w+\W+){0,3}?(?:pills?|tablets?|bottle|pack(?:et)?|box|strip|blister|capsules?|doses?)\b"),
    (EMERGENCY, "swallowed", r"\b(?:drank|drunk|drink(?:s|ing)?|swallow(?:ed|s)?|ate|eaten|swigged|licked|chewed|sipped|gulped|got into) (?:\w+\W+){0,6}?(?:minoxidil|regaine|rogaine|finasteride|solution|lotion|foam|bottle|tablets?|pills?|serum|shampoo|bleach|vial)\b"),
    (EMERGENCY, "injected", r"\b(?:injected|injecting|inject|shot|jabbed|stuck) (?:\w+\W+){0,3}?(?:myself|himself|herself|my ?own|at home|into my|in my|vein)\b"),
)
# fmt: on
_COMPILED = tuple((kind, name, re.compile(pattern)) for kind, name, pattern in _PATTERNS)
_NEGATED = re.compile(
    r"\b(?:no|not|never|without|don'?t have|do not have|haven'?t|hasn'?t|isn'?t|wasn'?t|didn'?t|did not|nothing like|free of|rather than|instead of)(?: (?:any|a|an|the|had|have|having|been|got|really|sign of|signs of|of|much|is|was))*$"
)
_SIGNS = (
    r"(?:fevers?|temperature|temp|chills|shivers?|shivering|pus|swelling|bleeding|blood|pain|chest pain|trouble breathing|breathing (?:trouble|problems?|difficult\w+)|"
    r"shortness of breath|redness|spreading(?: redness)?|rash|hives|dizziness|fainting|discharge|numbness)"
)
_DENIED = re.compile(
    rf"\b(?:no|not any|without(?: any)?|zero|never any|nor) (?:\w+ )?{_SIGNS}(?:\s*(?:,|,? or|,? and|,? nor|/)\s*(?:no |any )?(?:(?!but|yet|though|although|only|just|however)\w+ )?{_SIGNS})*"
)
_IDIOM = re.compile(
    r"\b(?:dying (?:to|for) (?:know|hear|try|see|get|have|find|ask|my|a|some|book|look|start|learn)|to die for|bleeding (?:money|me dry|edge|obvious|heck|hell|cash|awful|long|expensive)|"
    r"(?:nearly|almost|about|practically|gave me|giving me|have|had|having|get|got) (?:a |had a |have a |gave me a )?(?:heart attack|stroke|seizure|fit)? ?(?:when i saw|at the price|seeing the|over the price|at the cost|when they told)|"
    r"(?:fainted|choked|passed out|collapsed|died|keeled over) (?:when|at|from|over|seeing|on seeing|reading|hearing) (?:\w+ ){0,6}?(?:price|cost|bill|quote|total|sum|invoice)|stroke of (?:luck|genius|midnight)|different strokes|"
    r"(?:nearly|almost|just about|practically|about) (?:fainted|died|choked|passed out|collapsed|keeled over|had a (?:stroke|heart attack|seizure|fit))(?= (?:when|at|from|over|seeing|reading|hearing)\b)|"
    r"(?:gave|give|gives|giving) (?:me|him|her|us) (?:a |nearly a )?(?:heart attack|stroke|seizure|fit)|(?:haemorrhag|hemorrhag|bleed)ing (?:\w+ )?(?:money|cash|funds)|"
    r"(?:chok\w+|gasp\w*|wheez\w+|collaps\w+|breathless|suffocat\w+|died?|dying|crying) (?:\w+ )?(?:with|of|from|at|on|under|over|when) (?:\w+ ){0,2}?(?:laugh\w*|giggl\w+|joy|excitement|envy|bills?|debts?|prices?|costs?|mortgage|advice|paperwork|toupees?|wigs?|wonder|delight)|"
    r"(?:chok\w+|suffocat\w+) (?:us|the economy|our budget)|(?:bills?|debts?|mortgage|rent|prices?) (?:is|are) (?:choking|suffocating|strangling) (?:me|us)|suicide squad|(?:social|career|political|financial) suicide|suicides\b|(?:two|four|2|4)[- ]stroke|back ?stroke|breast ?stroke|"
    r"(?:faints?|pass(?:es)? out|keels? over) (?:\w+ )?(?:at|when i see|when he sees|when she sees|around|seeing|on seeing) (?:\w+ ){0,3}?(?:needles?|blood|syringes?|jabs?|dentists?|blood tests?)(?! (?:today|just now|this morning))|"
    r"drowning in|choke up|breath of fresh air|takes? my breath away|hold(?:ing)? my breath|waste my breath|bated breath|my heart (?:is set|sank|goes|aches for)|heart ?broken|break(?:s|ing)? my heart|"
    r"kill(?:ing)? (?:time|for|me|two)|would kill|blind (?:trial|study|studies|date|faith|spot|luck)|double[- ]blind\w*|blinded)\b"
)
_GENERAL = re.compile(
    r"^(?:(?:ok|so|and|hi|hello|hey|please|just|also|but|well|curious|quick question)[, ]+)*(?:can|could|does|do|did|is|are|what|which|how|why|has|have|any|would|will|might|may|tell me|list|explain|who|where)\b"
)
_STUDIED = re.compile(
    r"\b(?:reported (?:as|in)|(?:in|by) (?:any|the|a) (?:study|trial)|stud(?:ies|y) (?:say|show|report)|in general|(?:do|can|could|have|are) (?:people|patients|folk))\b"
)
_CLAUSE = re.compile(
    r"[.;!?]+|,(?= (?:but|and|now|so|then|anyway|otherwise|today)\b)|\b(?:but|and) (?=now\b)|\banyway\b"
)
_LONG_AGO = re.compile(
    r"\b(?:years? (?:ago|back|since|earlier)|year since|decades? ago|(?:back )?in (?:19|20)\d{2}|when i was (?:young|little|\d{1,2}|(?:a |at )(?:kid|child|boy|girl|teen\w*|student|school|uni\w*|college))|as a (?:kid|child|boy|girl)|"
    r"back at school|once upon a time|in my (?:youth|teens|twenties|thirties)|turned out to be)\b"
)
_CURRENT = re.compile(
    r"\b(?:now|today|tonight|this (?:morning|evening|afternoon)|again|still|just|currently|minutes?|hours?|yesterday|since (?:the|my) (?:session|treatment|procedure|injections?))\b"
)
_ANEW = re.compile(
    r"\b(?:again|same (?:thing|feeling|pain)|this time|like (?:then|that time)|coming back|is back|returned)\b"
)
_PERSON = re.compile(
    r"\b(?:i|i'?m|i'?ve|my|me|mine|he|she|his|her|him|wife|husband|mum|mom|dad|son|daughter|friend|brother|sister|partner|baby|toddler|child|kid|today|tonight|now|just|yesterday|this morning|an hour ago|minutes)\b"
)


@dataclass(frozen=True)
class Flag:
    """One red flag that was found: its kind, the sign it stands for, and the words that raised it."""

    kind: str
    sign: str
    words: str


def _without_long_ago(text: str) -> str:
    """Leave out what is told of years ago and is over; what is said of today beside it stays."""
    parts = [part for part in _CLAUSE.split(text) if part and part.strip()]
    kept = [part for part in parts if not _LONG_AGO.search(part) or _CURRENT.search(part)]
    rest = " . ".join(kept)
    return text if len(kept) == len(parts) or _ANEW.search(rest) else rest


def red_flags(prepared: str) -> tuple[Flag, ...]:
    """Return the red flags in a prepared text that are not negated, figures of speech or general questions.

    What is told of years ago raises none for the body; of a wish to die it still does.
    """
    ever = _DENIED.sub(" ", _IDIOM.sub(" ", prepared))
    lately = _DENIED.sub(" ", _IDIOM.sub(" ", _without_long_ago(prepared)))
    found: list[Flag] = []
    general = bool(_GENERAL.match(lately) or _STUDIED.search(lately)) and not _PERSON.search(lately)
    for kind, sign, pattern in _COMPILED:
        text = ever if kind == CRISIS else lately
        if general and sign != CALL_FOR_HELP:
            continue
        for match in pattern.finditer(text):
            if not _NEGATED.search(text[: match.start()].rstrip()):
                found.append(Flag(kind, sign, match.group().strip()))
                break
    return tuple(found)
