"""The action server: answers only who knows the secret, on this machine only, and sends what the outbox holds.

`python -m actions.server` is started by `hairline run`; HAIRLINE_ACTIONS_PORT and HAIRLINE_ACTIONS_SECRET are its own.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from sanic import Sanic, response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from actions.clock import utc_now
from actions.consultations import retention
from actions.consultations import worker as post
from actions.consultations.mail_health import health
from actions.consultations.patience import wait_until
from actions.forms import ConsultationForm
from actions.runtime import Consultations, assemble
from bot import request_heads
from bot.booking.patience import HEADER
from bot.settings import read_settings
from bot.where import where
from index.errors import SettingsError

MAX_CALL = 4_000_000  # bytes; the state of a long conversation
THREADS = 32  # turns that may wait for the database at the same time
logger = logging.getLogger(__name__)


def create_app(parts: Consultations, secret: str) -> Any:
    """Return the server. secret: what callers send as `Authorization: Bearer …`."""
    app = Sanic("hairline_actions", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = MAX_CALL
    app.config.FALLBACK_ERROR_FORMAT = "json"
    request_heads.guard(app)
    threads = ThreadPoolExecutor(THREADS, "booking")
    executor = ActionExecutor()
    executor.register_action(ConsultationForm(parts.desk, parts.templates.buttons(), parts.consent_sha256, threads))

    @app.on_request
    async def only_our_server(request: Request) -> HTTPResponse | None:
        given = (request.headers.get("Authorization") or "").encode("utf-8", "surrogatepass")
        if hmac.compare_digest(given, f"Bearer {secret}".encode()):
            return None
        return response.json({"error": "send the secret as 'Authorization: Bearer …'"}, status=401)

    @app.get("/health")
    async def state(_: Request) -> HTTPResponse:
        return await asyncio.get_running_loop().run_in_executor(threads, _health, parts)

    @app.post("/webhook")
    async def run(request: Request) -> HTTPResponse:
        return await _run(executor, request)

    @app.exception(SanicException)
    async def refused(_: Request, error: SanicException) -> HTTPResponse:
        return response.json({"error": "bad request"}, status=getattr(error, "status_code", 500))

    return app


def _health(parts: Consultations) -> HTTPResponse:
    state = health(parts.store, utc_now())
    told = {"status": "ok" if state else "failing", "overdue": state.overdue, "given_up": state.given_up}
    return response.json(told if state else {**told, "why": state.problem}, status=200 if state else 503)


async def _run(executor: ActionExecutor, request: Request) -> HTTPResponse:
    call = request.json
    if not isinstance(call, dict) or not isinstance(call.get("tracker"), dict):
        return response.json({"error": "expected the call of an action"}, status=400)
    wait_until(request.headers.get(HEADER))
    try:
        return response.json(await executor.run(call))
    except ActionExecutionRejection as error:
        return response.json({"error": error.message, "action_name": error.action_name}, status=400)
    except ActionNotFoundException as error:
        return response.json({"error": error.message, "action_name": error.action_name}, status=404)
    except Exception as error:  # noqa: BLE001 - what was typed must neither be sent back nor logged
        logger.error("action.failed %s at %s", type(error).__name__, where(error))  # noqa: TRY400
        return response.json({"error": "the action failed"}, status=500)


def stop_with(parent: int, poll: float = 1.0) -> None:
    """End this process when the one that started it is gone, however it went."""
    while os.getppid() == parent:
        time.sleep(poll)
    os._exit(0)


def main() -> None:
    """Serve until stopped."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    secret = os.environ.get("HAIRLINE_ACTIONS_SECRET", "")
    if len(secret) < 16:
        raise SettingsError("HAIRLINE_ACTIONS_SECRET needs at least 16 characters; `hairline run` sets it")
    parts = assemble(read_settings())
    app = create_app(parts, secret)
    stopping = threading.Event()
    threading.Thread(target=post.run, args=(parts.worker(), stopping, utc_now), daemon=True, name="post").start()
    what = (parts.store, parts.settings.var / "mail", parts.settings.booking_days)
    threading.Thread(target=retention.run, args=(*what, stopping, utc_now), daemon=True, name="retention").start()
    if os.environ.get("HAIRLINE_ACTIONS_PARENT"):
        threading.Thread(target=stop_with, args=(os.getppid(),), daemon=True, name="parent").start()
    host, port = os.environ.get("HAIRLINE_ACTIONS_HOST") or "127.0.0.1", int(os.environ["HAIRLINE_ACTIONS_PORT"])
    try:
        app.run(host=host, port=port, workers=1, access_log=False)
    finally:
        stopping.set()


if __name__ == "__main__":
    main()
