"""Which Domoticz devices a script writes."""

import pytest

from tests.cli.importing.oldfiles import BROKEN, OLD, SHARED, old_file
from topbms.cli.importing.files import gather
from topbms.cli.importing.receivers import Receiver, is_reader, is_receiver, receiver_of

PLAIN = (
    "port_tty=/dev/ttyV0",
    "IP_Domoticz=house.lan",
    "d_voltage=1",
    "d_pack_current=2",
    "d_remaining_capacity_p=3",
    "d_remaining_capacity=4",
    "d_cycle_count=5",
)


def receiver(*lines: str) -> Receiver:
    received = receiver_of(old_file("domoticz_bat1.sh", *lines))
    assert received.receiver is not None
    return received.receiver


def test_a_script_of_the_old_set_up() -> None:
    (file,) = gather([OLD / "domoticz_bat1.sh"]).files
    received = receiver_of(file)
    assert received.faults == ()
    assert received.receiver == Receiver(
        "domoticz_bat1.sh",
        "/dev/ttyV0",
        "http://192.168.10.12:8080",
        (
            ("voltage", 2284),
            ("current", 2404),
            ("soc", 2290),
            ("remaining_capacity", 2401),
            ("cycle_count", 2402),
        ),
    )


def test_a_script_with_quotes_and_blanks_of_its_own() -> None:
    (file,) = gather([SHARED / "domoticz_bat1.sh"]).files
    received = receiver_of(file)
    assert received.faults == ()
    assert received.receiver is not None
    assert received.receiver.tty == "/dev/ttyUSB0"
    assert received.receiver.url == "https://house.lan:8443"
    assert [number for _, number in received.receiver.idx] == [11, 12, 13, 14, 15]


@pytest.mark.parametrize(
    ("lines", "url"),
    [
        ((), "http://house.lan:8080"),
        (('curl "http://$IP_Domoticz:8081/json.htm"',), "http://house.lan:8081"),
        (("curl http://${IP_Domoticz}/json.htm",), "http://house.lan:8080"),
        (("curl https://'$IP_Domoticz':443/json.htm",), "https://house.lan:443"),
        (("IP_Domoticz=10.0.0.1:80",), "http://10.0.0.1:80"),
        (("IP_Domoticz=https://10.0.0.1",), "https://10.0.0.1:8080"),
        (("IP_Domoticz=[fe80::1]",), "http://[fe80::1]:8080"),
        (("IP_Domoticz=[fe80::1]:81",), "http://[fe80::1]:81"),
    ],
)
def test_the_address_of_domoticz(lines: tuple[str, ...], url: str) -> None:
    assert receiver(*PLAIN, *lines).url == url


def test_a_script_without_a_tty_is_of_no_use() -> None:
    path = BROKEN / "domoticz_bat1.sh"
    (file,) = gather([path]).files
    received = receiver_of(file)
    assert received.receiver is None
    assert [str(fault) for fault in received.faults] == [f"{path}: port_tty names no tty; left out"]


def test_what_is_no_idx_is_named_and_the_rest_is_taken() -> None:
    path = BROKEN / "domoticz_bat2.sh"
    (file,) = gather([path]).files
    received = receiver_of(file)
    assert received.receiver == Receiver("domoticz_bat2.sh", "/dev/ttyV1", None, (("voltage", 2284),))
    assert [str(fault) for fault in received.faults] == [
        f"{path}: IP_Domoticz names no machine; left out",
        f"{path}: d_pack_current is no idx of a Domoticz device; left out",
        f"{path}: d_remaining_capacity_p is no idx of a Domoticz device; left out",
        f"{path}: d_remaining_capacity is no idx of a Domoticz device; left out",
        f"{path}: d_cycle_count is no idx of a Domoticz device; left out",
    ]


@pytest.mark.parametrize(("name", "number"), [("domoticz_bat2.sh", 2), ("bat12-house.sh", 12), ("domoticz.sh", None)])
def test_the_number_of_a_script(name: str, number: int | None) -> None:
    received = receiver_of(old_file(name, *PLAIN))
    assert received.receiver is not None
    assert received.receiver.number == number


def test_what_writes_and_what_only_reads() -> None:
    files = {file.name: file for file in gather([OLD, BROKEN / "notes.sh"]).files}
    assert {name for name, file in files.items() if is_receiver(file)} == {"domoticz_bat1.sh", "domoticz_bat2.sh"}
    assert {name for name, file in files.items() if is_reader(file)} == {
        "domoticz_bat1.sh",
        "domoticz_bat2.sh",
        "echo_bat.sh",
    }
