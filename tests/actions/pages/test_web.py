"""What a browser sends is read as it was meant, and what another site sends is told apart."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.pages.web import FORM_TYPE, MAX_FIELDS, Asked, BadFormError, is_cross_site, read_form

PUBLIC = "https://clinic.example/chat"
text = st.text(st.characters(blacklist_categories=("Cs",)), max_size=20)


def posted(body: bytes, content_type: str = FORM_TYPE) -> Asked:
    return Asked("POST", "manage/show", {"content-type": content_type}, body)


@given(st.dictionaries(text, text, min_size=1, max_size=MAX_FIELDS))
def test_a_form_is_read_as_it_was_filled_in(fields: dict[str, str]) -> None:
    assert read_form(posted(urlencode(fields).encode())) == fields


@given(st.binary(max_size=6000), st.text(max_size=60))
def test_anything_else_is_read_or_refused_without_another_error(body: bytes, content_type: str) -> None:
    for kind in (content_type, FORM_TYPE):
        with suppress(BadFormError):
            assert all(isinstance(value, str) for value in read_form(posted(body, kind)).values())


def test_a_field_given_twice_could_mean_two_things() -> None:
    with pytest.raises(BadFormError, match="garbled"):
        read_form(posted(b"token=a&token=b"))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "same-origin", "origin": "null"},
        {"sec-fetch-site": "none"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:5005", "host": "127.0.0.1:5005"},
        {"origin": "https://clinic.example", "host": "10.0.0.5:5005"},  # a proxy that names another host
    ],
)
def test_our_own_pages_may_send_forms(headers: dict[str, str]) -> None:
    assert not is_cross_site(headers, PUBLIC)


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": "https://clinic.example"},
        {"sec-fetch-site": ""},
        {"origin": "https://evil.example", "host": "clinic.example"},
        {"origin": "https://clinic.example.evil.example"},
        {"origin": "https://clinic.example:8443"},
        {"origin": "http://["},
        {"origin": ""},
        {"origin": "x"},
    ],
)
def test_other_sites_may_not(headers: dict[str, str]) -> None:
    assert is_cross_site({"host": "clinic.example", **headers}, PUBLIC)
