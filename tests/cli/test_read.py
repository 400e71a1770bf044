"""`topbms read` and what it shows, against the simulator."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.terminal import batteries
from tests.cli.verbs import Typed
from topbms.cli.lock import hold
from topbms.cli.speech import speak, told
from topbms.config import load
from topbms.model.alarms import STATES
from topbms.sim.faults import ErrorCode, Fault, Garbage, Mute, WrongChecksum
from topbms.sim.pack import SimulatedPack


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    speak("en")
    yield
    speak("en")


def test_a_pack_is_shown_with_everything_it_tells() -> None:
    said = SimulatedPack(1, seed=1, soc=60).analog()
    with batteries() as url:
        typed = Typed("read", url, "--baud", "115200")
    assert typed.code == 0
    assert f"{said.voltage:.2f}\u202fV" in typed.stdout
    assert "60\u202f%" in typed.stdout
    assert f"16 {said.cell_voltages[15]:.3f}" in typed.stdout
    assert "nothing to report" in typed.stdout


def test_french_has_its_own_words_and_its_comma() -> None:
    said = SimulatedPack(1, seed=1, soc=60).analog()
    speak("fr")
    with batteries() as url:
        shown = Typed("read", url, "--baud", "115200").stdout
    assert "Tension" in shown
    assert f"{said.voltage:.2f}\u202fV".replace(".", ",") in shown
    assert "rien à signaler" in shown


def test_json_has_the_catalogue_s_keys_and_every_state() -> None:
    said = SimulatedPack(2, seed=1, soc=60).analog()
    with batteries(2) as url:
        row = json.loads(Typed("read", url, "--pack", "2", "--json", "--version", "52", "--baud", "115200").stdout)
    assert (row["address"], row["soc"], row["voltage"]) == (2, 60, said.voltage)
    assert tuple(row["cell_voltages"]) == said.cell_voltages
    assert set(row["states"]) <= set(STATES)
    assert len(row["states"]) == 18
    assert row["alarms"] == []


def test_a_mute_pack_is_said_with_what_to_try() -> None:
    with batteries(1, Mute()) as url:
        typed = Typed("read", url, "--baud", "115200")
    assert typed.code == 1
    assert str(typed.error) == (
        f"{url}: no usable answer from pack 1 at 115200 baud; see who answers with: topbms scan {url}"
    )


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        (WrongChecksum(command=0x42), "CHKSUM is "),
        (ErrorCode(command=0x42, code=0x04), "the BMS answered RTN 04: "),
        (Garbage(command=0x42, where="instead", count=1), "1 byte came that is no frame; is the baud rate right?"),
    ],
)
def test_what_was_wrong_with_the_answer_is_said_once(
    fault: Fault, trouble: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with batteries(1, fault) as url:
        typed = Typed("read", url, "--baud", "115200")
    assert typed.error is not None
    assert told(typed.error).startswith(f"{url}: no usable answer from pack 1 at 115200 baud ({trouble}")
    assert told(typed.error).endswith(f"; see who answers with: topbms scan {url}")
    assert capfd.readouterr().err == ""


def test_a_version_that_no_dialect_has_is_refused() -> None:
    assert Typed("read", "/dev/null", "--version", "99").code == 2


def test_a_port_of_the_running_gateway_is_left_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "topbms.toml"
    config.write_text('[[link]]\nid = "usr1"\nurl = "socket://127.0.0.1:9"\n', encoding="utf-8")
    monkeypatch.setenv("TOPBMS_CONFIG", str(config))
    with hold(load(config)):
        typed = Typed("read", "socket://127.0.0.1:9")
    assert typed.code == 1
    assert "is polled by the running gateway" in str(typed.error)


@pytest.mark.parametrize("name", ["pace", "daren", "topbms"])
def test_a_pack_of_any_family_is_read_without_naming_it(name: str) -> None:
    with batteries(2, dialect=name, soc=61.0) as url:
        typed = Typed("read", url, "--pack", "2", "--baud", "115200", "--json")
    assert typed.code == 0
    assert typed.stderr == ("" if name == "topbms" else f"the battery speaks dialect {name}\n")
    assert json.loads(typed.stdout)["soc"] == pytest.approx(61.0, abs=0.01)


def test_every_version_of_every_family_may_be_asked_with() -> None:
    with batteries(1, dialect="seplos") as url:
        typed = Typed("read", url, "--version", "20", "--baud", "115200", "--json")
    assert (typed.code, typed.stderr) == (0, "the battery speaks dialect seplos\n")
    with batteries(1, dialect="daren") as url:
        typed = Typed("read", url, "--version", "22", "--dialect", "daren", "--baud", "115200", "--json")
    assert (typed.code, typed.stderr) == (0, "")


def test_a_family_that_is_none_is_refused_before_anything_is_opened() -> None:
    typed = Typed("read", "socket://127.0.0.1:9", "--dialect", "nix")
    assert typed.code == 2
    assert str(typed.error).startswith("dialect 'nix' is not known; known are: daren, ")


def test_a_version_of_another_family_is_refused() -> None:
    typed = Typed("read", "/dev/null", "--version", "25", "--dialect", "topbms")
    assert typed.code == 2
    assert "VER is one of 21, 52" in typed.stderr
