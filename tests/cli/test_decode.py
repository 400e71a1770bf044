"""`topbms decode`: its promises, word by word, on frames that real packs sent."""

import json
from importlib import import_module
from io import BytesIO, StringIO
from typing import Any

import pytest

from tests.cli.explaining.frames import (
    ALARMS,
    ANALOG,
    GOOD_REQUEST,
    REFUSAL,
    REQUEST,
    WRONG,
    alarming,
    encoded,
    product,
)
from tests.cli.verbs import Typed
from topbms.cli.decode import decode, is_plain
from topbms.cli.speech import speak
from topbms.dialects.contract import Message
from topbms.dialects.explained.reading import Read
from topbms.dialects.explained.record import record
from topbms.errors import ConfigError
from topbms.model.alarms import AlarmReport
from topbms.protocol.frame import Frame


class Terminal(BytesIO):
    """Standard input that somebody types into."""

    def isatty(self) -> bool:
        return True


class Trickle(BytesIO):
    """Standard input that gives one byte at a time."""

    def read1(self, size: int | None = -1, /) -> bytes:
        return super().read1(1 if size else 0)


def records(*frames: str, stdin: bytes = b"") -> tuple[int, list[Any]]:
    """Exit code and objects of `topbms decode --json`."""
    out = StringIO()
    code = decode(list(frames), as_json=True, stdin=BytesIO(stdin), out=out)
    return code, [json.loads(line) for line in out.getvalue().splitlines()]


def test_the_real_reply() -> None:
    code, (row,) = records(ANALOG)
    assert code == 0
    (pack,) = row.pop("packs")
    assert row == {
        "valid": True,
        "dialect": "topbms",
        "direction": "response",
        "kind": "analog",
        "version": "52",
        "address": 1,
    }
    voltages = pack.pop("cell_voltages")
    assert len(voltages) == 16
    assert (voltages[0], voltages[3], voltages[15]) == (3.346, 3.341, 3.363)
    assert pack == {
        "pack": 1,
        "temperatures": [21, 22, 22, 22, 19, 19],
        "environment_temperature": 19,
        "mosfet_temperature": 19,
        "current": 3.84,
        "voltage": 53.58,
        "remaining_capacity": 132.35,
        "full_capacity": 150.0,
        "cycle_count": 2,
        "soc": 88,
        "soh": 100,
        "humidity": 0,
        "balancing": [],
    }


def test_the_real_alarms() -> None:
    code, (row,) = records(ALARMS)
    assert code == 0
    assert row["kind"] == "alarms"
    (pack,) = row["packs"]
    assert pack.keys() == {"pack", "alarms", "states", "short_circuit_count", "extra"}
    assert (pack["pack"], pack["alarms"], pack["short_circuit_count"], pack["extra"]) == (1, [], 0, "00")
    active = {"discharge_mosfet", "charge_mosfet", "charge_limit_enabled", "self_depletion"}
    assert {state for state, is_on in pack["states"].items() if is_on is True} == active
    assert sum(is_on is False for is_on in pack["states"].values()) == 14


def test_active_alarms() -> None:
    _, (row,) = records(alarming())
    assert row["packs"][0]["alarms"] == [
        {"code": "cell_undervoltage", "level": "warning", "cell": 3},
        {"code": "charger_reversed", "level": "warning"},
    ]
    assert "extra" not in row["packs"][0]


def test_a_dialect_without_a_count_of_short_circuits() -> None:
    said = Message("other", "response", "alarms", 0x52, 1, (AlarmReport(1),))
    assert json.loads(record(Read(b"", None, said)))["packs"] == [{"pack": 1, "alarms": [], "states": {}}]


def test_a_dialect_that_tells_of_balancing_with_its_alarms() -> None:
    said = Message("other", "response", "alarms", 0x25, 1, (AlarmReport(1, balancing=(2, 5)),))
    (pack,) = json.loads(record(Read(b"", None, said)))["packs"]
    assert pack == {"pack": 1, "alarms": [], "states": {}, "balancing": [2, 5]}


def test_product_information() -> None:
    _, (row,) = records(product())
    assert row["kind"] == "product"
    keys = ["company", "production_date", "module", "version", "battery_type", "serial_number", "remarks"]
    assert row["packs"] == [{"pack": 1} | dict.fromkeys(keys, "TopBMS")]


def test_quantities_that_a_frame_does_not_carry_are_absent() -> None:
    info = b"\x01\x01\x0c\xe4\0" + bytes(6) + b"\x05" + bytes(9) + b"\xab\xcd"
    _, (row,) = records(encoded(Frame(0x52, 1, 0x46, 0, info)))
    (pack,) = row["packs"]
    assert {"environment_temperature", "mosfet_temperature", "design_capacity"}.isdisjoint(pack)
    assert (pack["cell_voltages"], pack["temperatures"], pack["extra"]) == ([3.3], [], "ABCD")
    assert None not in pack.values()


