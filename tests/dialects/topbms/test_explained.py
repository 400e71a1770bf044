"""What a person and a program see of the frames that only TopBMS has: words, units, records."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.dialects.topbms.test_knowledge import BARCODE, CLOCK
from tests.dialects.topbms.test_records import record_info
from topbms.dialects.explained.parts import Part, parts
from topbms.dialects.explained.reading import read
from topbms.dialects.explained.record import record
from topbms.dialects.topbms.parameters import ROWS
from topbms.model.fragment import Clock, Parameter, calendar_moment
from topbms.model.words import logbook, words
from topbms.protocol.frame import Frame

PARAMETERS = bytes(61) + (3650).to_bytes(2, "big") + bytes(103)


def row(info: bytes, code: int = 0) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(record(read(Frame(0x52, 1, 0x46, code, info))))
    return found


def shown(info: bytes, language: str = "en", code: int = 0) -> dict[str, Part]:
    item = read(Frame(0x52, 1, 0x46, code, info))
    assert item.frame is not None
    return {part.name: part for part in parts(item.frame, item.said, words(language))}


def test_the_json_of_a_clock_and_a_bar_code() -> None:
    assert row(CLOCK)["packs"] == [{"pack": 1, "time": "2026-11-23T08:15:30"}]
    assert row(BARCODE)["packs"] == [{"pack": 1, "barcode": "ABC 123"}]


def test_the_json_of_parameters_is_their_values_by_key() -> None:
    (pack,) = row(PARAMETERS)["packs"]
    assert pack["pack"] == 1
    assert pack["parameters"]["cell_overvoltage_protection"] == 3650
    assert pack["parameters"]["balance_mode"] == "off"
    assert pack["parameters"]["heating_enabled"] is False


def test_the_json_of_records() -> None:
    (data,) = row(record_info())["packs"]
    assert row(record_info())["kind"] == "data_record"
    assert data["number"] == 0
    assert "alarm" not in data
    assert "over" not in data
    (logged,) = row(record_info(2))["packs"]
    assert row(record_info(2))["kind"] == "alarm_record"
    assert (logged["alarm"], logged["over"]) == ({"code": "cell_overvoltage", "level": "protection"}, True)
    (full,) = row(record_info(55))["packs"]
    assert full["state"] == "fully_charged"


def test_a_parameter_is_drawn_with_its_name_and_unit() -> None:
    part = shown(PARAMETERS)["Cell overvoltage protection"]
    assert (part.raw, part.value, part.text, part.unit) == ("0E42", 3650, "3650", "mV")
    french = shown(PARAMETERS, "fr")
    assert french["Protection\u202f: surtension de cellule"].text == "3650"
    assert french["Mode d'équilibrage"].text == "désactivé"
    assert french["Commutateurs, octet 160"].text == "00000000"
    assert len(french) == len(shown(PARAMETERS)) == len(ROWS) + 6 + 8


@pytest.mark.parametrize(
    ("number", "language", "text"),
    [
        (1, "en", "Cell voltage too high (protection)"),
        (2, "fr", "fin\u202f: Tension de cellule trop élevée (protection)"),
        (55, "fr", "Charge complète"),
        (39, "en", "39"),
    ],
)
def test_an_alarm_number_is_drawn_in_words(number: int, language: str, text: str) -> None:
    found = shown(record_info(number), language)
    assert found["Alarm number" if language == "en" else "Numéro d'alarme"].text == text


def test_a_step_is_drawn_in_words() -> None:
    assert shown(b"\x02\x01", "fr", 0x4B)["Enregistrement demandé"].text == "encore une fois"


@pytest.mark.parametrize(
    ("value", "unit", "english", "french"),
    [
        (None, "mV", "\N{EN DASH}", "\N{EN DASH}"),
        (True, "", "on", "activé"),
        (False, "", "off", "désactivé"),
        ("charge and idle", "", "charge and idle", "en charge et au repos"),
        ("{x}", "", "{x}", "{x}"),
        (57.6, "V", "57.6\u202fV", "57,6\u202fV"),
        (3650, "mV", "3650\u202fmV", "3650\u202fmV"),
        (3, "", "3", "3"),
    ],
)
def test_a_setting_in_words(value: float | str | None, unit: str, english: str, french: str) -> None:
    assert logbook.value(value, unit, words("en")) == english
    assert logbook.value(value, unit, words("fr")) == french


def test_a_parameter_in_words() -> None:
    assert logbook.label(Parameter("rs485_address", 1), words("en")) == "RS485 address"
    assert logbook.label(Parameter("rs485_address", 1), words("fr")) == "Adresse RS485"


def test_a_time_is_a_moment_where_a_calendar_has_it() -> None:
    moment = Clock(1, "2026-11-23T08:15:30").moment
    assert moment is not None
    assert (moment.year, moment.second, moment.tzinfo) == (2026, 30, None)
    assert calendar_moment("2026-13-01T00:00:00") is None
