"""The demonstration site within Rasa's server."""

from __future__ import annotations

from functools import partial
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse, raw

from bot import runtime
from bot.site.pages import FILES, PAGES, Page, answer, unless_known

HOME = "/"
READ = ("GET", "HEAD")


def mount(app: Any) -> None:
    """Serve the site's pages. `/` is Rasa's, which greets developers there, and is answered before Rasa can."""

    async def serve(request: Request, *, path: str) -> HTTPResponse:
        return _sent(_page(path), request.headers.get("if-none-match"))

    async def home(request: Request) -> HTTPResponse | None:
        return await serve(request, path=HOME) if request.path == HOME and request.method in READ else None

    app.register_middleware(home, "request")
    for path in (*PAGES, *FILES):
        if path != HOME:
            app.add_route(partial(serve, path=path), path, READ, name=f"site_{path.strip('/').replace('.', '_')}")


def _page(path: str) -> Page | None:
    parts = runtime.parts()
    return answer(path, parts.clinic, parts.content, parts.templates, parts.settings.public_url)


def _sent(page: Page | None, known: str | None) -> HTTPResponse:
    if page is None:
        return raw(b"", 404)
    page = unless_known(page, known or "")
    return raw(page.body, page.status, dict(page.headers), page.type)
