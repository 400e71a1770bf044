"""`topbms history export` of histories that the store wrote."""

import csv
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.cli.kept import NOON, VALUES, keep, pack, reading
from topbms.cli.lock import hold_folder
from topbms.cli.program import program
from topbms.cli.speech import speak
from topbms.errors import ConfigError, StoreError

CONFIG = 'language = "en"\n[[link]]\nid = "usr1"\nurl = "socket://127.0.0.1:9"\n'
HOUR = ["--from", "2025-11-23T12:00", "--to", "2025-11-23T13:00:00Z"]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    speak("en")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Two packs; each read every 10 s for two minutes, one of them without a current in its second reading."""
    (tmp_path / "topbms.toml").write_text(CONFIG, encoding="utf-8")
    rows = []
    for number in range(12):
        at = NOON + 10 * number
        first = {**VALUES, "soc": 88.0 - number, "current": None if number == 1 else -3.84}
        rows.append(reading(2 * number + 1, at, first))
        rows.append(reading(2 * number + 2, at + 1, {"voltage": 52.0}, pack("battery2", address=2)))
    keep(tmp_path / "history.db", rows)
    return tmp_path


def export(home: Path, *more: str) -> Result:
    words = ["history", "export", "--config", str(home / "topbms.toml"), *more]
    return CliRunner().invoke(program("history"), words, catch_exceptions=False, prog_name="topbms")


def test_a_reader_that_goes_away_ends_it_quietly(home: Path) -> None:
    command = [
        str(Path(sys.executable).with_name("topbms")),
        "history",
        "export",
        "--config",
        str(home / "topbms.toml"),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 1


def test_before_the_beginning_there_is_no_time(home: Path) -> None:
    with pytest.raises(ConfigError, match=r"^--from 1970-01-01 is not before --to 1900-01-01$"):
        export(home, "--to", "1900-01-01")


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def test_each_reading_of_both_packs_in_the_order_of_time(home: Path) -> None:
    rows = rows_of(export(home, *HOUR, "--resolution", "raw").stdout)
    assert len(rows) == 24
    assert [(row["time"], row["pack"], row["voltage"]) for row in rows[:3]] == [
        ("2025-11-23T12:00:00.000Z", "battery1", "53.58"),
        ("2025-11-23T12:00:01.000Z", "battery2", "52"),
        ("2025-11-23T12:00:10.000Z", "battery1", "53.58"),
    ]
    assert (rows[0]["current"], rows[2]["current"], rows[1]["soc"]) == ("-3.84", "", "")


def test_columns_are_those_of_the_catalogue_cells_on_request(home: Path) -> None:
    header = list(rows_of(export(home, *HOUR, "-r", "raw").stdout)[0])
    assert header[:5] == ["time", "pack", "voltage", "current", "power"]
    assert [key for key in header if key.startswith("temperatures")] == ["temperatures.1", "temperatures.2"]
    assert not [key for key in header if key.startswith("cell_voltages")]
    header = list(rows_of(export(home, *HOUR, "-r", "raw", "--cells").stdout)[0])
    assert header[-2:] == ["cell_voltages.1", "cell_voltages.2"]


def test_only_what_was_asked_for(home: Path) -> None:
    done = export(home, *HOUR, "-r", "raw", "-p", "battery1", "-q", "soc", "-q", "cell_voltages.2", "-q", "humidity")
    assert done.stdout.splitlines()[:2] == [
        "time,pack,soc,cell_voltages.2,humidity",
        "2025-11-23T12:00:00.000Z,battery1,88,3.347,",
    ]


@pytest.mark.parametrize(
    ("resolution", "expected"),
    [
        ("1min", [("12:00:00", "83", "85.5", "88"), ("12:01:00", "77", "79.5", "82")]),
        ("15min", [("12:00:00", "77", "82.5", "88")]),
    ],
)
def test_roll_ups_have_minimum_mean_and_maximum(
    home: Path, resolution: str, expected: list[tuple[str, str, str, str]]
) -> None:
    lines = export(home, *HOUR, "-r", resolution, "-p", "battery1", "-q", "soc").stdout.splitlines()
    assert lines[0] == "time,pack,soc_min,soc_mean,soc_max"
    assert lines[1:] == [f"2025-11-23T{time}Z,battery1,{','.join(band)}" for time, *band in expected]


def test_the_resolution_fits_the_time(home: Path) -> None:
    assert export(home, *HOUR, "-q", "soc").stdout.startswith("time,pack,soc\n")
    done = export(home, "--from", "2025-11-23", "--to", "2026-04-01", "-q", "soc")
    assert done.stdout.startswith("time,pack,soc_min,")


def test_offsets_are_understood(home: Path) -> None:
    hour = ["--from", "2025-11-23T13:01:00+01:00", "--to", "2025-11-23T07:01:11-05:00"]
    rows = rows_of(export(home, *hour, "-r", "raw", "-p", "battery1").stdout)
    assert [row["time"] for row in rows] == ["2025-11-23T12:01:00.000Z", "2025-11-23T12:01:10.000Z"]


def test_a_time_without_readings_gives_a_header(home: Path) -> None:
    done = export(home, "--from", "2025-11-24", "--to", "2025-11-25", "-q", "soc")
    assert (done.exit_code, done.stdout) == (0, "time,pack,soc\n")


def test_a_history_without_packs_gives_a_header(home: Path) -> None:
    (home / "history.db").unlink()
    keep(home / "history.db", [])
    assert export(home, "-q", "soc").stdout == "time,pack,soc\n"


def test_into_a_file(home: Path) -> None:
    done = export(home, *HOUR, "-r", "raw", "-o", str(home / "out.csv"))
    assert done.stdout == ""
    assert done.stderr == f"{home / 'out.csv'}: 24 rows\n"
    assert (home / "out.csv").read_text(encoding="utf-8") == export(home, *HOUR, "-r", "raw").stdout


def test_beside_a_running_gateway_nothing_is_changed(home: Path) -> None:
    with hold_folder(home):
        before = (home / "history.db").read_bytes()
        export(home, *HOUR)
        assert (home / "history.db").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--from", "yesterday"], r"--from 'yesterday'.*2026-11-23T08:15"),
        (["--to", "23/11/2026"], "--to '23/11/2026'"),
        (["--from", "2026-01-02", "--to", "2026-01-01"], "2026-01-02 is not before --to 2026-01-01"),
        (["--from", "2999-01-01"], "not before --to now"),
        (["--quantity", "socc"], "'socc' is not known; try soc$"),
        (["--quantity", "xyz"], "'xyz' is not known; try voltage, current, power, "),
        (["--quantity", "soc.1"], r"'soc\.1'"),
        (["--quantity", "cell_voltages.0"], r"'cell_voltages\.0'"),
        (["--pack", "battery3"], "'battery3'.*battery1, battery2"),
    ],
)
def test_what_is_wrong_is_named_with_what_is_allowed(home: Path, words: list[str], named: str) -> None:
    with pytest.raises(ConfigError, match=named):
        export(home, *words)


def test_without_a_history(home: Path) -> None:
    (home / "history.db").unlink()
    with pytest.raises(StoreError, match=r"history\.db"):
        export(home)
    assert not (home / "history.db").exists()


def test_a_file_that_cannot_be_written(home: Path) -> None:
    with pytest.raises(ConfigError, match="gone does not exist; make it with: mkdir -p "):
        export(home, "-o", str(home / "gone" / "x"))


def test_the_first_quarter_of_an_hour_has_its_cells(tmp_path: Path) -> None:
    """A history that is younger than any roll-up's first bucket."""
    (tmp_path / "topbms.toml").write_text(CONFIG, encoding="utf-8")
    begin = NOON + 3 * 3600 + 1140  # 15:19, within the 4 hours that begin at noon
    keep(tmp_path / "history.db", [reading(number + 1, begin + 10 * number) for number in range(5)])
    (first, *_) = rows_of(export(tmp_path, "--from", "2025-11-23", "--cells", "--resolution", "raw").stdout)
    assert (first["cell_voltages.1"], first["cell_voltages.2"]) == ("3.346", "3.347")
    assert (first["temperatures.1"], first["temperatures.2"]) == ("21", "22.5")


@pytest.mark.parametrize("name", ["history.db", "history.db-wal", "topbms.toml"])
def test_what_belongs_to_topbms_is_never_written_over(home: Path, name: str) -> None:
    before = (home / "history.db").read_bytes(), (home / "topbms.toml").read_bytes()
    with pytest.raises(ConfigError, match="belongs to topbms itself"):
        export(home, *HOUR, "--output", str(home / name), "--force")
    assert ((home / "history.db").read_bytes(), (home / "topbms.toml").read_bytes()) == before


def test_another_file_is_replaced_only_when_asked_and_only_when_all_is_written(home: Path) -> None:
    target = home / "november.csv"
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(ConfigError, match="is there already"):
        export(home, *HOUR, "--output", str(target))
    assert target.read_text(encoding="utf-8") == "mine"
    assert export(home, *HOUR, "--output", str(target), "--force").exit_code == 0
    assert target.read_text(encoding="utf-8").startswith("time,pack,")


def test_a_device_is_not_replaced_by_a_file(home: Path) -> None:
    with pytest.raises(ConfigError, match="not a plain file"):
        export(home, *HOUR, "--output", "/dev/null", "--force")
