"""Runs the benchmarks named, or all there are, and prints each figure as soon as it is known."""

import sys
from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules

import benchmarks
from benchmarks.row import Row

_WIDTHS = (52, 30, 46)


def main(names: list[str]) -> int:
    """0 when every figure meets its target, 1 when one does not, 2 for a name that is no benchmark."""
    unknown = [name for name in names if name not in _modules()]
    if unknown:
        print(f"no benchmark is called {', '.join(unknown)}; there are {', '.join(_modules())}", file=sys.stderr)
        return 2
    print(_line("what", "measured", "target", ""))
    rows = [_printed(row) for name in names or _modules() for row in _rows(name)]
    return 0 if all(row.met for row in rows) else 1


def _modules() -> list[str]:
    return sorted(found.name for found in iter_modules(benchmarks.__path__) if found.name != "__main__")


def _rows(name: str) -> Iterable[Row]:
    module = import_module(f"{benchmarks.__name__}.{name}")
    return module.measure() if hasattr(module, "measure") else ()


def _printed(row: Row) -> Row:
    print(_line(row.what, row.measured, row.target, "met" if row.met else "MISSED"), flush=True)
    return row


def _line(*columns: str) -> str:
    return "  ".join(f"{text:<{width}}" for text, width in zip(columns, (*_WIDTHS, 0), strict=True)).rstrip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
