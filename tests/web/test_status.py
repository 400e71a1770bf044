"""The status document: there and back again, and what another release wrote."""

import json
from types import MappingProxyType

import pytest

from tests.web.moments import PRODUCT, VALUES, both, health, snapshot, state, status
from topbms.errors import TopbmsError
from topbms.model.alarms import AlarmReport
from topbms.model.reading import PackState
from topbms.model.words import words
from topbms.web.status import document, status_of

ENGLISH = words("en")


def test_what_was_written_is_read_back_the_same() -> None:
    there = status()
    assert status_of(document(there, ENGLISH)) == there


def test_everything_that_a_reading_may_have_is_brought() -> None:
    report = AlarmReport(
        1, (), MappingProxyType({"charging": True}), ("normal", "high"), ("low",), "high", None, 3, b"\x02"
    )
    full = state(
        alarms=report,
        product=PRODUCT,
        held=("soc",),
        smoothed_current=-3.5,
        extra=b"\xff",
        values=MappingProxyType(VALUES),
    )
    there = status(snapshot(full, PackState(full.pack, None, stale=True)))
    assert status_of(document(there, ENGLISH)) == there


def test_numbers_stay_what_they_are() -> None:
    """`read --json` writes 57 for a state of charge of 57, whoever asked the pack."""
    state_ = status_of(document(status(), ENGLISH)).snapshot.packs[0]
    assert state_.reading is not None
    assert json.dumps(state_.reading.values["soc"]) == "57"


def test_it_is_one_line_of_json_for_others_too() -> None:
    text = document(status(found=health(links=())), ENGLISH)
    assert "\n" not in text
    content = json.loads(text)
    assert content["format"] == 1
    assert content["packs"][0]["reading"]["values"]["voltage"] == 53.58
    assert content["packs"][0]["age"] == 2.0
    assert content["sinks"][0]["name"] == "domoticz"
    assert content["problems"] == []


def test_the_links_have_their_ports_and_what_is_wrong_is_listed() -> None:
    content = json.loads(document(status(snapshot()), ENGLISH))
    assert [link["url"] for link in content["links"]] == ["socket://h:1", "socket://h:2"]
    assert content["problems"] == [{"part": "pack", "name": "", "error": "no pack is known"}]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "7", "{}", '{"format": 1}', '{"format": 1, "packs": 3}', "HTTP/1.1 400"]
)
def test_what_no_gateway_wrote_is_said(text: str) -> None:
    with pytest.raises(TopbmsError, match="what answered is no gateway of this version of topbms"):
        status_of(text)


def test_another_release_is_named() -> None:
    content = json.loads(document(status(both()), ENGLISH))
    with pytest.raises(TopbmsError, match=r"is of another version of topbms \(0\.1\.0\); restart it"):
        status_of(json.dumps({**content, "format": 2}))
