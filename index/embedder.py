"""The encoder that serves: an ONNX export of the sentence-transformers model. No torch in here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.errors import StaleIndexError

Vectors = npt.NDArray[np.float32]

MODEL_FILE = "encoder.onnx"
TOKENIZER_FILE = "tokenizer.json"
BATCH = 32
PADDING = 1.3  # how much longer than the shortest text of a batch its longest may be: padding costs as much as text


class Embedder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def dimension(self) -> int:
        """Length of every vector."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return (n, dimension) float32 rows of length 1, in the order of `texts`; (0, dimension) for none."""


class OnnxEmbedder:
    """Runs the export in onnxruntime. Texts longer than the model's window are cut, as the original does."""

    def __init__(self, folder: Path, *, threads: int = 2) -> None:
        """Load the export written by `index.reference.export`. Raises StaleIndexError when it is not there."""
        import onnxruntime
        from tokenizers import Tokenizer

        if not (folder / MODEL_FILE).is_file() or not (folder / TOKENIZER_FILE).is_file():
            raise StaleIndexError(f"{folder} holds no encoder; run `hairline build`")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Spinning threads would take the second core from the event loop between two messages.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(
                str(folder / MODEL_FILE), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime raises its own unexported types for a damaged file
            raise StaleIndexError(f"{folder / MODEL_FILE} cannot be read ({error}); run `hairline build`") from error
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        except Exception as error:  # tokenizers raises plain Exception
            raise StaleIndexError(
                f"{folder / TOKENIZER_FILE} cannot be read ({error}); run `hairline build`"
            ) from error
        self._dimension = int(self._session.get_outputs()[0].shape[1])

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return self._dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return (n, dimension) float32 unit rows. Batches hold texts of about one length, to pad little."""
        result = np.zeros((len(texts), self._dimension), dtype=np.float32)
        encoded = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(texts)), key=lambda i: len(encoded[i].ids))
        for rows in _batches(order, [len(one.ids) for one in encoded]):
            longest = max(len(encoded[i].ids) for i in rows)
            ids = np.zeros((len(rows), longest), dtype=np.int64)
            mask = np.zeros_like(ids)
            for k, i in enumerate(rows):
                ids[k, : len(encoded[i].ids)] = encoded[i].ids
                mask[k, : len(encoded[i].ids)] = 1
            result[rows] = self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        return result


def _batches(order: Sequence[int], lengths: Sequence[int]) -> list[list[int]]:
    """Part numbers of texts, shortest first, into batches of about one length."""
    batches: list[list[int]] = []
    for i in order:
        if batches and len(batches[-1]) < BATCH and lengths[i] <= PADDING * lengths[batches[-1][0]]:
            batches[-1].append(i)
        else:
            batches.append([i])
    return batches
