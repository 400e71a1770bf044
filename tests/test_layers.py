"""Which part may import which: the table of the design, held by this test. Imports inside functions count too."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "topbms"

_FREE = {"errors", "model", "settings", "log", "systemd"}
_PARTS = {
    "protocol",
    "model",
    "dialects",
    "transport",
    "engine",
    "store",
    "sinks",
    "sim",
    "web",
    "config",
    "app",
    "cli",
}

ALLOWED: dict[str, set[str]] = {
    **{part: set() for part in _FREE},
    "settings": {"errors"},  # files that several sections name are read there, and may be unreadable
    "protocol": {"errors"},
    "transport": {"errors", "settings"},
    "dialects": {"protocol", "model", "errors"},
    "engine": {"protocol", "model", "dialects", "transport", "errors", "settings"},
    "store": {"model", "errors", "settings"},
    "sinks": {"model", "errors", "settings"},
    "sim": {"protocol", "model", "dialects", "transport", "errors", "settings"},
    "web": {"model", "store", "errors", "settings"},
    "config": (_PARTS | _FREE) - {"app", "cli", "sim", "config"},
    "app": (_PARTS | _FREE) - {"cli", "app"},
    "cli": _PARTS | _FREE,
}


def _part(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def _imported(path: Path) -> Iterator[str]:
    """The parts of ours that a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides which part is meant"
            names = [node.module or ""]
            if node.module == "topbms":
                names = [f"topbms.{alias.name}" for alias in node.names if alias.name != "__version__"]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        yield from (name.split(".")[1] for name in names if name.startswith("topbms."))


MODULES = sorted(path for path in SOURCE.rglob("*.py") if path.parent != SOURCE or path.stem != "__init__")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_only_what_its_part_may(path: Path) -> None:
    part = _part(path)
    forbidden = {name for name in _imported(path) if name != part and name not in ALLOWED[part]}
    assert not forbidden, f"{part} may not import {sorted(forbidden)}"


def test_every_part_is_in_the_table() -> None:
    assert {_part(path) for path in MODULES} <= set(ALLOWED)


def test_the_walk_sees_imports() -> None:
    assert {"engine", "store", "config"} <= set(_imported(SOURCE / "app" / "gateway.py"))
