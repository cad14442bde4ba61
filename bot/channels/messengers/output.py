"""Where the assistant's messages are collected before they become calls."""

from __future__ import annotations

from typing import Any, Dict

from rasa.core.channels.channel import CollectingOutputChannel


class MessengerOutput(CollectingOutputChannel):
    """Collects the messages of one reply as they are; its name tells who is listening."""

    def __init__(self, channel: str) -> None:
        super().__init__()
        self._channel = channel

    def name(self) -> str:  # Rasa calls it on the instance
        """The messenger's name."""
        return self._channel

    async def send_response(self, recipient_id: str, message: Dict[str, Any]) -> None:
        """Take one message."""
        self.messages.append(message)
