"""Second step of the graph: which kind of message is it. Trained by `rasa train`."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot import names, runtime
from bot.reading import route
from bot.routing import Router, examples_of
from index.manifest import Manifest


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class RouteClassifier(GraphComponent):
    """Trains and applies the `Router`; the ranking becomes Rasa's intent ranking."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, router: Optional[Router] = None) -> None:
        self._model_storage, self._resource, self._router = model_storage, resource, router

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> RouteClassifier:
        """Create an untrained component."""
        return cls(model_storage, resource)

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        """Train again when the index has changed: its phrasings are the examples of education and of uncovered."""
        made = Manifest.read(runtime.parts().settings.index)
        return f"{made.phrasings_sha256}:{made.model_sha256}:{made.format}:{Router.recipe()}"

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the routing phrasings and on the content's own phrasings, and persist the result."""
        examples = [(m.get(INTENT), m.get(TEXT)) for m in training_data.intent_examples]
        router, _ = Router.train(*examples_of(runtime.parts().searcher, examples))
        with self._model_storage.write_to(self._resource) as folder:
            router.save(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> RouteClassifier:
        """Load what `train` persisted. Raises StaleIndexError when it is not there."""
        with model_storage.read_from(resource) as folder:
            learnt = len(runtime.parts().searcher.evidence.learnt)
            return cls(model_storage, resource, Router.load(folder, learnt))

    def process(self, messages: List[Message]) -> List[Message]:
        """Rank the routes of each message."""
        if self._router is None:
            raise RuntimeError("the route classifier is not trained")
        searcher = runtime.parts().searcher
        for message in messages:
            ranking, of_sentences = route(searcher, self._router, message.get(names.ENCODED))
            message.set(names.ROUTES, (ranking, of_sentences))
            listed = [
                {"name": name.value, "confidence": round(chance, 4)} for name, chance in list(ranking.items())[:5]
            ]
            message.set(INTENT, listed[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, listed, add_to_output=True)
        return messages
