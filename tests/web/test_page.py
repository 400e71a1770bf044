"""The page on Prometheus: its examples are right for a real Prometheus, and ask for series that there are."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.servers.real import program
from topbms.web import series

PAGE = (Path(__file__).parents[2] / "docs" / "prometheus.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^ *```yaml\n(.*?)^ *```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("number", "kind"), [(0, "config"), (1, "rules")])
def test_an_example_is_taken_by_promtool(tmp_path: Path, number: int, kind: str) -> None:
    file = tmp_path / "example.yml"
    file.write_text(EXAMPLES[number], encoding="utf-8")
    check = [program("promtool", "prometheus"), "check", kind, str(file)]
    checked = subprocess.run(check, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_series_that_the_page_names_is_one() -> None:
    every = [*series.FIXED, *(one.series for one in (*series.of_packs().values(), *series.of_bank().values()))]
    named = set(re.findall(r"\btopbms_[a-z_]*[a-z]\b", PAGE))
    assert named
    assert named <= {one.name for one in every}
