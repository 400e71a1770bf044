"""What is taken out of a status for the packs of one port."""

import pytest

from tests.web.moments import LINKS, TWO, both, reading, snapshot, state, status
from topbms.cli.asking.gateway import links_at, newest, snapshot_at
from topbms.errors import LinkError
from topbms.model.reading import PackState
from topbms.web.status import Status


def refusal(found: Status, url: str = "socket://h:1", address: int = 1) -> str:
    with pytest.raises(LinkError) as caught:
        newest(found, url, address)
    return str(caught.value)


def test_the_newest_reading_of_the_pack_there_however_the_port_is_spelt() -> None:
    assert newest(status(), "tcp://H:1/", 1) == both().packs[0].reading


def test_a_pack_of_another_port_is_not_taken_for_it() -> None:
    assert refusal(status(), "socket://h:2", 1) == ("the running gateway knows no pack 1 on socket://h:2; it knows 2")
    assert refusal(status(snapshot()), "socket://h:2", 1).endswith("it knows -")


def test_old_values_are_not_shown() -> None:
    assert refusal(status(snapshot(state(stale=True, age=75.0)))) == (
        "pack 1 on socket://h:1 has not answered the running gateway for 75 s"
    )
    never = PackState(reading().pack, None, stale=True)
    assert refusal(status(snapshot(never))) == "pack 1 on socket://h:1 has not answered the running gateway yet"


def test_the_packs_of_a_port_are_a_bank_of_their_own() -> None:
    shown = snapshot_at(status(), "socket://h:2", ())
    assert [one.pack for one in shown.packs] == [TWO]
    assert shown.bank.present == ("battery2",)
    assert snapshot_at(status(), "socket://h:2", (1,)).packs == ()


def test_the_link_of_a_port() -> None:
    assert links_at(status(), "socket://h:2") == [("socket://h:2", LINKS[1])]