def test_requests_have_no_packs() -> None:
    assert records(REQUEST) == (0, [GOOD_REQUEST])
    _, (row,) = records("~52014644E00201FD2E")
    assert row == GOOD_REQUEST | {"dialect": "topbms", "kind": "alarms", "version": "52"}


def test_a_direction_that_cannot_be_told() -> None:
    _, (row,) = records(encoded(Frame(0x52, 5, 0x46, 0x90)))
    assert row == {
        "valid": True,
        "dialect": "topbms",
        "direction": "unknown",
        "kind": None,
        "version": "52",
        "address": 5,
    }


@pytest.mark.parametrize(
    ("frame", "error", "message"),
    [
        ("~2101464", "syntax", "only 7 characters, a frame has at least 16"),
        ("~21014642e00201FD34", "syntax", "lower-case e at character 9, the protocol sends upper-case hex"),
        (REQUEST + " ", "syntax", "' ' at character 19 is not a hex digit"),
        ("~21014600E002FD34", "length", "LENID says 2 characters of INFO, there are 0"),
        (ANALOG[:-1] + "B", "checksum", "CHKSUM is E20B, the characters add up to E20A"),
        (REFUSAL, "return_code", "the BMS answered RTN 04: the command is not known to it"),
        (encoded(Frame(0x60, 1, 0x60, 0x90)), "unknown", "no known dialect has VER 60 with CID1 60"),
        (encoded(Frame(0x52, 1, 0x46, 0xF3)), "unknown", "command F3 is not known to dialect topbms"),
    ],
)
def test_what_is_wrong_with_a_frame(frame: str, error: str, message: str) -> None:
    assert records(frame) == (1, [{"valid": False, "error": error, "message": message}])


def test_counts_that_do_not_fit_the_length_are_told_with_the_offset() -> None:
    code, (row,) = records(encoded(Frame(0x52, 1, 0x46, 0, bytes.fromhex(ANALOG[13:-4])[:50])))
    assert code == 1
    assert row["error"] == "payload"
    assert "analog: voltage should stand at byte 49, INFO ends after 50 bytes" in row["message"]


# Where frames begin and end


@pytest.mark.parametrize(
    "text",
    [
        "{0}\r{0}",
        "{0}\r\n{0}\r\n",
        "{0}\n{0}\n",
        "{0}{0}",
        "noise{0}\nmore noise\r\n\r\n{0}\r$ ",
    ],
)
def test_frames_in_a_text(text: str) -> None:
    assert records(stdin=text.format(REQUEST).encode()) == (0, [GOOD_REQUEST] * 2)
    assert records(text.format(REQUEST)) == (0, [GOOD_REQUEST] * 2)


def test_an_argument_ends_its_frame() -> None:
    code, rows = records(REQUEST[:10], REQUEST[10:], REQUEST)
    assert code == 1
    assert [row["valid"] for row in rows] == [False, True]


def test_what_is_not_ascii_is_told_and_does_no_harm() -> None:
    code, rows = records("\xe9" + REQUEST + "\r~\udcff")
    assert code == 1
    assert rows[0] == GOOD_REQUEST
    assert rows[1]["error"] == "syntax"


def test_frames_are_told_in_their_order_and_one_bad_one_decides_the_exit_code() -> None:
    code, rows = records(stdin=f"{REQUEST}\n{WRONG}\n{REFUSAL}\n{REQUEST}".encode())
    assert code == 1
    assert [row.get("error") for row in rows] == [None, "checksum", "return_code", None]


def test_input_may_come_byte_by_byte() -> None:
    out = StringIO()
    assert decode([], as_json=True, stdin=Trickle(f"{REQUEST}\r\n{REQUEST}".encode()), out=out) == 0
    assert len(out.getvalue().splitlines()) == 2


@pytest.mark.parametrize("text", ["", "no frame at all\r\n", "21014642E00201FD34"])
def test_no_frame_at_all_is_the_users_mistake(text: str) -> None:
    for frames, stdin in (([], text), ([text], REQUEST)):
        with pytest.raises(ConfigError, match="no frame found") as caught:
            decode(frames, as_json=True, stdin=BytesIO(stdin.encode()), out=StringIO())
        assert caught.value.exit_code == 2


def test_who_sits_at_a_terminal_is_told_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    speak("en")
    assert decode([], as_json=True, stdin=Terminal(REQUEST.encode()), out=StringIO()) == 0
    assert capsys.readouterr().err == "Paste frames, then press Ctrl-D.\n"


def test_which_arguments_need_no_parser() -> None:
    assert is_plain([])
    assert is_plain(["--json", REQUEST])
    assert not is_plain([REQUEST, "--help"])


def test_the_parser_of_all_verbs_has_the_same_verb() -> None:
    typed = Typed("decode", "--json", REQUEST, WRONG)
    assert typed.code == 1
    assert [json.loads(line)["valid"] for line in typed.stdout.splitlines()] == [True, False]


def test_the_module_offers_its_verb_and_nothing_that_is_not_there() -> None:
    module = import_module("topbms.cli.decode")
    assert callable(module.command)
    assert not hasattr(module, "group")
