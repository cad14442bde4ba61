"""The widget's files: open to every website, small on the way, asked for again only when they changed."""

from __future__ import annotations

import gzip

import pytest

from bot.channels.web.files import is_open, widget
from bot.channels.web.http import RefusedError


@pytest.mark.parametrize("name", ["widget.js", "app.js", "dom.js"])
def test_every_website_may_load_it(name: str) -> None:
    reply = widget(name, {})
    assert reply.status == 200
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert reply.type.startswith("text/javascript")
    assert is_open(reply)


def test_it_is_packed_for_who_can_unpack() -> None:
    packed = widget("widget.js", {"accept-encoding": "gzip, deflate, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == widget("widget.js", {}).body
    assert "Content-Encoding" not in widget("widget.js", {"accept-encoding": "br"}).headers


def test_what_is_known_is_not_sent_again() -> None:
    tag = widget("widget.js", {}).headers["ETag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}'):
        assert (
            widget("widget.js", {"if-none-match": known}).status,
            widget("widget.js", {"if-none-match": known}).body,
        ) == (304, b"")
    assert widget("widget.js", {"if-none-match": '"other"'}).status == 200


@pytest.mark.parametrize("name", ["nothing.js", ""])
def test_there_is_nothing_else(name: str) -> None:
    with pytest.raises(RefusedError):
        widget(name, {})
