"""The log over HTTP: alarms and other events merged, page by page, with what the pack told at that moment."""

from pathlib import Path
from typing import Any

import pytest

from tests.web.api.house import HIGH, House
from tests.web.api.past import BEGIN, at, with_past
from topbms.model.alarms import Alarm, Level
from topbms.model.event import Event, EventKind
from topbms.model.words import words

WHOLE = f"from={BEGIN:.0f}&to={BEGIN + 9000:.0f}"
COLD = Alarm("cell_low", Level.WARNING, 3)


async def pages(house: House, query: str) -> list[Any]:
    found: list[Any] = []
    cursor = ""
    for _ in range(100):
        answer = (await house.get(f"/events?{query}{cursor}")).json
        found += answer["events"]
        if answer["next"] is None:
            return found
        cursor = f"&cursor={answer['next']}"
    pytest.fail("the pages have no end")


async def test_an_alarm_is_one_event_from_begin_to_end(tmp_path: Path) -> None:
    readings = [at("battery1", 0), at("battery1", 10, HIGH, soc=99), at("battery1", 20, HIGH), at("battery1", 30)]
    async with with_past(tmp_path, readings) as house:
        (event,) = (await house.get(f"/events?kind=alarm&{WHOLE}")).json["events"]
        assert (event["begin"], event["end"], event["last_seen"]) == (BEGIN + 10, BEGIN + 30, BEGIN + 20)
        assert (event["kind"], event["subject"], event["name"]) == ("alarm", "battery1", "Battery 1")
        assert event["alarm"]["code"] == "cell_overvoltage"
        assert event["words"] == f"Battery 1: {words('en').alarm(HIGH)}"
        assert event["values"]["soc"] == 99
        assert event["values"]["cell_voltages"] == [3.346, 3.345, 3.363]


async def test_an_alarm_that_lasts_has_no_end(tmp_path: Path) -> None:
    async with with_past(tmp_path, [at("battery1", 0), at("battery1", 10, COLD)]) as house:
        (event,) = (await house.get(f"/events?kind=alarm&subject=battery1&to={BEGIN + 15}")).json["events"]
        assert event["alarm"]["cell"] == 3
        assert event["begin"] == BEGIN + 10


async def test_alarms_and_other_events_are_merged_the_newest_first(tmp_path: Path) -> None:
    readings = [at("battery1", 0), at("battery1", 10, HIGH), at("battery1", 20)]
    events = [
        Event(EventKind.LINK_DOWN, 5, "usr1", "refused", 10),
        Event(EventKind.LINK_UP, 15, "usr1", "", 11),
        Event(EventKind.PACK_SILENT, 17, "battery2", "", 12),
    ]
    async with with_past(tmp_path, readings, events) as house:
        found = (await house.get(f"/events?{WHOLE}&lang=fr")).json["events"]
        assert [event["kind"] for event in found] == ["pack_silent", "link_up", "alarm", "link_down"]
        assert found[0]["words"] == "Battery 2 ne répond plus."
        assert found[0]["values"] is None
        assert found[3]["words"] == "La liaison usr1 est coupée\u202f: refused"
        mine = (await house.get(f"/events?{WHOLE}&subject=usr1&kind=link_up&kind=link_down")).json["events"]
        assert [event["kind"] for event in mine] == ["link_up", "link_down"]
        assert (await house.get(f"/events?{WHOLE}&subject=")).json["events"] == []


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 1000])
async def test_page_by_page_each_event_comes_once(tmp_path: Path, limit: int) -> None:
    """Also where many began at the very same moment."""
    readings = [at("battery1", 0)]
    for second in range(10, 100, 20):
        readings += [at("battery1", second, HIGH, COLD), at("battery1", second + 10)]
    events = [Event(EventKind.LINK_UP, moment, "usr1", "", 100 + moment) for moment in (10, 10, 10, 30, 31)]
    events = [Event(one.kind, one.monotonic, one.subject, "", 100 + place) for place, one in enumerate(events)]
    async with with_past(tmp_path, readings, events) as house:
        found = await pages(house, f"{WHOLE}&limit={limit}")
        assert len(found) == len({event["id"] for event in found}) == 15
        begins = [event["begin"] for event in found]
        assert begins == sorted(begins, reverse=True)


async def test_what_just_happened_is_in_it_though_nothing_is_committed_yet(tmp_path: Path) -> None:
    async with with_past(tmp_path, []) as house:
        kinds = [event["kind"] for event in (await house.get("/events")).json["events"]]
        assert {"start", "link_up"} <= set(kinds)


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=1001", "cursor=" + "x" * 65, "kind=party", "subject=%20", "from=never", "lang=x"],
)
async def test_silly_questions_are_refused(tmp_path: Path, query: str) -> None:
    async with with_past(tmp_path, []) as house:
        assert (await house.get(f"/events?{query}")).status == 422


@pytest.mark.parametrize("cursor", ["x", "_____", "MS4y.LjM", "%00", "LTEuLTE"])
async def test_a_cursor_that_was_not_given_leads_nowhere(tmp_path: Path, cursor: str) -> None:
    async with with_past(tmp_path, []) as house:
        assert (await house.get(f"/events?cursor={cursor}")).status == 404
