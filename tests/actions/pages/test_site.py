"""Which request leads where; what is said when the store or our own code fails."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.consultations.model import StoreUnavailableError
from actions.pages.site import FORMS, Site
from actions.pages.web import FORM_TYPE, Asked
from actions.runtime import Consultations
from bot.clinic import load_clinic
from bot.settings import ROOT
from index.errors import ContentError

CLINIC = load_clinic(ROOT / "data" / "content" / "clinic.yml")
PASSWORD = "0123456789abcdef"
FORM = {"content-type": FORM_TYPE}


def site(error: Exception | None = None, password: str | None = PASSWORD) -> Site:
    """The pages, where asking for the store raises the error."""

    def parts() -> Consultations:
        raise error or AssertionError("the store was asked")

    return Site(CLINIC, "https://clinic.example", password, parts, clock=lambda: 0.0)


@pytest.mark.parametrize("path", ["manage", *FORMS, "manage/style.css", "manage/manage.js", "x", "", "calendar.ics"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "X"])
def test_without_a_form_the_store_is_never_asked(path: str, method: str) -> None:
    assert site().at_once(Asked(method, path)) is not None


@pytest.mark.parametrize("path", FORMS)
def test_a_form_needs_the_store(path: str) -> None:
    assert site().at_once(Asked("POST", path)) is None


def test_without_a_password_there_is_no_calendar() -> None:
    for authorization in ("", "Basic c3RhZmY6", "Basic c3RhZmY6Tm9uZQ=="):
        asked = Asked("GET", "calendar.ics", {"authorization": authorization})
        reply = site(password=None).at_once(asked)
        assert reply is not None
        assert reply.status == 404


@pytest.mark.parametrize("error", [StoreUnavailableError("locked"), ContentError("letters.yml: mend it")])
def test_when_the_store_is_down_the_same_form_can_be_sent_again(error: Exception) -> None:
    body = b"token=a.b.c&key=0123&slot=team+2026"
    reply = site(error).answer(Asked("POST", "manage/move", FORM, body))
    assert reply.status == 503
    assert reply.headers["Retry-After"]
    for kept in (b'value="a.b.c"', b'value="0123"', b'value="team 2026"', b"+1 555 0100"):
        assert kept in reply.body


def test_a_mistake_of_ours_is_a_page_and_neither_it_nor_the_log_repeats_anything(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        reply = site(RuntimeError("of SECRET")).answer(Asked("POST", "manage/show", FORM, b"token=SECRET"))
    assert reply.status == 500
    assert b"+1 555 0100" in reply.body
    assert b"SECRET" not in reply.body
    assert "SECRET" not in caplog.text
    assert "RuntimeError at" in caplog.text


@given(
    st.sampled_from(["GET", "POST", "X"]),
    st.sampled_from(["manage/move", "calendar.ics", "manage/style.css/.."]) | st.text(max_size=30),
    st.dictionaries(st.sampled_from(["authorization", "origin", "host", "content-type"]), st.text(max_size=30)),
    st.binary(max_size=100),
)
def test_any_request_gets_a_reply(method: str, path: str, headers: dict[str, str], body: bytes) -> None:
    asked = Asked(method, path, headers, body)
    reply = site(StoreUnavailableError("down")).at_once(asked) or site(StoreUnavailableError("down")).answer(asked)
    assert 200 <= reply.status <= 503
    assert reply.status != 500
