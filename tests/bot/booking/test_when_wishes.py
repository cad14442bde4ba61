"""While no booking runs, only a wish to come counts as a time; what is about hair does not."""

from __future__ import annotations

import pytest

from bot.booking.when import read_when
from index.content import Content
from tests.bot.booking.when_samples import NOW

WISHES = (
    "can i talk to someone on tuesday afternoon?|i'd like to book an appointment for next friday at 2|do you have anything available tomorrow?|tomorrow morning|tuesday please|"
    "could i see a doctor next week|what times do you have on monday|book me in for the 3rd|is there a slot on thursday after 4|how about friday?|can I speak to somebody asap|can i book a consultation about my hair for tuesday"
)
NO_WISHES = (
    "how long does it take|next steps|one treatment in march of results|results after 3 months|when will i see results in 6 months|does it hurt the next day|can i wash my hair the next morning|"
    "will my hair grow in two weeks|i had surgery last tuesday|i started minoxidil in march|shedding for 2-4 weeks|is 3 to 6 months normal|can i exercise tomorrow|how many sessions in a year|"
    "my scalp has been red since monday|may i drink alcohol|is sun exposure bad|what happens in the first week|one in three patients|stage 3 hair loss|5% minoxidil twice a day|norwood 4 at 30|"
    "treatment is on friday, can i smoke before|after 5 years does it last|what is done on the day|i saw a doctor on monday and he said no|how many weeks until the hair falls out|two weeks after prp|when i see a doctor on friday will it hurt|does the consultation on monday cover side effects"
)


@pytest.mark.parametrize("text", WISHES.split("|"))
def test_a_wish_is_read_while_no_booking_runs(text: str) -> None:
    assert read_when(text, NOW, strict=True) is not None


@pytest.mark.parametrize("text", NO_WISHES.split("|"))
def test_education_is_not_read_as_a_wish(text: str) -> None:
    assert read_when(text, NOW, strict=True) is None


def test_hardly_anything_that_patients_ask_is_read_as_a_wish(content: Content) -> None:
    asked = {text for answer in content.answers for text in (answer.question, *answer.phrasings)}
    taken = [text for text in asked if read_when(text, NOW, strict=True) is not None]
    assert len(taken) <= 0.001 * len(asked), taken
