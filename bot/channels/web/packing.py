"""The widget's modules as one small file for browsers: comments and indentation out, modules joined. Pure.

The sources stay plain modules that browsers can load as they are. A module becomes a function that returns what it
exports, so that names never meet; only the forms of `import` and `export` below are known, and a test says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from rjsmin import jsmin

_IMPORT = re.compile(r"^import \{([^}]+)\} from '\./(\w+)\.js';$", re.MULTILINE)
_EXPORT = re.compile(r"^export (?:async )?(?:const|let|function|class) (\w+)", re.MULTILINE)
_LIST = re.compile(r"^export \{([^}]+)\};$", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)


def packed(entry: str, sources: Mapping[str, str]) -> str:
    """Return a module that exports what `entry` does. sources: texts by name, without `.js`.

    Raises ValueError for a form of import or export that is not known, and for modules that import each other.
    """
    ordered = _in_order(entry, sources)
    parts = [_as_function(name, sources[name]) for name in ordered]
    exported = _exports(sources[entry])
    return "".join([*parts, f"export const {{{','.join(exported)}}}=_{entry};\n"])


def smaller(source: str) -> str:
    """Return a script without comments and indentation."""
    return str(jsmin(source)) + "\n"


def _as_function(name: str, source: str) -> str:
    exported = _exports(source)
    body = _IMPORT.sub(lambda found: f"const {{{found[1].replace(' as ', ':')}}}=_{found[2]};", source)
    body = _LIST.sub("", body)
    body = re.sub(r"^export (?=(?:async )?(?:const|let|function|class) )", "", body, flags=re.MULTILINE)
    other = _OTHER.search(body)
    if other is not None:
        raise ValueError(f"{name}.js: {other[0]!r} is not a known form of import or export")
    return f"const _{name}=(()=>{{{smaller(body)}return{{{','.join(exported)}}}}})();\n"


def _exports(source: str) -> list[str]:
    listed = [name.strip() for found in _LIST.finditer(source) for name in found[1].split(",")]
    return list(dict.fromkeys([*(found[1] for found in _EXPORT.finditer(source)), *listed]))


def _in_order(entry: str, sources: Mapping[str, str]) -> list[str]:
    """Names of the modules that are needed, each behind those that it imports."""
    done: dict[str, bool] = {}

    def visit(name: str) -> None:
        if done.get(name):
            return
        if name in done:
            raise ValueError(f"{name}.js is imported by a module that it imports itself")
        done[name] = False
        for found in _IMPORT.finditer(sources[name]):
            visit(found[2])
        done[name] = True
        ordered.append(name)

    ordered: list[str] = []
    visit(entry)
    return ordered
