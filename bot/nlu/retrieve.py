"""Third step of the graph: which curated answers fit."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot import names, runtime
from bot.reading import retrieve


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class AnswerRetriever(GraphComponent):
    """Searches the index for the message and for each question in it."""

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> AnswerRetriever:
        """Create the component; the index is loaded once per process."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Put what was found on each message."""
        searcher = runtime.parts().searcher
        for message in messages:
            message.set(names.FOUND, retrieve(searcher, message.get(names.ENCODED)))
        return messages
