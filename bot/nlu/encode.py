"""First step of the graph: make the message ready and encode it, once."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot import names, runtime
from bot.conversations import history_of
from bot.reading import History, encode


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class MessageEncoder(GraphComponent):
    """Puts `Encoded` and `History` on the message, for the components after it."""

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageEncoder:
        """Create the component; the encoder itself is loaded with the index."""
        return cls()

    def process(self, messages: List[Message], tracker: Optional[DialogueStateTracker] = None) -> List[Message]:
        """Encode each message, reading it with the conversation."""
        parts = runtime.parts()
        for message in messages:
            history = history_of(tracker, parts.writer) if tracker else History()
            message.set(names.HISTORY, history)
            message.set(names.ENCODED, encode(parts.searcher, message.get(TEXT) or "", history))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave training data as it is: `RouteClassifier` encodes its examples itself, in batches."""
        return training_data
