"""A frame for people: every field with its place, its name and its value, in words that a terminal can show."""

import json
from io import BytesIO, StringIO
from pathlib import Path

import pytest

from tests.cli.explaining.frames import ALARMS, ANALOG, REFUSAL, REQUEST, alarming, encoded, product
from topbms.cli.decode import decode
from topbms.cli.explaining.page import _DIRECTIONS
from topbms.cli.speech import speak
from topbms.dialects.explained import fieldtext
from topbms.model.words import DEFAULT, languages, words
from topbms.protocol.frame import Frame

CAPTURES = Path(__file__).parents[2] / "captures" / "seplos" / "seplos-v2.jsonl"


def page(*frames: str, language: str = "en") -> str:
    speak(language)
    out = StringIO()
    decode(list(frames), as_json=False, stdin=BytesIO(), out=out)
    return out.getvalue()


def lines(text: str) -> list[list[str]]:
    """The columns of each line, as a reader sees them: two blanks part them."""
    return [[part.strip() for part in line.split("  ") if part.strip()] for line in text.splitlines()]


def test_a_reply_field_by_field() -> None:
    shown = lines(page(ANALOG))
    assert shown[0] == [ANALOG]
    assert shown[1] == ["reply, topbms, analog"]
    assert ["00", "RTN", "normal"] in shown
    assert ["4084", "LENGTH", "132 characters of INFO"] in shown
    assert ["1", "10", "Cell voltages: how many", "16"] in shown
    assert ["2", "0D12", "Cell voltages 1", "3.346\u202fV"] in shown
    assert ["43", "003B", "Temperatures 5", "19.0\u202f°C"] in shown
    assert ["47", "0180", "Current", "3.84\u202fA"] in shown
    assert ["56", "0002", "Cycles", "2"] in shown
    assert ["60", "0000", "Balancing of cells 16 to 1", "0000000000000000"] in shown
    assert ["E20A", "CHKSUM"] in shown
    assert ["Cells being balanced: none"] in shown


def test_a_reply_in_french() -> None:
    shown = lines(page(ANALOG, language="fr"))
    assert ["47", "0180", "Courant", "3,84\u202fA"] in shown


@pytest.mark.parametrize("language", [name for name in languages() if name != DEFAULT])
def test_labels_are_worded_in_every_language(language: str) -> None:
    phrases = words(language).phrases
    assert [text for text in (*fieldtext._LABELS.values(), *_DIRECTIONS.values()) if text not in phrases] == []
    assert {"normal", "low", "high", "fault"} <= phrases.keys()


def test_alarms_and_states_in_words() -> None:
    shown = lines(page(alarming()))
    assert ["4", "01", "Alarm byte of cell 3", "low"] in shown
    assert ["12", "02", "Status byte 1", "00000010"] in shown
    assert ["11", "0F", "Number of status bytes", "15"] in shown
    assert ["Alarms: Cell voltage too low, cell 3 (warning), Charger connected the wrong way round (warning)"] in shown
    assert ["States: none"] in shown


def test_bytes_that_no_source_explains() -> None:
    assert ["45", "00", "Not explained by any source"] in lines(page(ALARMS))


def test_texts_of_a_pack_cannot_upset_the_terminal() -> None:
    shown = page(product(b"\x1b[31mred"))
    assert "\x1b" not in shown
    assert ["1", "1B5B33316D72…", "Company", r"'\x1b[31mred'"] in lines(shown)
    assert ["91", "1B5B33316D72…", "Version", r"'\x1b[31mred'"] in lines(shown)


def test_damage_is_shown_without_upsetting_the_terminal() -> None:
    assert page("~52\x1b[31m") == "~52\\x1b[31m\n  syntax: '\\x1b' at character 3 is not a hex digit\n\n"


def test_a_request_field_by_field() -> None:
    shown = lines(page(REQUEST))
    assert shown[1] == ["request, several dialects (topband, topbms), analog"]
    assert ["42", "CID2"] in shown
    assert ["0", "01", "Pack", "1"] in shown


def test_a_refusal_shows_its_header() -> None:
    shown = lines(page(REFUSAL))
    assert shown[1] == ["return_code: the BMS answered RTN 04: the command is not known to it"]
    assert ["04", "RTN", "the command is not known to it"] in shown


def test_a_refusal_in_french() -> None:
    assert lines(page(REFUSAL, language="fr"))[1] == [
        "return_code: le BMS a répondu RTN 04\u202f: il ne connaît pas la commande"
    ]


def test_a_frame_that_cannot_be_told_shows_its_header() -> None:
    shown = lines(page(encoded(Frame(0x52, 5, 0x46, 0x91))))
    assert shown[1] == ["request or reply, which cannot be told, topbms"]
    assert ["91", "RTN", "communication inside the BMS failed"] in shown


def test_a_frame_of_an_unknown_dialect_shows_its_info_in_one_piece() -> None:
    shown = lines(page(encoded(Frame(0x52, 0, 0x46, 0xF3, b"\1\0"))))
    assert shown[1] == ["unknown: command F3 is not known to dialect topbms"]
    assert ["0", "0100", "INFO"] in shown


def test_bytes_that_nothing_explains_are_shown_to_the_last() -> None:
    shown = lines(page(encoded(Frame(0x52, 0, 0x46, 0xF3, bytes(range(9))))))
    assert ["0", "000102030405…", "INFO", "000102030405060708"] in shown


def test_what_bits_of_parameters_mean() -> None:
    shown = lines(page("~20024600B01402D002AFC80000FCE040F93F"))
    assert ["Switched on: discharge enabled"] in shown
    (off,) = [line[0] for line in shown if line and line[0].startswith("Switched off: ")]
    assert "charge enabled" in off


def test_counts_that_may_be_but_one_are_numbers() -> None:
    seplos = next(line for line in CAPTURES.read_text().splitlines() if '"kind": "parameters"' in line)
    assert ["1", "3C", "Word count", "60"] in lines(page(json.loads(seplos)["frame"]))


def test_limits_without_bits_say_nothing_of_switches() -> None:
    shown = page("~20024600B032100E420BEA0AF00D030A470384D2F0B3B0A7F80D030A47FC7CF27F")
    assert "Cell high voltage" in shown
    assert "Switched" not in shown


def test_a_reply_that_no_capture_has_shown_is_said_to_be_unproven() -> None:
    quiet = bytes((1, 15)) + bytes(15) + bytes((7,)) + bytes(7) + bytes(2) + bytes((8,)) + bytes(8)
    shown = lines(page(encoded(Frame(0x21, 1, 0x46, 0x00, quiet))))
    assert shown[1:3] == [["reply, topband, alarms"], ["unproven: no reply of this kind was ever captured"]]
