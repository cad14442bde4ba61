"""Patterns: yes and no."""

from __future__ import annotations

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
YES = rf"(?:(?:oh|um+|uh|well|so|ah|hm+|hey|hi|erm?|and|ooh|then|just) )*(?!(?:sir|thanks|thank you|very much|so)$){_YES_WORD}(?: (?:and )?(?:{_YES_WORD}|now|on then|then|mate|man|bro|lol|haha|x|doc|doctor|i think|i guess|indeed|(?:to|for|by|with) me))*"
NO = rf"(?:(?:oh|um+|uh|well|so|ah|hm+|hey|hi|erm?|and|but|ok|actually) )*(?!(?:sorry|thanks)$){_NO_WORD}(?: (?:and )?(?:{_NO_WORD}|mate|man|bro|lol|haha|x|i think|i guess|at all|actually|now|please))*"
