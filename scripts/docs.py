"""Makes the pages that come of the code: python -m scripts.docs [--check].

Knows which page has which maker and where parts of pages go; knows nothing of settings, verbs or alarms. A page that
people write keeps its generated parts between two comment lines:

    <!-- begin: devices -->
    <!-- end: devices -->
"""

import argparse
import re
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from scripts.pages import alarms, cli, devices, entities, faults, metrics, quantities, settings, supported

ROOT = Path(__file__).parent.parent

_MADE = "<!-- Made by `make docs` out of the code: change that, not this page. -->"

WHOLE: Mapping[str, Callable[[], str]] = {
    "docs/settings.md": settings.page,
    "docs/cli.md": cli.page,
    "docs/quantities.md": quantities.page,
    "docs/alarms.md": alarms.page,
    "SUPPORTED.md": partial(supported.page, ROOT / "tests" / "captures", ROOT / "docs" / "dialects.md"),
}
"""Pages of which every word is made, by path."""

PARTS: Mapping[str, Mapping[str, Callable[[], str]]] = {
    "docs/domoticz.md": {"devices": devices.rows},
    "docs/mqtt.md": {"entities": entities.rows},
    "docs/prometheus.md": {"gateway": metrics.gateway, "quantities": metrics.quantities},
    "docs/simulator.md": {"faults": faults.rows},
}
"""Generated parts of written pages, by path and name."""


def main() -> None:
    """Write what is out of date, or with --check only name it and exit 1."""
    parser = argparse.ArgumentParser(prog="python -m scripts.docs", description="Make the pages that come of the code.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a page is out of date")
    check = parser.parse_args().check
    stale = {path: text for path, text in made().items() if _read(path) != text}
    for path, text in stale.items():
        sys.stdout.write(f"{path} {'is out of date: make docs' if check else 'was made anew'}\n")
        if not check:
            (ROOT / path).write_text(text, encoding="utf-8")
    sys.exit(1 if check and stale else 0)


def made() -> dict[str, str]:
    """Every page that has something generated in it, by path, as it should be."""
    whole = {path: f"{_MADE}\n\n{page()}" for path, page in WHOLE.items()}
    return whole | {path: _filled(_read(path), parts) for path, parts in PARTS.items()}


def _filled(text: str, parts: Mapping[str, Callable[[], str]]) -> str:
    for name, part in parts.items():
        begin, end = f"<!-- begin: {name} -->", f"<!-- end: {name} -->"
        between = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
        before, *behind = between.split(text)
        if len(behind) != 1:
            message = f"{begin} and {end} stand {len(behind)} times in the page, once is right"
            raise ValueError(message)
        text = f"{before}{begin}\n\n{part()}\n{end}{behind[0]}"
    return text


def _read(path: str) -> str:
    file = ROOT / path
    return file.read_text(encoding="utf-8") if file.exists() else ""


if __name__ == "__main__":
    main()
