"""The status as people see it."""

from collections.abc import Iterator
from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from tests.web.moments import health, status
from topbms.cli.asking.page import span, status_page
from topbms.cli.speech import speak
from topbms.model.health import HistoryHealth, LinkHealth, SinkHealth
from topbms.web.status import Status


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    speak("en")
    yield
    speak("en")


def shown(found: Status) -> list[str]:
    """The lines, with single spaces."""
    console = Console(record=True, width=160, file=StringIO())
    console.print(status_page(found))
    return [" ".join(line.split()) for line in console.export_text().splitlines()]


def test_each_link_target_and_pack_is_a_line() -> None:
    lines = shown(status())
    assert lines[0] == "topbms 0.1.0, site home, process 42, running for 10 min"
    assert "usr1 socket://h:1 up 98 1 45" in lines
    assert "usr1: CHKSUM is wrong" in lines
    assert "usr2 socket://h:2 up 10 0 50" in lines
    assert "domoticz 0 s 500 0 2" in lines
    assert any(line.startswith('Batterie "une" 53.58') for line in lines)
    assert lines[-1] == "history: 1 MB, 80 MB free; readings waiting: 5, lost: 0"


def test_what_is_wrong_is_said() -> None:
    found = health(
        links=(LinkHealth("usr1", up=False, faults={"link": 3}, last_error="refused"),),
        sinks=(SinkHealth("mqtt", 7300.0, 1, 2, 3, "away"),),
        history=HistoryHealth(5, 3, None, None, "the disk is full"),
    )
    lines = shown(replace(status(found=found), overdue={"sink mqtt": 700.0}))
    assert "usr1 socket://h:1 down 0 3 \N{EN DASH}" in lines
    assert "usr1: refused" in lines
    assert "mqtt 2 h 1 min 1 2 3" in lines
    assert "mqtt: away" in lines
    assert lines[-3:] == [
        "history: \N{EN DASH}, \N{EN DASH} free; readings waiting: 5, lost: 3",
        "the disk is full",
        "target mqtt has hung for 11 min 40 s",
    ]


def test_what_others_say_steers_nothing() -> None:
    links = (LinkHealth("usr1", up=False, last_error="[bold]no[/bold] [/] :smile:"),)
    assert any("[bold]no[/bold] [/] :smile:" in line for line in shown(status(found=health(links=links))))


def test_in_french() -> None:
    speak("fr")
    lines = shown(status())
    assert lines[0] == "topbms 0.1.0, site home, processus 42, en marche depuis 10 min"
    assert "usr1 socket://h:1 établie 98 1 45" in lines
    assert "usr1 : CHKSUM is wrong" in lines
    assert span(2 * 86_400 + 3 * 3600 + 5) == "2 j 3 h"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0.0, "0 s"), (59.6, "1 min"), (61, "1 min 1 s"), (3600, "1 h"), (90_061, "1 d 1 h"), (86_401, "1 d 1 s")],
)
def test_a_time_in_its_greatest_units(seconds: float, expected: str) -> None:
    assert span(seconds) == expected


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("link usr1", "liaison usr1\u202f: ne tourne plus depuis 1 min 10 s"),
        ("sink mqtt", "cible mqtt\u202f: ne tourne plus depuis 1 min 10 s"),
        ("history", "historique\u202f: ne tourne plus depuis 1 min 10 s"),
        ("watch", "surveillance\u202f: ne tourne plus depuis 1 min 10 s"),
        ("cake", "cake\u202f: ne tourne plus depuis 1 min 10 s"),
    ],
)
def test_what_has_hung_is_said_in_french(name: str, said: str) -> None:
    speak("fr")
    console = Console(record=True, width=160, file=StringIO())
    console.print(status_page(replace(status(), overdue={name: 70.0})))
    assert console.export_text().splitlines()[-1].strip() == said
