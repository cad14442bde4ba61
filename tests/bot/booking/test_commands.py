"""A command is taken for what it is in anybody's words, and an ordinary question is never taken for one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.booking.commands import LONGEST, Command, read_command
from index.content import Content

SAID = {
    Command.CANCEL: (
        "cancel|Cancel.|CANCEL!!|cancle|cancell|please cancel|cancel please|stop|Stop!|stop it|stop this|ok stop|stop please|quit|exit|abort|end this|cancel it|cancel this|cancel everything|"
        "cancel the booking|cancel my booking|cancel my appointment please|i want to cancel|I'd like to cancel|can I cancel?|could you cancel that please|can we stop|i need to stop|let's stop here|"
        "never mind|nevermind|nvm|nm|Never mind that|forget it|forget about it|oh forget it|forget the whole thing|4get it|leave it|just leave it|leave it for now|i changed my mind|changed my mind|"
        "I've changed my mind|sorry, I changed my mind about booking|not now|not today|not right now|maybe later|some other time|maybe another time|i don't want to book|i dont want this anymore|"
        "I do not want to continue|i no longer want this|don't book it|dont bother|do not proceed|not interested|i'm not interested anymore|no longer interested|get me out of here|let me out|"
        "i give up|i quit|enough|that's enough|call it off|call off the appointment|scrap that|yes cancel it|no, cancel|no stop|wait, stop|actually cancel|hang on, cancel that|i want out|drop it|"
        "abandon this|i'd rather not book|change of plan|I don't want to do this any more|i'll think about it|quit please mate|exit now|terminate the process"
    ),
    Command.BACK: (
        "back|Back please|go back|go back one step|take me back|can i go back?|could we go back|previous|previous step|previous question|the last question|go to the previous question|undo|undo that|"
        "one step back|step back|i want to go back|return|back one|oops|oops, go back|i made a mistake|wrong button|lets go back|bck|back up|i pressed the wrong button|can you go back a step please"
    ),
    Command.RESTART: (
        "restart|Restart please|start over|start again|please start again|can we start over?|start from scratch|start from the beginning|from the top|from the beginning|begin again|reset|"
        "start all over again|i want to start again|let's start over|do it again from the beginning|redo everything|ok start over|back to the start|new booking|all over again|start afresh"
    ),
    Command.SKIP: (
        "skip|Skip this|skip it please|skip that question|can i skip this?|pass|no thanks|No, thank you|no ty|rather not|i'd rather not|I would rather not say|prefer not to say|prefer not to|"
        "i'd prefer not to answer|leave it blank|i don't want to say|i don't want to answer that|none of your business|next question|not applicable|n/a|i don't have one|omit it|move on|"
        "I won't say|no need|not necessary|skp|skip this step pls|thanks but no thanks"
    ),
    Command.YES: (
        "yes|Yes!|YES|yess|yesss|yes please|yep|yeah|yup|ya|yea|y|ja|ja?|si|oui|aye|ok|OK.|okay|okey|k|kk|okie dokie|sure|sure thing|of course|certainly|absolutely|definitely|defo|indeed|"
        "correct|right|that's right|thats right|that is correct|exactly|perfect|great|good|fine|fine by me|sounds good|looks good|looks right|all good|all correct|alright|all right|go ahead|go for it|"
        "do it|book it|book me in|confirm|confirmed|agreed|i agree|i do|i consent|i accept|please do|works for me|that works|happy with that|I'm happy with it|affirmative|why not|uh huh|mhm|"
        "it's fine|it is correct|everything is correct|yes that's right|yes it is|yes ok|ok sure|oh yes|um, yes|yeah go on then|sure, no problem|that's perfect|that's me|no problem|yes i do|"
        "of course you can|by all means|you may|👍|✅|yes, looks good to me|yes thank you|that one|that'll do|let's do it|deal|yep all good"
    ),
    Command.NO: (
        "no|No.|NO!|nope|nah|naw|n|noo|nooo|nein|negative|not really|not quite|no way|never|absolutely not|definitely not|of course not|wrong|incorrect|that's wrong|that is not right|that isn't correct|"
        "it's wrong|not right|not correct|i don't|i do not agree|i disagree|i don't consent|no i don't|i refuse|i decline|decline|uh uh|no that's wrong|no, not really|nope sorry|no it isn't|"
        "that's not it|I don't think so|please don't|👎|❌|not that one|afraid not|false|it's not right|oh no|well, no|no no no"
    ),
    Command.CHANGE_TIME: (
        "change the time|change time|change my time|change the date|change the day|different day|a different day|another day|another time please|can I change the time?|could we change the day|"
        "wrong time|wrong day|the time is wrong|that's the wrong date|different time|i want a different time|i need another day|i'd like another slot|no, change the time|yes but change the date|"
        "reschedule|can we reschedule|move it to another day|edit the time|i picked the wrong day|other day|new date|the date|time|i can't make that day|that day doesn't work for me|"
        "i'd like to change my appointment|the day is incorrect|chang the time"
    ),
    Command.CHANGE_NAME: (
        "change my name|change the name|my name is wrong|wrong name|the name is wrong|that's not my name|name|correct my name|fix my name|edit name|you spelled my name wrong|my name is misspelled|"
        "there's a typo in my name|typo in the name|different name|i misspelled my name|no, the name is wrong|update my surname|change my first name|wait, wrong name|the spelling of my name is wrong|"
        "my surname is incorrect|i meant my name"
    ),
    Command.CHANGE_CONTACT: (
        "change the email|no, change the email|change my email|wrong email|the email is wrong|wrong number|other number|another number|different number|a different email|change my number|change phone|"
        "that's not my number|that is not my email|my phone number is wrong|use a different email|use another number|typo in my email|i made a mistake in the email|email|phone number|fix the email address|"
        "edit contact details|update my phone|wait, wrong number|new email|i gave the wrong number|i gave you the wrong email|change my e-mail|chnge my email|wrong emial|my mobile is wrong|no i meant the email"
    ),
    Command.CHANGE_ZONE: (
        "change the time zone|wrong time zone|the timezone is wrong|different time zone|time zone|change timezone|change city|wrong city|i'm in another time zone|wrong country|that's not my time zone|"
        "change my location|no, wrong time zone|can i change the time zone?|another city|tz"
    ),
    Command.CHANGE_CONSENT: (
        "change my consent|withdraw my consent|withdraw consent|don't share my questions|do not pass on my questions|dont send my questions|i don't want you to share my questions|consent|"
        "i no longer consent|share my questions after all|change the consent|please don't share my chat with the doctor|stop sharing my questions|change permission"
    ),
    Command.MORE_TIMES: (
        "other times|other times please|more times|more|more please|show me more|show more times|later|later please|a bit later|earlier|earlier please|sooner|anything later?|anything earlier|"
        "something earlier|do you have anything later?|have you got anything sooner|is there anything earlier|none of these|none of these work|none of those suit me|none of them|neither|next day|"
        "the next day|next week|next|what other times do you have?|other slots|any other slots?|different times|other options|too early|too late|that's too early for me|it's too late|"
        "these don't work|those times don't work for me|i can't do any of these|i cannot make those|can i see more times|show me other days|other dates|later in the day|can i have a later time|"
        "i need an earlier slot|anything else?|what else do you have|previous day|following week|no, other times|none work"
    ),
    Command.HELP: "help|help me|help please|i need help|can you help me|what can i say?|what should i type|i'm stuck|i don't understand|i dont get it|what do you mean?|what now?|menu|what do you need from me?|hlp",
}
PHRASINGS = [(command, text) for command, line in SAID.items() for text in line.split("|")]

# None of these is a command: education, cases, complaints, and commands about something else or denied.
EDUCATION = """\
how long does it take|how long do results last|how much does it cost|is it painful|does it hurt|what are the side effects|is it safe|who can have it|am I a candidate|what is a stem cell|where do the cells come from|
how does it work|how many sessions do I need|when will I see results|can I stop minoxidil|should I stop finasteride before|what happens if I stop|what if I need to stop the treatment|when should I stop smoking|
does it stop hair loss|can it stop shedding|will it stop working|can I cancel later?|what if I have to cancel|is there a fee if I cancel|how late can I cancel|can I change the date later on if I fall ill|
do I need to stop my tablets|is it for cancer patients|I have cancer|cancer|can cancer come back|does hair grow back|will my hair fall out again|will the hair come back|how do I get my hair back|
is my scalp going to be red the next day|what should I do the next day|what can I do the next week|more about prp|tell me more|tell me more about stem cells|more information please|any other treatments|
other treatments|other options for women|are there other options|what are my options|what other treatments are there|what else can I try|is there anything else that works|something cheaper|is there something better|
is later better than earlier|is it better to start early|should I start earlier|at what age should I start|can I start again after a break|does it start again|how do I restart treatment|what is the right time to start|
what time of year is best|how much time do I need off work|how many days off|which day is best to wash|what is the date of the study|when was it approved|who approved it|what is the name of the procedure|
what is the name of the doctor|what's in the name stem cell|does the name matter|is minoxidil another name for it|what number of grafts|what number of cells|how many cells|is a higher number better|
can I email the clinic|what is your email|what is your phone number|what's the address|where are you|which city are you in|do you have a clinic in another country|is it legal in my country|
yes but is it safe|yes and how long does it last|ok and what does it cost|no but does it hurt|sure but why|is that right|is it correct that hair grows back|is that correct|are you sure|is it ok to drink|
is it okay to exercise|is it fine to dye my hair|good for women too?|great but who does it|is it good|can you confirm it is safe|do you agree with that study|do doctors agree|is it true|right side of my head is thinner|
I don't understand what a follicle is|help my hair is falling out|can it help me|does it help with alopecia areata|what helps after the treatment|help with dandruff|can stem cells help|how can I help it heal|
will it leave a scar|can I skip a session|what if I skip a dose|is it bad to skip minoxidil|can I pass it to my children|is it passed on|what if I do not want injections|I don't want to lose my hair|
I don't want surgery|I do not want a transplant|I don't like needles|I never had surgery|never had any problems|no results after six months|no hair on top|no side effects so far|not a good candidate?|
not working for me|nothing works|none of these treatments worked|none of my family is bald|neither of my parents is bald|do I have to stop sport|stop taking aspirin before|stop bleeding|how to stop itching|
the back of my head|back pain|does the donor area at the back grow again|pain in my back|can I lie on my back|previous transplant|I had a previous treatment|is a previous transplant a problem|last question, does it hurt|
one more question|I have another question|another question|different question|what is different about it|what is the difference|is it different for women|are the results different|change of hair colour|
does the hair change|will my hair texture change|can diet change it|does it change my DNA|did anything change since 2020|new treatments|new study|is there a new treatment|what's new|who shares my data|
do you share my data|what do you do with my questions|is my chat private|who reads my messages|do I have to give consent|what is informed consent|what does consent mean|are my questions stored|
what does the consultation cost|what happens at the consultation|what is a consultation|is the appointment free|do I need an appointment|who do I see at the appointment|how long is the appointment|
don't cancel|do not cancel|please don't cancel it|don't stop|i don't want to cancel|no i don't want to cancel|I did not say cancel|don't change anything|don't change the time|do not restart|
what do people say about it|when I wake up|what now that my hair is gone|thanks|thank you|hello|hi|sorry|bye|good morning|Ann Lee|tomorrow|tuesday at 2|ann@example.com|07911 123456|london|2|the first one""".replace(
    "\n", ""
)
QUESTIONS = EDUCATION.split("|")


def test_there_are_enough_samples() -> None:
    assert len(PHRASINGS) >= 300
    assert len(set(QUESTIONS)) >= 150


@pytest.mark.parametrize("command", list(Command))
def test_a_command_is_understood_in_many_voices(command: Command) -> None:
    missed = {
        text: read_command(text) for said, text in PHRASINGS if said is command and read_command(text) is not command
    }
    assert missed == {}


def test_an_ordinary_question_is_no_command() -> None:
    assert {text: found for text in QUESTIONS if (found := read_command(text)) is not None} == {}


def test_almost_nothing_that_patients_ask_is_taken_for_a_command(content: Content) -> None:
    asked = {text for answer in content.answers for text in (answer.question, *answer.phrasings)}
    taken = {text: found for text in asked if (found := read_command(text)) is not None}
    assert len(asked) > 3000
    assert len(taken) <= 5, taken
    assert Command.CANCEL not in taken.values()


@pytest.mark.parametrize(("command", "text"), [(c, t) for c, t in PHRASINGS if len(t) > 3 and t.isascii()][::4])
def test_case_stops_and_spaces_do_not_matter(command: Command, text: str) -> None:
    for variant in (text.upper(), f"  {text} ", text.rstrip("?.!") + "!!", text.replace(" ", "  ")):
        assert read_command(variant) is command, variant


def test_a_denied_or_later_cancel_cancels_nothing() -> None:
    for text in (
        "don't cancel",
        "can I cancel later?",
        "please do not cancel my booking",
        "never cancel",
        "how do i cancel",
    ):
        assert read_command(text) is None, text


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    assert read_command(text) is None or len(text) <= 4 * LONGEST


@given(st.lists(st.sampled_from([word for _, text in PHRASINGS for word in text.split()]), max_size=40))
def test_words_of_commands_in_any_order_are_read_at_once(words: list[str]) -> None:
    start = time.perf_counter()
    read_command(" ".join(words))
    assert time.perf_counter() - start < 1.0


def test_a_huge_text_is_read_at_once_and_is_no_command() -> None:
    start = time.perf_counter()
    assert read_command("yes " * 200_000) is None
    assert read_command("yes " * 16) is None
    assert read_command("yes i do " * 12 + "q") is None
    assert time.perf_counter() - start < 1.0
