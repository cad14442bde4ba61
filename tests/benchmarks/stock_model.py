"""Training the stock bot, once for each state of the content: models are kept under var/benchmarks/stock/."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.benchmarks.report import BenchmarkError
from tests.benchmarks.stock_project import Epochs, digest

MODEL, FACTS, LOG = "stock.tar.gz", "training.json", "training.log"


@dataclass(frozen=True)
class Training:
    """How the model came to be."""

    epochs: dict[str, int]
    examples: int
    seconds: float  # of the whole `rasa train`, on the machine and under the load of that day


def quiet_environment(**more: str) -> dict[str, str]:
    """Return our environment without telemetry and with paths that do not depend on the folder."""
    return {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1", **more}


def write(files: Mapping[str, str], folder: Path) -> None:
    """Write the project; everything that is training data goes to data/."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / ("data" if name in ("nlu.yml", "rules.yml") else ".") / name).write_text(text, encoding="utf-8")


def trained(files: Mapping[str, str], epochs: Epochs, keep: Path) -> tuple[Path, Training]:
    """Return the model of this project and its training, from `keep` or trained now. Raises BenchmarkError."""
    folder = keep / digest(files)[:16]
    model, facts = folder / MODEL, folder / FACTS
    if model.is_file() and facts.is_file():
        return model, Training(**json.loads(facts.read_text(encoding="utf-8")))
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable,
        "-m",
        "rasa",
        "train",
        "--config",
        "config.yml",
        "--domain",
        "domain.yml",
        "--data",
        "data",
    ]
    with tempfile.TemporaryDirectory(prefix="stock-bot-") as name, (folder / LOG).open("wb") as log:
        work = Path(name)
        write(files, work)
        started = time.monotonic()
        done = subprocess.run(
            [*command, "--out", "models", "--fixed-model-name", "stock"],
            cwd=work, env=quiet_environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False,
        )  # fmt: skip
        made = work / "models" / MODEL
        if done.returncode or not made.is_file():
            raise BenchmarkError(f"`rasa train` ended with {done.returncode}; {folder / LOG} says why")
        model.write_bytes(made.read_bytes())
    training = Training(asdict(epochs), files["nlu.yml"].count("\n    - "), round(time.monotonic() - started, 1))
    facts.write_text(json.dumps(asdict(training)) + "\n", encoding="utf-8")
    return model, training
