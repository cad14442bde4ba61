"""The way to the action server: with a secret, with little patience, and with something to say when nobody answers.

Rasa asks the form at every turn. Turns that are none of the form's business never leave this process: a question asked
half-way is answered by the usual rules, and the step is told again behind it, whether or not the action server runs.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any

import aiohttp
from rasa.core.actions.action import ActionExecutionRejection
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot import names
from bot.booking.patience import HEADER, ON_THE_WAY, PATIENCE
from bot.booking.said import ACTION, Said
from bot.booking.turns import Turn, read_turn
from bot.booking.unavailable import unavailable

logger = logging.getLogger(__name__)


class ActionEndpoint(EndpointConfig):
    """What Rasa calls to run the actions."""

    def __init__(self, url: str, secret: str, patience: float = PATIENCE) -> None:
        """patience: seconds."""
        super().__init__(url, headers={"Authorization": f"Bearer {secret}"})
        self._patience = patience

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any | None:
        """Return what the action server says; when it says nothing in time, what a patient is told instead.

        Raises ActionExecutionRejection for a message that the rest of the assistant has to answer first.
        """
        tracker: dict[str, Any] = kwargs["json"]["tracker"]
        turn = read_turn(tracker)
        if turn is Turn.OTHERS:
            raise ActionExecutionRejection(kwargs["json"]["next_action"])
        if turn is Turn.ALARM:
            return _result(tracker, None, goes_on=False)
        draft = tracker["slots"].get(names.CONSULTATION) or {}
        said = Said.from_json(draft["said"]) if draft.get("said") else None
        if turn is Turn.ANSWERED:
            return _result(tracker, said, goes_on=said is not None)
        try:
            answer = await super().request(method, subpath, content_type, compress, **{**kwargs, **self._in_time()})
            return answer or _result(tracker, unavailable(said), goes_on=said is not None)  # somebody else's page
        except (OSError, asyncio.TimeoutError, aiohttp.ClientError, ClientResponseError, ValueError) as error:
            logger.error("consultations.no_answer %s", type(error).__name__)  # noqa: TRY400 - the trace says no more
            return _result(tracker, unavailable(said), goes_on=said is not None)

    def _in_time(self) -> dict[str, Any]:
        until = time.time() + self._patience - ON_THE_WAY
        return {"timeout": aiohttp.ClientTimeout(total=self._patience), "headers": {HEADER: f"{until:.3f}"}}


def _result(tracker: dict[str, Any], said: Said | None, *, goes_on: bool) -> dict[str, Any]:
    slots = {
        names.CONSULTATION: tracker["slots"].get(names.CONSULTATION),
        names.REQUESTED: names.CONSULTATION_BOOKED if goes_on else None,
    }
    return {
        "events": [{"event": "slot", "name": name, "value": value} for name, value in slots.items()],
        "responses": [{"response": ACTION, "said": said.to_json()}] if said else [],
    }
