"""The original encoder (sentence-transformers on torch), and its export. Only builds and tests load this module."""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.embedder import MODEL_FILE, TOKENIZER_FILE, OnnxEmbedder, Vectors
from index.errors import ModelFilesError
from index.model_files import ModelFiles

PARITY = 0.9999  # lowest cosine between original and export that a build accepts
_PROBES = (
    "how long until I see results",
    "hw mch dus it cost n is it 4 ever??",
    "Would you be so kind as to indicate whether the treatment enjoys official approval in the United States?",
    "risks",
    "ağrılı mı",  # noqa: RUF001 - Turkish
    "I lost most of my hair after a stressful year, my sister swears by her clinic, and now I wonder how it works. "
    * 6,
)


class ReferenceEncoder:
    """The sentence-transformers model as published."""

    def __init__(self, files: ModelFiles) -> None:
        """Verify and load the weights. Raises ModelFilesError when they are not the expected ones."""
        files.verify()
        os.environ.setdefault("USE_TF", "0")  # transformers would import TensorFlow for nothing
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        from sentence_transformers import SentenceTransformer

        self._model: Any = SentenceTransformer(str(files.folder), device="cpu")
        self._files = files

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return int(self._model.get_embedding_dimension())

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return (n, dimension) float32 unit rows."""
        rows = self._model.encode(
            list(texts), batch_size=64, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(rows, dtype=np.float32).reshape(len(texts), self.dimension)

    def export(self, folder: Path) -> float:
        """Write the fused fp32 ONNX graph and the tokenizer; return the lowest cosine between the two on the probes.

        Raises ModelFilesError when export and original disagree: then the export must not serve.
        """
        import torch
        from onnxruntime.transformers import optimizer
        from tokenizers import Tokenizer

        model = self._model.eval()

        class Pooled(torch.nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.model = model  # registered, so that its weights are exported as weights

            def forward(self, input_ids: Any, attention_mask: Any) -> Any:
                features = {
                    "input_ids": input_ids,
                    "attention_mask": attention_mask,
                    "token_type_ids": torch.zeros_like(input_ids),
                }
                vector = self.model(features)["sentence_embedding"]
                return torch.nn.functional.normalize(vector, p=2, dim=1)

        folder.mkdir(parents=True, exist_ok=True)
        raw = folder / "raw.onnx"
        ids = torch.randint(1000, 2000, (2, 12))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # torch announces its new exporter, and this one is asked for
            torch.onnx.export(
                Pooled(),
                (ids, torch.ones_like(ids)),
                str(raw),
                input_names=["input_ids", "attention_mask"],
                output_names=["vector"],
                dynamic_axes={
                    "input_ids": {0: "batch", 1: "tokens"},
                    "attention_mask": {0: "batch", 1: "tokens"},
                    "vector": {0: "batch"},
                },
                opset_version=17,
                dynamo=False,
            )
        config = model[0].auto_model.config
        fused = optimizer.optimize_model(
            str(raw), model_type="bert", num_heads=config.num_attention_heads, hidden_size=config.hidden_size
        )
        fused.save_model_to_file(str(folder / MODEL_FILE))
        raw.unlink()
        tokenizer = Tokenizer.from_file(str(self._files.folder / TOKENIZER_FILE))
        tokenizer.no_padding()
        tokenizer.enable_truncation(model.max_seq_length)
        tokenizer.save(str(folder / TOKENIZER_FILE))
        return self.require_parity(_PROBES, OnnxEmbedder(folder).encode(_PROBES))

    def require_parity(self, texts: Sequence[str], vectors: Vectors) -> float:
        """Return the lowest cosine between what the original makes of some texts and (n, dimension) `vectors` of them.

        Raises ModelFilesError when it is too low: then the export must not serve.
        """
        cosine = float((self.encode(texts) * vectors).sum(axis=1).min())
        if cosine < PARITY:
            raise ModelFilesError(f"the ONNX export differs from the original (cosine {cosine:.4f}); it was not used")
        return cosine
