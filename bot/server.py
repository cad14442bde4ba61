"""Starting the server: our channels, our settings, and errors that say what to do."""

from __future__ import annotations

import errno
import logging
import secrets
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from sanic import response
from sanic.exceptions import PayloadTooLarge

from bot import request_heads, runtime
from bot.building import index_is_current, model_is_current, model_path
from bot.channels.guard import anonymous
from bot.channels.web.http import PREFIX
from bot.outcome import Clarify
from bot.settings import Settings
from bot.supervising import ActionServer
from index.errors import ServerStartError, StaleIndexError

RESPONSE_TIMEOUT = 20  # seconds for one turn
MAX_REQUEST = 3_000_000  # bytes; the channel itself reads less


def require_startable(settings: Settings) -> None:
    """Raise StaleIndexError or ServerStartError when a server would start wrongly, or not at all."""
    if not index_is_current(settings):
        raise StaleIndexError("the index does not fit the content or the model; run `hairline build`")
    if not model_is_current(settings):
        raise StaleIndexError("the route model is missing or older than its phrasings; run `hairline build`")
    require_free_port(settings)


def require_free_port(settings: Settings) -> None:
    """Raise ServerStartError when this process could not listen where the settings say."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise ServerStartError(_why(error, settings)) from error


def _why(error: OSError, settings: Settings) -> str:
    where = f"{settings.host}:{settings.port}"
    if error.errno == errno.EADDRINUSE:
        return f"port {settings.port} is taken by another program; stop it, or set HAIRLINE_PORT to a free one"
    if error.errno == errno.EACCES:
        return f"this user may not listen on {where}; set HAIRLINE_PORT to a number above 1023"
    return f"cannot listen on {where} ({error.strerror}); check HAIRLINE_HOST and HAIRLINE_PORT"


def serve(settings: Settings, ready: Callable[[], None] = lambda: None) -> None:
    """Serve until stopped. Raises HairlineError when it cannot start; `ready` is called when it answers."""
    require_startable(settings)
    runtime.quiet_rasa()
    import rasa.core.run
    from rasa.core.utils import AvailableEndpoints

    from bot.action_endpoint import ActionEndpoint  # it is a class of Rasa's
    from bot.site import serving as site

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    runtime.parts()
    runtime.prepare_to_serve()
    endpoints = AvailableEndpoints.read_endpoints(str(settings.root / "endpoints.yml"))
    actions = ActionServer(settings)
    actions.start()  # while the model is loaded here
    endpoints.action = ActionEndpoint(actions.url, actions.secret)
    channels = rasa.core.run.create_http_input_channels(None, str(settings.root / "credentials.yml"))
    app: Any = rasa.core.run.configure_app(
        channels,
        enable_api=settings.enable_api,
        auth_token=settings.token,
        response_timeout=RESPONSE_TIMEOUT,
        port=settings.port,
        endpoints=endpoints,
    )
    app.config.REQUEST_MAX_SIZE = MAX_REQUEST
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.exception(PayloadTooLarge)(too_large)
    request_heads.guard(app)
    without_rasas_cors(app)
    if settings.site:
        site.mount(app)
    load = partial(rasa.core.run.load_agent_on_start, str(model_path(settings)), endpoints, None)
    app.register_listener(load, "before_server_start")
    app.register_listener(lambda *_: actions.wait(), "before_server_start")
    app.register_listener(lambda *_: ready(), "after_server_start")
    app.register_listener(rasa.core.run.close_resources, "after_server_stop")
    _write_staff_token(settings)
    try:
        app.run(host=settings.host, port=settings.port, workers=1, access_log=False)
    finally:
        actions.stop()
        with suppress(OSError):
            settings.staff_token_file.unlink()


def without_rasas_cors(app: Any) -> None:
    """Let the channels say which websites may read what; Rasa's own way answers every preflight before they can."""
    app.ctx.sanic_cors.resources = []


def too_large(request: Any, error: Exception) -> Any:
    """Return a reply in the shape of the contract for a request that is not even read."""
    if request.path.startswith(f"{PREFIX}/"):
        from bot.channels.web.channel import refusal  # it is a channel of Rasa's

        return refusal("too_large", "the request is too large")
    reply = runtime.parts().writer.write(Clarify("too_long"))
    messages = [{"recipient_id": anonymous(), "text": reply.text, "custom": reply.custom}]
    return response.json(messages, status=413, headers={"X-Hairline-Problem": f"send at most {MAX_REQUEST} bytes"})


def _write_staff_token(settings: Settings) -> None:
    """Leave a fresh token that only this machine's user can read."""
    path = settings.staff_token_file
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), encoding="utf-8")
    except OSError as error:
        raise ServerStartError(f"cannot write {path} ({error.strerror}); free space or set HAIRLINE_VAR") from error
