"""A link opens one appointment, for one purpose, for a while, until it changes; nobody can make one up."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeTimedSerializer
from pydantic import ValidationError

from actions.consultations.links import (
    LIFETIME,
    BadLinkError,
    ExpiredLinkError,
    Link,
    LinkError,
    StaleLinkError,
    read,
    require_current,
    sign,
)
from bot.consultation_hours import BookableCalendar

SECRET, OTHER = "s" * 40, "t" * 40
NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.timezone.utc)
WEEK = dt.timedelta(days=7)


@given(id=st.text(max_size=40), sequence=st.integers(0, 10**6))
def test_what_is_signed_is_read(id: str, sequence: int) -> None:
    token = sign(SECRET, "manage", id, sequence, NOW)
    if len(token) <= 512:
        assert read(SECRET, "manage", token, WEEK, NOW + WEEK) == Link("manage", id, sequence, NOW)


def test_a_link_needs_no_quoting_and_names_nobody() -> None:
    token = sign(SECRET, "manage", "a1f0c2", 3, NOW)
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


def test_a_link_expires() -> None:
    token = sign(SECRET, "manage", "a1f0c2", 0, NOW)
    with pytest.raises(ExpiredLinkError):
        read(SECRET, "manage", token, WEEK, NOW + WEEK + dt.timedelta(seconds=1))


def test_a_link_lives_until_after_the_latest_appointment_that_can_be_booked() -> None:
    calendar = {"id": "a", "name": "Team", "length_minutes": 30, "notice_hours": 1, "weekly": {}}
    longest = LIFETIME // dt.timedelta(days=1) - 2  # a letter may wait for two days before it is sent
    with pytest.raises(ValidationError, match="horizon_days"):
        BookableCalendar(**calendar, horizon_days=longest)


def test_a_link_of_an_older_sequence_is_stale() -> None:
    link = read(SECRET, "manage", sign(SECRET, "manage", "a1f0c2", 1, NOW), WEEK, NOW)
    assert require_current(link, 1) is link
    for now_at in (0, 2):
        with pytest.raises(StaleLinkError):
            require_current(link, now_at)


def test_another_installations_link_is_refused() -> None:
    with pytest.raises(BadLinkError):
        read(SECRET, "manage", sign(OTHER, "manage", "a1f0c2", 0, NOW), WEEK, NOW)


def test_a_link_for_another_purpose_is_refused() -> None:
    feed_link = sign(SECRET, "feed", "a1f0c2", 0, NOW)  # type: ignore[arg-type]
    with pytest.raises(BadLinkError):
        read(SECRET, "manage", feed_link, WEEK, NOW)


@given(at=st.integers(0, 200), letter=st.sampled_from("AZaz09-_.\x00é "))
def test_a_changed_link_is_refused_or_says_the_same(at: int, letter: str) -> None:
    """The last letter of a signature holds bits that do not count."""
    token = sign(SECRET, "manage", "a1f0c2", 0, NOW)
    changed = token[: at % len(token)] + letter + token[at % len(token) + 1 :]
    try:
        assert read(SECRET, "manage", changed, WEEK, NOW) == Link("manage", "a1f0c2", 0, NOW)
    except LinkError as error:
        assert token not in str(error)  # noqa: PT017 - refused or the same, both are right
        assert changed not in str(error)  # noqa: PT017


@given(token=st.text(max_size=600))
def test_nonsense_is_refused_kindly(token: str) -> None:
    with pytest.raises(BadLinkError):
        read(SECRET, "manage", token, WEEK, NOW)


@pytest.mark.parametrize(
    "payload", [None, "a1f0c2", ["a1f0c2"], ["a1f0c2", "0"], {"id": "a1f0c2"}, [1, 0], ["a1f0c2", 0, 0]]
)
def test_a_signed_payload_of_another_shape_is_refused(payload: object) -> None:
    import hashlib

    how = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    token = URLSafeTimedSerializer(SECRET, salt="hairline.links.manage", signer_kwargs=how).dumps(payload)
    with pytest.raises(BadLinkError):
        read(SECRET, "manage", str(token), WEEK, dt.datetime.now(dt.timezone.utc))
