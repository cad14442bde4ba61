"""Tables: what people write around their name, and the words that no name holds."""

from __future__ import annotations

import re

INTRODUCED = re.compile(
    r"^(?:(?:hi|hello|hey|yes|yeah|yep|sure|ok|okay|of course|certainly|well|so|no)\b[\s,.!]*)*(?:there[\s,.!]+)?"
    r"(?:(?:my|the|full|his|her|our|first|last|patient'?s?|legal|name for the booking|and)\s+)*"
    r"(?:name'?s?\s*(?:is|:|=|-|'s|would be|will be|would|should be)?|i\s*'?\s*a?m called|i go by|(?:you can |please |just |can )?call(?:ed)? me|they call me|everyone calls me|this is|it\s*is|it'?s|its|"
    r"i\s+am|i'?m|the name'?s|put (?:me )?down(?: as)?|put|book(?: it)? (?:for|under|in the name of)|under(?: the name)?(?: of)?|for|it would be|that'?s|that is|here is|here'?s)\b[\s:,=-]*"
    r"(?:is\s+|the name\s+|name\s+|called\s+)?",
    re.IGNORECASE,
)
GREETED = re.compile(
    r"^(?:(?:hi|hello|hey|yes|yeah|yep|yup|sure|ok|okay|of course|certainly|well|so|um+|oh)(?: there)?[\s,.!:]+)+(?=\S)",
    re.IGNORECASE,
)
FOR_SOMEONE = re.compile(
    r"^(?:(?:it is|it'?s|this is|(?:i'?m |i am |we'?re |we are )?booking(?: this| it)?|book(?: this| it)?)\s+)?(?:for\s+)?(?:my|our)\s+(?:son|daughter|wife|husband|fianc[e\u00e9]e?|partner|mum|mom|mother|dad|father|brother|sister|child|boy|girl|friend)"
    r"(?:'?s name)?(?:\s+(?:is called|is named|called|named|is))?[\s,:]+(?=\S)",
    re.IGNORECASE,
)
AFTER_NAME = re.compile(
    r"[\s,.!-]+(?:is my (?:full |real )?name|here|speaking|thanks?(?: you)?|thx|ty|please|pls|cheers|and you|that'?s (?:me|my name|all|it)|is the name)(?:\s+(?:so much|very much|a lot))?[\s.!]*$",
    re.IGNORECASE,
)
QUESTION_STARTS = frozenset(
    "how what why when where who whom whose which is are am do does did can could will would should shall may might have has had was were if whats hows wheres whens".split()
)
# A name holds none of these words. Names that are words, too, are not here: Will, May, Mark, Grace, Price, Hope, Young.
NEVER = frozenset(
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
    "ill sick tired sad happy angry curious desperate overweight vegan disabled deaf blind married old american british indian forget never mind start over again yet just only because versus list patients meaning definition safety any post research donor success plan paracrine cytokine cytokines after result growth stories lab telogen anagen catagen autologous allogeneic reactions care factor factors follicle follicles follicular method overview adverse platelet plasma provider outcome outcomes status graft grafts clinics afterwards medical future risk risks session sessions term candidate candidates payment payments rate explain explained explanation criteria type types protocol protocols rogaine propecia origin marrow appointments efficacy redness swelling period pluripotent scar scars scarring formation response assessment general gene genes genetic stage check embryonic questions question points benefit benefits body application regenerative jabs procedures biomaterial aftercare merits protein proteins regrowth guarantee washing pathway cycle purpose complaints engineered tissue source sources difference differences delivery reviews activities downtime exclusion appearance warfarin breastfeeding haemophilia hemophilia keloid keloids psoriasis epileptic necrosis teenager teen underage thirteen fourteen fifteen sixteen seventeen eighteen mayday wound wounds infected chronic standard manufacturing receding hairline baldnes contraindications complications complication recovery evidence study studies trial trials nedir kya consult treatmant tretment hairloss stemcell stemcells minox hairfall define between before during when against without wait second seconds minute moment hang hold cheap cheaper expensive".split()
)
# Little words that are names in Chinese or Vietnamese, and are taken for them when every word has its capital.
ALSO_NAMES = frozenset("an do he in my on she so to you me us by by".split())
TITLES = frozenset("mr mrs ms miss mx dr prof professor sir madam doctor rev".split())
SMALL = frozenset("van von der den de da do dos di del della la le bin bint ibn al el y e ter ten zu af".split())
