"""What a status means is the same for all providers."""

from __future__ import annotations

import datetime as dt
import time
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.messengers.model import Again, Done, Never
from bot.channels.messengers.results import MOST_AFTER, by_status, retry_after


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_what_is_taken_is_done(status: int) -> None:
    assert by_status(status, {"retry-after": "5"}) == Done()


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 502, 503, 504, 599])
def test_what_may_be_taken_later_is_tried_again(status: int) -> None:
    assert by_status(status, {}) == Again(f"HTTP {status}")
    assert by_status(status, {"retry-after": "7"}) == Again(f"HTTP {status}", 7.0)


@pytest.mark.parametrize("status", [100, 301, 302, 400, 401, 403, 404, 410, 413, 422])
def test_what_is_refused_is_never_tried_again(status: int) -> None:
    assert by_status(status, {"retry-after": "7"}) == Never(f"HTTP {status}")


@pytest.mark.parametrize(
    ("given_", "after"),
    [("0", 0.0), ("120", 120.0), (" 3 ", 3.0), ("9" * 40, MOST_AFTER), ("", None), ("-1", None), ("soon", None), ("1.5", None), ("²", None)],
)  # fmt: skip
def test_seconds_to_wait_are_read_and_kept_within_reason(given_: str, after: float | None) -> None:
    assert retry_after({"retry-after": given_}) == after


def test_a_time_to_wait_until_is_read_and_kept_within_reason() -> None:
    def after(seconds: float) -> float:
        when = dt.datetime.fromtimestamp(time.time() + seconds, dt.timezone.utc)
        found = retry_after({"retry-after": format_datetime(when, usegmt=True)})
        assert found is not None
        return found

    assert 97.0 < after(100.0) <= 100.0
    assert after(-100.0) == 0.0
    assert after(10 * MOST_AFTER) == MOST_AFTER


@given(st.text() | st.from_regex(r"[A-Z][a-z]{2}, \d+ [A-Z][a-z]{2} \d+ \d+:\d+:\d+ [-+A-Z0-9]+", fullmatch=True))
def test_whatever_a_provider_writes_there_is_seconds_or_nothing(given_: str) -> None:
    found = retry_after({"retry-after": given_})
    assert found is None or 0.0 <= found <= MOST_AFTER
