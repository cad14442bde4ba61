"""Signs that need help now raise a flag however they are put; denials, figures of speech and general questions do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.redflags import CRISIS, EMERGENCY, red_flags
from index.search import Searcher

SIGNS = [
    (EMERGENCY, "breathing", "since the injection i cannot breathe"),
    (EMERGENCY, "breathing", "he is gasping"),
    (EMERGENCY, "throat", "my throat feels tight"),
    (EMERGENCY, "face swelling", "my lips are swelling"),
    (EMERGENCY, "chest", "chest pain"),
    (EMERGENCY, "stroke", "her speech is slurred"),
    (EMERGENCY, "collapse", "she passed out in the bathroom"),
    (EMERGENCY, "seizure", "he is having a seizure"),
    (EMERGENCY, "bleeding", "the bleeding will not stop"),
    (EMERGENCY, "infection", "i have a fever and the redness is spreading"),
    (EMERGENCY, "sight", "i went blind in one eye"),
    (EMERGENCY, "overdose", "i took 20 finasteride tablets"),
    (EMERGENCY, "swallowed", "my toddler drank the minoxidil"),
    (EMERGENCY, "injected", "i injected it myself"),
    (CRISIS, "self-harm", "i want to hurt myself"),
    (CRISIS, "suicide", "i feel suicidal"),
    (CRISIS, "wish to die", "i do not want to be here any more"),
    (CRISIS, "farewell", "i am saying my final goodbyes"),
]


@pytest.mark.parametrize(("kind", "sign", "text"), SIGNS)
def test_every_sign_raises_its_flag(kind: str, sign: str, text: str) -> None:
    assert (kind, sign) in [(flag.kind, flag.sign) for flag in red_flags(text)]


@pytest.mark.parametrize(
    "frame",
    [
        "it is probably nothing but {}",
        "no fever but {}",
        "hi, thanks for yesterday, all was lovely. {}. how much was it again?",
    ],
)
@pytest.mark.parametrize(("kind", "sign", "text"), SIGNS)
def test_minimising_denying_another_sign_or_a_long_message_does_not_hide_it(
    frame: str, kind: str, sign: str, text: str
) -> None:
    assert (kind, sign) in [(flag.kind, flag.sign) for flag in red_flags(frame.format(text))]


@pytest.mark.parametrize(
    "text",
    [
        "no chest pain",
        "without any chest pain",
        "i am not suicidal",
        "never had a seizure",
        "no fever, no pus, only curious",
        "i'm dying to know the price",
        "i nearly fainted when i saw the price",
        "the bill gave me a heart attack",
        "bleeding edge science",
        "a double blind study",
        "stroke of luck that i found you",
        "i'd kill for hair like that",
        "can it cause anaphylaxis?",
        "is chest pain a side effect?",
        "do people faint during it?",
        "my blood test",
        "",
    ],
)
def test_denials_figures_of_speech_and_general_questions_raise_none(text: str) -> None:
    assert red_flags(text) == ()


@pytest.mark.parametrize(
    ("typed", "sign"),
    [
        ("I cant breath", "breathing"),
        ("my lips are sweling", "face swelling"),
        ("she collapssed", "collapse"),
        ("the bleding wont stop", "bleeding"),
        ("MY THROAT IS CLOSSING!!!", "throat"),
        ("chest painn", "chest"),
    ],
)
def test_slips_and_chat_spelling_are_put_right_first(searcher: Searcher, typed: str, sign: str) -> None:
    assert sign in [flag.sign for flag in red_flags(searcher.prepare(typed))]


@pytest.mark.parametrize(
    "text",
    [
        "i had a heart attack in 2009 and feel great",
        "years ago i passed out at a concert. how much is it",
        "spent ten days in hospital with sepsis in 2015, fit as a fiddle since",
        "he collapsed with laughter when my wig slid",
        "i faint at needles",
        "the mirror in the fitting room was cruel",
        "is chest pain reported as a side effect in any study",
        "wearing a wig would be social suicide",
    ],
)
def test_what_is_long_over_or_a_figure_of_speech_is_no_red_flag(text: str) -> None:
    assert red_flags(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "i had a heart attack in 2009 and now my chest is tight again",
        "years ago i passed out at a concert, and again this morning",
        "i fainted today after the needles",
        "she is fitting on the floor",
        "the guy is fitting",
        "he wants to kill his self",
        "i had a stroke in 2015 and today my face is drooping",
        "i passed out when i was in the shower",
        "my throat closed up when i was at work",
        "chest pain since 11 pm",
        "lips swollen within minutes, face swelled up in 10 seconds",
        "it was only supposed to be an injection and my face is swelling",
        "stroke survivor here, face is drooping",
        "i have wanted to kill myself since last year",
        "back in 2019 i wanted to die",
        "throat swelling, cannot breathe, is that a side effect",
        "he collapsed when he saw the doctor",
        "the fitting will not stop",
        "face went numb last summer and it never came back, chest pain too",
    ],
)
def test_what_happens_now_is_one_whatever_happened_before(text: str) -> None:
    assert red_flags(text)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("i can't catch my breath", "breathing"),
        ("he collapsed at the clinic. what number should i ring", "collapse"),
        ("she passed out from the injection, which number do we call", "collapse"),
        ("he started to choke on a tablet", "breathing"),
        ("i can't stop the bleeding", "bleeding"),
    ],
)
def test_plain_emergencies_are_no_figures_of_speech(text: str, sign: str) -> None:
    assert sign in [flag.sign for flag in red_flags(text)]


@pytest.mark.parametrize(
    ("text", "sign"), [("no fever, but chest pain", "chest"), ("no pus, but bleeding heavily", "bleeding")]
)
def test_a_denial_ends_where_the_contrary_begins(text: str, sign: str) -> None:
    assert sign in [flag.sign for flag in red_flags(text)]


@given(st.text(max_size=300))
def test_any_text_can_be_screened(text: str) -> None:
    assert all(flag.kind in (CRISIS, EMERGENCY) and flag.words for flag in red_flags(text))
