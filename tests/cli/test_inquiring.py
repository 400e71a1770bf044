"""`topbms info`, `parameters`, `records` and `clock set` against the simulator."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.cli.terminal import batteries
from tests.cli.verbs import Typed
from topbms.cli.inquiring.card import drift, record, rows
from topbms.cli.inquiring.logtable import header, row
from topbms.cli.lock import hold
from topbms.cli.program import program
from topbms.cli.speech import speak, told
from topbms.config import load
from topbms.model.alarms import Alarm, Level
from topbms.model.fragment import Clock, Product, Record
from topbms.sim.faults import ErrorCode, Fault, Mute
from topbms.sim.pack import SimulatedPack

QUICK = ("--baud", "115200")
NOW = datetime(2026, 11, 23, 8, 15, 30)  # noqa: DTZ001 - as a pack's clock, without zone


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    speak("en")
    yield
    speak("en")


def typed(*arguments: str, count: int = 1, faults: tuple[Fault, ...] = (), hours: float = 0) -> Typed:
    """What a verb says of a simulated pack that lived for some hours; the first word is the verb, URL comes after."""
    packs = [SimulatedPack(address, seed=1, soc=60) for address in range(1, count + 1)]
    for pack in packs:
        pack.advance(hours * 3600)
    with batteries(count, *faults, packs=packs) as url:
        verbs = arguments[:2] if arguments[0] == "clock" else arguments[:1]
        return Typed(*verbs, url, *arguments[len(verbs) :], *QUICK)


# info


def test_a_pack_says_who_it_is() -> None:
    said = typed("info")
    assert said.code == 0
    for text in ("Bar code", "TOPBMS-SIM-00000001-01", "topbms simulator", "SIM00000001-01", "150.00\u202fAh", "0100"):
        assert text in said.stdout
    assert "Calibration" not in said.stdout


def test_calibration_is_shown_when_asked_for() -> None:
    said = typed("info", "--calibration").stdout
    assert "Calibration voltage reference  3\u202fV / 3\u202fV" in said
    assert "Calibration temperature 6" in said


def test_info_in_french() -> None:
    speak("fr")
    said = typed("info").stdout
    assert "Code-barres" in said
    assert "150,00\u202fAh" in said


def test_info_as_json() -> None:
    found: dict[str, Any] = json.loads(typed("info", "--pack", "2", "--json", "--calibration", count=2).stdout)
    assert found["address"] == 2
    assert found["barcode"] == {"barcode": "TOPBMS-SIM-00000001-02"}
    assert found["identity"]["version"] == "0100"
    assert found["capacities"] == {"design_capacity": 150, "full_capacity": 150, "remaining_capacity": 90}
    assert found["clock"]["time"].startswith("2024-03-01T12:00")
    assert found["clock"]["drift"] < -86_400 * 365
    assert found["calibrations"][-1]["number"] == 6


@pytest.mark.parametrize(
    ("time", "shown", "ahead"),
    [
        ("2026-11-23T08:15:31", "2026-11-23 08:15:31, right", 1),
        ("2026-11-23T08:16:30", "2026-11-23 08:16:30, 60 s ahead", 60),
        ("2026-11-23T08:10:30", "2026-11-23 08:10:30, 300 s behind", -300),
        ("2026-13-23T08:10:30", "2026-13-23 08:10:30, which no calendar has", None),
    ],
)
def test_how_right_a_clock_is(time: str, shown: str, ahead: int | None) -> None:
    clock = Clock(1, time)
    assert drift(clock, NOW) == ahead
    assert list(rows([clock], NOW)) == [("Clock", shown)]
    assert record([clock], NOW) == {"clock": {"time": time, "drift": ahead}}


def test_texts_that_were_left_blank_are_passed_over_and_strange_ones_escaped() -> None:
    product = Product(1, company="maker", remarks="\x1b[2J")
    assert list(rows([product], NOW)) == [("Company", "maker"), ("Remarks", "'\\x1b[2J'")]


def test_a_mute_pack_is_said_with_what_to_try() -> None:
    said = typed("info", faults=(Mute(),))
    assert said.code == 1
    assert "no usable answer from pack 1 at 115200 baud; see who answers with: topbms scan" in str(said.error)


# parameters


def test_every_parameter_is_shown_with_its_unit() -> None:
    lines = [" ".join(line.split()) for line in typed("parameters").stdout.splitlines()]
    assert len(lines) == 140
    assert "Cell overvoltage protection 3650 mV" in lines
    assert "Heating enabled off" in lines
    assert "RS485 protocol PYLONTECH" in lines


def test_parameters_as_json_are_what_compare_takes(tmp_path: Path) -> None:
    said = typed("parameters", "--json").stdout
    found = json.loads(said)
    assert found["pack"] == 1
    assert (found["parameters"]["pack_overvoltage_protection"], found["parameters"]["balance_mode"]) == (
        57.6,
        "charge and idle",
    )
    kept = tmp_path / "kept.json"
    kept.write_text(said, encoding="utf-8")
    same = typed("parameters", "--compare", str(kept))
    assert (same.code, same.stdout) == (0, "no parameter differs\n")


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """The parameters of a pack whose cells may be charged further, and that has one more."""
    found = json.loads(typed("parameters", "--json").stdout)
    found["parameters"] |= {"cell_overvoltage_protection": 3700, "heating_enabled": True, "byte_161_bit_1": True}
    path = tmp_path / "other.json"
    path.write_text(json.dumps(found), encoding="utf-8")
    return path


def test_parameters_that_differ(other: Path) -> None:
    lines = typed("parameters", "--compare", str(other)).stdout.splitlines()
    assert [" ".join(line.split()) for line in lines] == [
        "Cell overvoltage protection 3700 mV → 3650 mV",
        "Heating enabled on → off",
        "Byte 161 bit 1 on → \N{EN DASH}",
    ]


def test_differences_as_json(other: Path) -> None:
    lines = [json.loads(line) for line in typed("parameters", "--compare", str(other), "--json").stdout.splitlines()]
    assert lines[0] == {"key": "cell_overvoltage_protection", "before": 3700, "now": 3650, "unit": "mV"}
    assert lines[2] == {"key": "byte_161_bit_1", "before": True, "now": None, "unit": ""}


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"parameters": {}}', '{"parameters": [1]}', '{"parameters": {"a": {}}}']
)
def test_a_file_without_parameters_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    path.write_text(text, encoding="utf-8")
    said = Typed("parameters", "socket://127.0.0.1:9", "--compare", str(path))
    assert said.code == 2
    assert str(said.error) == (f"{path} has no parameters; write one with: topbms parameters URL --json > {path}")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert Typed("parameters", "socket://127.0.0.1:9", "--compare", str(tmp_path / "none.json")).code == 2


def test_a_pack_that_does_not_know_parameters() -> None:
    said = typed("parameters", faults=(ErrorCode(command=0x47),))
    assert said.code == 1
    assert said.error is not None
    assert "(the BMS answered RTN 04: the command is not known to it)" in told(said.error)


# records


def test_a_log_of_data() -> None:
    said = typed("records", "--data", hours=3)
    assert said.code == 0
    assert [line.split()[1] for line in said.stdout.splitlines()[1:]] == ["13:00:00", "14:00:00", "15:00:00"]


def test_a_log_of_alarms_in_words() -> None:
    pack = SimulatedPack(1, seed=1)
    pack.force(Alarm("cell_overvoltage", Level.PROTECTION, 3))
    pack.clear()
    with batteries(packs=[pack]) as url:
        lines = Typed("records", url, "--alarms", *QUICK).stdout.splitlines()
    assert "Cell voltage too high (protection)" in lines[1]
    assert "over: Cell voltage too high" in lines[2]


def test_a_log_as_csv() -> None:
    said = typed("records", "--data", "--csv", hours=2)
    table = list(csv.DictReader(io.StringIO(said.stdout)))
    assert [line["time"] for line in table] == ["2024-03-01T13:00:00", "2024-03-01T14:00:00"]
    assert {"soc", "voltage", "temperatures.6", "cell_voltages.16"} <= set(table[0])
    assert (table[0]["pack"], table[0]["alarm"]) == ("1", "")
    assert float(table[0]["cell_voltages.16"]) > 3


def test_a_row_of_an_alarm() -> None:
    logged = Record(
        1, 1, "2026-11-23T08:15:30", "idle", -0.5, 52.8, 61, 91.5, 2, Alarm("cell_overvoltage", Level.PROTECTION), True
    )
    names = header([logged])
    assert dict(zip(names, row(logged, names), strict=True)) == {
        "time": "2026-11-23T08:15:30",
        "pack": "1",
        "mode": "idle",
        "number": "2",
        "alarm": "cell_overvoltage",
        "level": "protection",
        "over": "1",
        "state": "",
        "voltage": "52.8",
        "current": "-0.5",
        "soc": "61",
        "remaining_capacity": "91.5",
        "environment_temperature": "",
        "mosfet_temperature": "",
        "humidity": "",
    }


def test_an_empty_log() -> None:
    assert typed("records", "--alarms").stdout == "the log is empty\n"


@pytest.mark.parametrize("logs", [(), ("--data", "--alarms")])
def test_one_log_must_be_named(logs: tuple[str, ...]) -> None:
    said = Typed("records", "socket://127.0.0.1:9", *logs)
    assert (said.code, str(said.error)) == (2, "a pack has two logs; give --data or --alarms")


def test_a_log_that_breaks_off_is_shown_as_far_as_it_came() -> None:
    """The first is answered, all that follow are not."""
    said = typed("records", "--data", hours=3, faults=(Mute(command=0x4B, pack=9),))
    assert said.code == 0
    broken = typed("records", "--data", hours=3, faults=(ErrorCode(command=0x4B, every=2),))
    assert broken.code == 1
    assert len(broken.stdout.splitlines()) == 2
    assert "the log of pack 1 broke off after record 1 (" in str(broken.error)


# clock set


def test_a_clock_is_set_to_this_machine_s_time() -> None:
    pack = SimulatedPack(1, seed=1)
    with batteries(packs=[pack]) as url:
        said = Typed("clock", "set", url, "--yes", *QUICK)
    assert said.code == 0
    assert "the clock of pack 1 shows 2024-03-01 12:00:00" in said.stdout
    moment = pack.memory.clock().moment
    assert moment is not None
    assert abs((datetime.now() - moment).total_seconds()) < 60  # noqa: DTZ005 - as the pack, without zone


@pytest.mark.parametrize(("answer", "code"), [("yes\n", 0), ("no\n", 1), ("", 2)])
def test_nothing_is_written_before_somebody_says_yes(answer: str, code: int) -> None:
    pack = SimulatedPack(1, seed=1)
    with batteries(packs=[pack]) as url:
        result = CliRunner().invoke(program("clock"), ["clock", "set", url, *QUICK], input=answer)
    error = result.exception
    assert (getattr(error, "exit_code", None) if code == 2 else result.exit_code) == code
    is_set = not pack.memory.clock().time.startswith("2024-03-01")
    assert is_set is (code == 0)


def test_a_pack_that_refuses_its_clock() -> None:
    said = typed("clock", "set", "--yes", faults=(ErrorCode(command=0x4E, code=0x06),))
    assert said.code == 1
    assert "nothing was changed, setting the clock of pack 1 was refused (the BMS answered RTN 06" in str(said.error)
    assert "a gateway that shares its link lets nothing be changed" in str(said.error)


# a port that is taken


@pytest.mark.parametrize("verb", [("info",), ("parameters",), ("records",), ("clock", "set")])
def test_a_port_of_the_running_gateway_is_left_to_it(
    verb: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "topbms.toml"
    config.write_text('[[link]]\nid = "usr1"\nurl = "socket://127.0.0.1:9"\n', encoding="utf-8")
    monkeypatch.setenv("TOPBMS_CONFIG", str(config))
    options = ("--data",) if verb == ("records",) else ()
    with hold(load(config)):
        said = Typed(*verb, "socket://127.0.0.1:9", *options)
    assert said.code == 1
    assert "is polled by the running gateway" in str(said.error)


# other families


@pytest.mark.parametrize("verb", [("info",), ("parameters",), ("records", "--alarms"), ("clock", "set")])
def test_of_a_family_without_topics_the_values_are_named(verb: tuple[str, ...]) -> None:
    words, options = (verb[:2], verb[2:]) if verb[0] == "clock" else (verb[:1], verb[1:])
    with batteries(1, dialect="pace") as url:
        said = Typed(*words, url, *options, *QUICK)
    assert said.code == 1
    assert str(said.error) == (
        f"{url}: pack 1 speaks dialect pace, in which nothing but values can be asked for, as far as is known; read "
        f"them with: topbms read {url} --pack 1"
    )


def test_a_family_without_topics_that_is_named_is_the_user_s_mistake() -> None:
    said = Typed("info", "socket://127.0.0.1:9", "--dialect", "pace")
    assert said.code == 2
    assert "can be asked for their values only" in str(said.error)
