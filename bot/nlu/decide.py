"""Last step of the graph: what to do. Only ids and scores leave it, for the tracker and the reply."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from bot import names, runtime
from bot.decision import decide
from bot.explain import explain
from bot.media import without_words
from bot.outcome import to_json
from bot.reading import join


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Decider(GraphComponent):
    """Joins what the other components found and decides."""

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Decider:
        """Create the component."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Decide each message; the route that was taken becomes the intent."""
        parts = runtime.parts()
        for message in messages:
            reading = join(
                parts.searcher, message.get(names.ENCODED), message.get(names.ROUTES), message.get(names.FOUND)
            )
            history = message.get(names.HISTORY)
            media = (message.get("metadata") or {}).get(names.MEDIA)
            if media is None:
                route, decision = decide(reading, history, parts.limits, parts.writer.menu)
            else:
                route, decision = without_words(media, history)
            message.set(INTENT, {"name": route.value, "confidence": reading.routes[route]}, add_to_output=True)
            message.set(names.DECISION, to_json(route, decision), add_to_output=True)
            message.set(names.EXPLAIN, explain(reading, route, decision, parts.limits), add_to_output=True)
            for key in (names.ENCODED, names.ROUTES, names.FOUND, names.HISTORY):
                message.data.pop(key, None)
        return messages
