"""`topbms energy`: totals of a history that the store wrote, an older meter's total that the next start takes over."""

import asyncio
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.cli.kept import pack, reading
from topbms.app import Gateway
from topbms.cli.lock import hold_folder
from topbms.cli.program import program
from topbms.cli.speech import speak
from topbms.config import load
from topbms.errors import ConfigError, StoreError
from topbms.model.energy import Meter
from topbms.store.reader import reading as reading_of
from topbms.store.settings import Settings
from topbms.store.store import Store

CONFIG = """\
language = "en"
[[link]]
id = "usr1"
url = "socket://127.0.0.1:9"
[[link.pack]]
address = 1
id = "battery1"
[[link.pack]]
address = 2
"""


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    speak("en")
    yield
    speak("en")


def local(day: str, hour: int = 12) -> float:
    """UTC seconds of an hour of a day in the machine's zone."""
    return datetime.fromisoformat(f"{day}T{hour:02d}:00").timestamp()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Battery 1 through three days and into the next month; the bank counts twice as much."""
    (tmp_path / "topbms.toml").write_text(CONFIG, encoding="utf-8")
    asyncio.run(_live(tmp_path / "history.db"))
    return tmp_path


async def _live(path: Path) -> None:
    store = Store(path, Settings(), stamp=lambda moment: moment, now=lambda: 0.0)
    await store.open()
    stands = [
        ("2025-11-28", 0.0, 0.0, 5.0, 0.0),
        ("2025-11-29", 10.0, 9.5, 5.0, 60.0),
        ("2025-11-30", 14.0, 13.0, 5.5, 7_260.0),
        ("2025-12-02", 20.5, 18.123, 6.5, 7_260.0),
    ]
    for number, (day, charge, discharge, stored, gap) in enumerate(stands, 1):
        meter = Meter(charge, discharge, charge * 20, discharge * 20, number, gap, stored=stored)
        store.append(reading(2 * number - 1, local(day), of=pack("battery1")))
        store.append(reading(2 * number, local(day), of=pack("usr1-2", address=2)))
        store.meter("battery1", meter, local(day))
        store.meter("usr1-2", Meter(stored=1.0), local(day))
        store.meter("bank", Meter(2 * charge, 2 * discharge), local(day))
        await store.flush()
    await store.close()


def typed(home: Path, *words: str, answer: str | None = None) -> Result:
    arguments = ["energy", *words, "--config", str(home / "topbms.toml")]
    return CliRunner().invoke(program("energy"), arguments, input=answer, catch_exceptions=False, prog_name="topbms")


def lines(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


# --- show ---


def test_days_as_json(home: Path) -> None:
    begun, first, second, third = lines(typed(home, "show", "--json", "--pack", "battery1"))
    assert (begun["period"], begun["charge_energy"], begun["efficiency"]) == ("2025-11-28", 0.0, None)
    assert first == {
        "pack": "battery1",
        "period": "2025-11-29",
        "charge_energy": 10.0,
        "discharge_energy": 9.5,
        "charged_capacity": 200.0,
        "discharged_capacity": 190.0,
        "efficiency": 0.95,
        "gaps": 1,
        "gap_seconds": 60.0,
    }
    assert (second["period"], second["efficiency"], second["gap_seconds"]) == ("2025-11-30", None, 7200.0)
    assert (third["period"], third["charge_energy"], third["discharge_energy"]) == ("2025-12-02", 6.5, 5.123)
    assert third["efficiency"] == 0.931  # 5.123 of 6.5 less the 1.0 that stayed


def test_months_years_and_the_last_days(home: Path) -> None:
    months = lines(typed(home, "show", "--months", "--json", "--pack", "battery1"))
    assert [(row["period"], row["charge_energy"]) for row in months] == [("2025-11", 14.0), ("2025-12", 6.5)]
    years = lines(typed(home, "show", "--years", "--json", "--pack", "bank"))
    assert [(row["period"], row["charge_energy"]) for row in years] == [("2025", 41.0)]
    days = lines(typed(home, "show", "--days", "1", "--json"))
    assert [(row["pack"], row["period"]) for row in days] == [
        ("battery1", "2025-12-02"),
        ("usr1-2", "2025-12-02"),
        ("bank", "2025-12-02"),
    ]


def test_a_table_for_people(home: Path) -> None:
    rows = [line.split() for line in typed(home, "show", "--pack", "battery1", "--days", "3").stdout.splitlines()]
    dash = "\N{EN DASH}"
    assert rows == [
        ["pack", "charged,", "kWh", "discharged,", "kWh", "efficiency", "not", "counted"],
        ["battery1", "2025-11-29", "10.000", "9.500", "95", "%"],
        ["2025-11-30", "4.000", "3.500", dash, "2.0", "h"],
        ["2025-12-02", "6.500", "5.123", "93", "%"],
    ]


def test_in_french(home: Path) -> None:
    text = (home / "topbms.toml").read_text(encoding="utf-8").replace('"en"', '"fr"')
    (home / "topbms.toml").write_text(text, encoding="utf-8")
    assert "rendement" in typed(home, "show").stdout
    assert "10,000" in typed(home, "show").stdout


def test_where_nothing_was_counted(tmp_path: Path) -> None:
    (tmp_path / "topbms.toml").write_text(CONFIG, encoding="utf-8")
    with pytest.raises(StoreError, match="no history"):
        typed(tmp_path, "show")
    asyncio.run(_open(tmp_path / "history.db"))
    assert typed(tmp_path, "show").stdout == "nothing has been counted yet\n"
    assert typed(tmp_path, "show", "--json").stdout == ""


async def _open(path: Path) -> None:
    store = Store(path, Settings(), stamp=lambda moment: moment, now=lambda: 0.0)
    await store.open()
    await store.close()


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--days", "3", "--months"], "exclude each other"),
        (["--months", "--years"], "exclude each other"),
        (["--pack", "battery3"], "'battery3' was never metered; there are: battery1, usr1-2, bank"),
    ],
)
def test_what_cannot_be_shown(home: Path, words: list[str], named: str) -> None:
    with pytest.raises(ConfigError, match=named):
        typed(home, "show", *words)


# --- set ---


def start_and_stop(home: Path) -> list[tuple[str, str]]:
    """One life of the gateway; the takings-over that it recorded."""
    return asyncio.run(_start_and_stop(home))


async def _start_and_stop(home: Path) -> list[tuple[str, str]]:
    gateway = Gateway(load(home / "topbms.toml"))
    await gateway.start()
    await gateway.store.flush()
    events = await gateway.store.events(kinds=["energy_set"])
    await gateway.stop()
    return [(event.subject, event.text) for event in events]


def meter(home: Path, owner: str = "battery1") -> Meter:
    with reading_of(home / "history.db") as reader:
        return reader.meters()[owner].meter


def test_it_warns_and_asks_and_the_next_start_takes_it_over_once(home: Path) -> None:
    done = typed(home, "set", "battery1", "--charge", "1234.5", "--discharge", "1100", answer="yes\n")
    assert done.exit_code == 0
    assert "battery1 shows now: 20.500\u202fkWh charged, 18.123\u202fkWh discharged" in done.stdout
    assert "It will show: 1234.500\u202fkWh charged, 1100.000\u202fkWh discharged" in done.stdout
    assert "sees a jump" in done.stdout
    assert "from the next start" in done.stdout
    assert meter(home).charge_offset == 0.0
    event = ("battery1", "charge 1234.500 kWh, discharge 1100.000 kWh")
    assert start_and_stop(home) == [event]
    after = meter(home)
    assert (after.charge_energy, after.charge_energy + after.charge_offset) == (20.5, 1234.5)
    assert after.discharge_energy + after.discharge_offset == 1100.0
    assert start_and_stop(home) == [event]  # and none again


def test_totals_do_not_change_with_it(home: Path) -> None:
    before = lines(typed(home, "show", "--json", "--pack", "battery1"))
    typed(home, "set", "battery1", "--charge", "1234.5", "--yes")
    start_and_stop(home)
    *then, today = lines(typed(home, "show", "--json", "--pack", "battery1"))
    assert then == before
    assert today["charge_energy"] == 0.0


def test_one_direction_leaves_the_other_and_a_later_wish_adds_to_an_earlier_one(home: Path) -> None:
    typed(home, "set", "battery1", "--charge", "100", "--yes")
    typed(home, "set", "battery1", "--discharge", "90", "--yes")
    typed(home, "set", "bank", "--discharge", "0", "--yes")
    start_and_stop(home)
    assert meter(home).charge_energy + meter(home).charge_offset == 100.0
    assert meter(home).discharge_energy + meter(home).discharge_offset == 90.0
    assert (meter(home, "bank").charge_offset, meter(home, "bank").discharge_offset) == (0.0, -2 * 18.123)


def test_for_a_pack_that_was_never_read_and_a_history_that_is_not_there_yet(tmp_path: Path) -> None:
    (tmp_path / "topbms.toml").write_text(CONFIG, encoding="utf-8")
    typed(tmp_path, "set", "usr1-2", "--charge", "100", "--yes")
    start_and_stop(tmp_path)
    assert meter(tmp_path, "usr1-2") == Meter(charge_offset=100.0)


def test_beside_a_running_gateway_it_says_to_start_it_anew(home: Path) -> None:
    with hold_folder(home):
        done = typed(home, "set", "battery1", "--charge", "100", "--yes")
    assert "started anew: sudo systemctl restart topbms" in done.stdout
    assert start_and_stop(home)


def test_no_is_no(home: Path) -> None:
    done = typed(home, "set", "battery1", "--charge", "100", answer="no\n")
    assert (done.exit_code, "nothing was changed" in done.stdout) == (1, True)
    assert start_and_stop(home) == []


def test_nobody_there_to_answer(home: Path) -> None:
    with pytest.raises(ConfigError, match="give --yes"):
        typed(home, "set", "battery1", "--charge", "100", answer="")
    assert start_and_stop(home) == []


def test_oui(home: Path) -> None:
    assert typed(home, "set", "battery1", "--charge", "100", answer="oui\n").exit_code == 0


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["battery1"], "nothing to set"),
        (["battery1", "--charge", "-1"], "--charge -1.0 is no meter's total"),
        (["battery1", "--discharge", "nan"], "--discharge nan"),
        (["battery1", "--charge", "inf"], "--charge inf"),
        (["battery1", "--charge", "1000001"], "from 0 to 1000000"),
        (["battery3", "--charge", "1"], "'battery3' is not known; there are: bank, battery1, usr1-2$"),
    ],
)
def test_what_cannot_be_set(home: Path, words: list[str], named: str) -> None:
    with pytest.raises(ConfigError, match=named) as raised:
        typed(home, "set", *words, "--yes")
    assert raised.value.exit_code == 2
    assert start_and_stop(home) == []


def test_a_note_that_cannot_be_read_is_none(home: Path) -> None:
    asyncio.run(_note(home / "history.db", "{"))
    assert start_and_stop(home) == []


async def _note(path: Path, text: str) -> None:
    store = Store(path, Settings(), stamp=lambda moment: moment, now=lambda: 0.0)
    await store.open()
    await store.remember("energy", {"battery1": text})
    await store.close()
