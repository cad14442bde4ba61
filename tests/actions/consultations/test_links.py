"""A link opens one appointment, for one purpose, for a while, until it changes; nobody can make one up."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeTimedSerializer

from actions.consultations.links import (
    BadLinkError,
    ExpiredLinkError,
    Link,
    LinkError,
    StaleLinkError,
    load_secret,
    read,
    require_current,
    sign,
)
from index.errors import SettingsError

SECRET, OTHER = "s" * 40, "t" * 40
NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.timezone.utc)
WEEK = dt.timedelta(days=7)


@given(id=st.text(max_size=40), sequence=st.integers(0, 10**6), jti=st.none() | st.text(max_size=20))
def test_what_is_signed_is_read(id: str, sequence: int, jti: str | None) -> None:
    token = sign(SECRET, "manage", id, sequence, NOW, jti)
    if len(token) <= 512:
        assert read(SECRET, "manage", token, WEEK, NOW + WEEK) == Link("manage", id, sequence, NOW, jti)


def test_a_link_needs_no_quoting_and_names_nobody() -> None:
    token = sign(SECRET, "manage", "a1f0c2", 3, NOW)
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


def test_a_link_expires() -> None:
    token = sign(SECRET, "manage", "a1f0c2", 0, NOW)
    with pytest.raises(ExpiredLinkError):
        read(SECRET, "manage", token, WEEK, NOW + WEEK + dt.timedelta(seconds=1))


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


@pytest.mark.parametrize("payload", [None, "a1f0c2", ["a1f0c2"], ["a1f0c2", "0", None], {"id": "a1f0c2"}, [1, 0, None]])
def test_a_signed_payload_of_another_shape_is_refused(payload: object) -> None:
    import hashlib

    how = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    token = URLSafeTimedSerializer(SECRET, salt="hairline.links.manage", signer_kwargs=how).dumps(payload)
    with pytest.raises(BadLinkError):
        read(SECRET, "manage", str(token), WEEK, dt.datetime.now(dt.timezone.utc))


def test_the_secret_is_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "var" / "links.key"
    first = load_secret(path, {})
    assert len(first) == 64
    assert load_secret(path, {}) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["links.key"]


def _load(path: Path) -> str:
    return load_secret(path, {})


def test_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    with multiprocessing.get_context("fork").Pool(4) as pool:
        assert len(set(pool.map(_load, [tmp_path / "links.key"] * 16, chunksize=1))) == 1


def test_the_environment_goes_first(tmp_path: Path) -> None:
    assert load_secret(tmp_path / "links.key", {"HAIRLINE_SECRET": SECRET}) == SECRET
    assert not (tmp_path / "links.key").exists()


def test_a_secret_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="at least 32") as caught:
        load_secret(tmp_path / "links.key", {"HAIRLINE_SECRET": "hunter2"})
    assert "hunter2" not in str(caught.value)
    (tmp_path / "links.key").write_text("")
    with pytest.raises(SettingsError, match="damaged"):
        load_secret(tmp_path / "links.key", {})
    with pytest.raises(SettingsError, match="cannot be read"):
        load_secret(tmp_path, {})
