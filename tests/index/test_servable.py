"""Which answers a patient may be shown today."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.index import samples

TODAY = dt.date(2026, 6, 1)
YESTERDAY, TOMORROW = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("status", "expires_on", "served", "served_approved_only"),
    [
        ("draft", None, True, False),
        ("approved", TOMORROW, True, True),
        ("approved", TODAY, True, True),  # the last day counts
        ("approved", YESTERDAY, True, False),
        ("approved", None, True, True),
        ("withdrawn", None, False, False),
        ("withdrawn", TOMORROW, False, False),
    ],
)
def test_withdrawn_is_never_served_and_approval_counts_when_it_is_asked_for(
    status: str, expires_on: dt.date | None, served: bool, served_approved_only: bool
) -> None:
    review = samples.review(status=status, expires_on=expires_on)
    assert review.serves(TODAY, approved_only=False) is served
    assert review.serves(TODAY, approved_only=True) is served_approved_only


def test_servable_content_is_the_same_without_the_answers_that_may_not_be_shown() -> None:
    kept, gone = samples.answer("kept"), samples.answer("gone", review=samples.review(status="withdrawn"))
    whole = samples.content(kept, gone, subjects=(samples.subject(),))
    served = whole.servable(TODAY, approved_only=False)
    assert served.answers == (kept,)
    assert (served.sources, served.topics, served.subjects) == (whole.sources, whole.topics, whole.subjects)
    with pytest.raises(KeyError):
        served.answer("gone")


def test_a_benefit_is_not_served_when_all_its_counterpoints_are_gone_nor_what_leans_on_it() -> None:
    gone = samples.answer("gone", review=samples.review(status="withdrawn"))
    whole = samples.content(
        samples.answer("further", claim="benefit", counterpoints=("alone",)),
        samples.answer("alone", claim="benefit", counterpoints=("gone",)),
        samples.answer("covered", claim="benefit", counterpoints=("gone", "limit")),
        samples.answer("limit", claim="risk", counterpoints=("gone",)),  # a risk may stand alone
        gone,
    )
    served = whole.servable(TODAY, approved_only=False).answers
    assert [answer.id for answer in served] == ["covered", "limit"]


def test_the_texts_of_an_answer_are_what_a_patient_may_see_main_message_first() -> None:
    assert samples.answer(short="One.", more="Two.").texts() == ("One.", "Two.")
    assert samples.answer(short="One.", more=None).texts() == ("One.",)
