"""A channel with a wrong setting, or whose provider is away, keeps nobody else from being answered."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import pytest

from bot.settings import Settings
from tests.services.client import serving
from tests.services.messengers.standin import Response
from tests.services.messengers.talking import Patient, deliver, wait_for
from tests.services.messengers.whatsapp import WhatsAppStandIn
from tests.services.own_var import free_port, own_var

pytestmark = [pytest.mark.server, pytest.mark.slow]


def test_wrong_settings_and_an_unreachable_provider_stop_neither_the_start_nor_the_others(
    settings: Settings, tmp_path: Path
) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    broken = {
        "HAIRLINE_TELEGRAM_TOKEN": "123456:" + "a" * 35,
        "HAIRLINE_TELEGRAM_API": nowhere,
        "HAIRLINE_TEAMS_PASSWORD": "only-this-secret",
    }
    with WhatsAppStandIn() as stand_in:
        env = {**stand_in.environment(), **broken, "HAIRLINE_PUBLIC_URL": "https://clinic.example"}
        with serving(own_var(settings, tmp_path), **env) as server:
            assert Patient(server.url, stand_in, 1).say("Hello")
            assert httpx.post(f"{server.url}/messengers/teams", content=b"{}").status_code == 404
            assert httpx.post(f"{server.url}/messengers/nothing", content=b"{}").status_code == 404
            log = (tmp_path / "test-server.log").read_text(encoding="utf-8")
            assert "messages.channel_off teams" in log
            assert "only-this-secret" not in log


def test_what_a_provider_refuses_for_good_is_given_up_visibly_and_the_next_message_goes_out(
    settings: Settings, tmp_path: Path
) -> None:
    with WhatsAppStandIn() as stand_in:
        env = {**stand_in.environment(), "HAIRLINE_PUBLIC_URL": "https://clinic.example"}
        with serving(own_var(settings, tmp_path), **env) as server:
            patient = Patient(server.url, stand_in, 1)
            stand_in.failing = lambda _: Response(400, {"error": {"code": 131026, "message": "undeliverable"}})
            patient.send("Hello")
            assert wait_for(lambda: "gave_up whatsapp: code 131026" in _log(tmp_path))
            stand_in.failing = lambda _: None
            assert patient.say("Thanks")
            assert patient.address not in _log(tmp_path)


def test_requests_that_are_not_the_providers_are_refused_counted_and_answered_nobody(
    settings: Settings, tmp_path: Path
) -> None:
    with WhatsAppStandIn() as stand_in:
        env = {**stand_in.environment(), "HAIRLINE_PUBLIC_URL": "https://clinic.example"}
        with serving(own_var(settings, tmp_path), **env) as server:
            real = stand_in.message(stand_in.person(1), "Hello", id="wamid.1", at=time.time())
            unsigned = httpx.post(server.url + real.path, content=real.body)
            altered = httpx.post(server.url + real.path, content=real.body + b" ", headers=dict(real.headers))
            assert (unsigned.status_code, altered.status_code) == (403, 403)
            assert httpx.put(server.url + real.path, content=real.body).status_code == 405
            assert deliver(server.url, real).status_code == 200
            assert wait_for(lambda: len(stand_in.shown) > 0)


def _log(folder: Path) -> str:
    return (folder / "test-server.log").read_text(encoding="utf-8")
