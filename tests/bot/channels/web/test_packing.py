"""Modules are joined without changing what they do; what cannot be joined so is refused."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.channels.web.files import FOLDER
from bot.channels.web.packing import packed, smaller

MOST = 25_000  # bytes of the whole widget on its way


def sources() -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.js")}


def run(tmp_path: Path, module: str) -> str:
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs node, to run what was joined")
    (tmp_path / "joined.mjs").write_text(module, encoding="utf-8")
    (tmp_path / "main.mjs").write_text("import {main} from './joined.mjs';\nconsole.log(main());\n", encoding="utf-8")
    return subprocess.run([node, tmp_path / "main.mjs"], capture_output=True, text=True, check=True).stdout.strip()


def test_what_modules_share_is_shared_and_their_own_names_stay_their_own(tmp_path: Path) -> None:
    modules = {
        "main": "import {one, Two as Second} from './low.js';\nimport {kept} from './state.js';\nconst own = 'main';\n"
        "export function main() {\n  // a note\n  return [own, one(), new Second().name, kept.n, `a  b // no note`].join('|');\n}\n",
        "low": "import {kept} from './state.js';\nconst own = 'low';\nexport const one = () => ((kept.n += 1), own);\nexport class Two {\n  name = own + '2';\n}\n",
        "state": "const kept = {n: 0};\nexport {kept};\n",
    }
    joined = packed("main", modules)
    assert "a note" not in joined
    assert run(tmp_path, joined) == "main|low|low2|1|a  b // no note"


@pytest.mark.parametrize(
    "form",
    [
        "export default function () {}",
        "import './side.js';",
        "import * as all from './low.js';",
        "export * from './low.js';",
        "import {a} from 'https://elsewhere.example/x.js';",
    ],
)
def test_a_form_that_would_be_lost_is_refused(form: str) -> None:
    with pytest.raises(ValueError, match="not a known form"):
        packed("main", {"main": f"{form}\n", "low": ""})


def test_modules_that_need_each_other_are_refused() -> None:
    circle = {"a": "import {b} from './b.js';\n", "b": "import {a} from './a.js';\n"}
    with pytest.raises(ValueError, match=r"a\.js"):
        packed("a", circle)


def test_every_module_of_the_widget_is_in_it() -> None:
    everything = sources()
    joined = packed("app", everything)
    for name in set(everything) - {"widget"}:
        assert f"const _{name}=" in joined, f"{name}.js is used by nobody"
    assert not re.search(r"^\s*(?:import|export) (?!const \{start)", joined, re.MULTILINE)


def test_the_widget_is_light() -> None:
    everything = sources()
    whole = [smaller(everything["widget"]), packed("app", everything)]
    assert sum(len(gzip.compress(text.encode(), mtime=0)) for text in whole) <= MOST
