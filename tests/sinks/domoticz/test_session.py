"""Answers that are JSON and no Domoticz': an error that says so, and nothing else."""

import json
from typing import Any

import pytest

from tests.sinks.domoticz.canned import canned
from topbms.errors import SinkError
from topbms.sinks.domoticz.hardware import find_hardware
from topbms.sinks.domoticz.places import house_of
from topbms.sinks.domoticz.session import Session
from topbms.sinks.domoticz.settings import Settings

ENTRY: dict[str, Any] = {"status": "OK", "rights": 2, "user": "admin"}
NONSENSE = "does not answer like Domoticz"


def session(url: str) -> Session:
    return Session(Settings(url=url), None)


@pytest.mark.parametrize(
    "body",
    [
        "[" * 70_000,
        "[]",
        "5",
        '{"rights": 2}',
        json.dumps({**ENTRY, "rights": "2"}),
        json.dumps({**ENTRY, "rights": None}),
        json.dumps({**ENTRY, "rights": [2]}),
    ],
    ids=["deep", "list", "number", "no status", "text", "null", "rights in a list"],
)
async def test_no_way_leads_into_what_is_no_domoticz(body: str) -> None:
    async with canned(body) as url:
        one = session(url)
        with pytest.raises(SinkError, match=NONSENSE):
            await one.enter()
        await one.close()


@pytest.mark.parametrize("result", [5, "text", {"idx": "1"}, [5], [{"idx": "1"}, None]])
async def test_a_list_that_is_none(result: object) -> None:
    async with canned(json.dumps({**ENTRY, "result": result})) as url:
        one = session(url)
        with pytest.raises(SinkError, match=f"{NONSENSE} .*getdevices"):
            await one.records("getdevices&rid=1")
        await one.close()


@pytest.mark.parametrize("idx", [None, "x", [], float("inf"), float("nan")])
async def test_something_made_that_has_no_number(idx: object) -> None:
    async with canned(json.dumps({**ENTRY, "idx": idx})) as url:
        one = session(url)
        with pytest.raises(SinkError, match=f"{NONSENSE} .*addhardware"):
            await one.made("addhardware&htype=15")
        await one.close()


@pytest.mark.parametrize(
    "record", [{}, {"idx": "x"}, {"Type": 15}, {"Type": 15, "idx": "x", "Name": "topbms", "Enabled": "true"}]
)
async def test_hardware_that_is_not_whole_is_passed_over(record: dict[str, Any]) -> None:
    async with canned(json.dumps({**ENTRY, "result": [record]})) as url:
        one = session(url)
        assert await find_hardware(one, None, ()) is None
        await one.close()


def test_a_device_without_a_number_is_passed_over() -> None:
    record = {"idx": float("inf"), "HardwareID": 1, "ID": "1", "Type": "General", "SubType": "kWh", "Name": "x"}
    assert house_of([record]).by_idx == {}
