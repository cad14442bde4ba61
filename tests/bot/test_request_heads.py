"""Requests whose length cannot be told are refused before our HTTP library stumbles over them."""

from __future__ import annotations

import logging

import pytest

from bot.request_heads import is_sound, without_addresses

LINE = b"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: x\r\n"


@pytest.mark.parametrize(
    "headers",
    [
        b"",
        b"Content-Length: 0",
        b"content-length:25",
        b"CONTENT-LENGTH: 999999999999999",
        b"Transfer-Encoding: chunked",
        b"X-Content-Length: -1",
    ],
)
def test_what_browsers_send_is_sound(headers: bytes) -> None:
    assert is_sound(LINE + headers)


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Length: -1",
        b"Content-Length: +1",
        b"Content-Length: 1_0",
        b"Content-Length: abc",
        b"Content-Length:",
        b"Content-Length: 5, 5",
        b"Content-Length: \xd9\xa1",
        b"Content-Length: 9999999999999999",
        b"Content-Length: 5\r\ncontent-length: 5",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: gzip, chunked",
        b"Transfer-Encoding : chunked\r\nContent-Length : 4",
    ],
)
def test_what_could_be_read_in_two_ways_or_never_ends_is_not(headers: bytes) -> None:
    assert not is_sound(LINE + headers)


@pytest.mark.parametrize(
    ("said", "args"),
    [
        ("Exception occurred while handling uri: %r", ("http://clinic.example/consultations?SECRET",)),
        ("<Request: POST /consultations/SECRET> body not consumed.", ()),
    ],
)
def test_addresses_stay_out_of_the_log(said: str, args: tuple[str, ...]) -> None:
    record = logging.LogRecord("sanic.error", logging.ERROR, "", 1, said, args, None)
    assert without_addresses(record)
    assert "SECRET" not in record.getMessage()
    assert record.getMessage()[:9] == said[:9]
