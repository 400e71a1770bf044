"""Which pack each part of a reply is of, by the request that another master sent; not one that nothing determines."""

from itertools import chain

import pytest

from tests.dialects.captured import captured_of, frame_of
from tests.dialects.pace import wire as pace
from tests.dialects.pylontech import wire as pylontech
from tests.dialects.seplos import wire as seplos
from topbms.dialects import dialects
from topbms.protocol.frame import Frame

ALL = b"\xff"


def owners(name: str, frame: Frame, asked: int, info: bytes, code: int = 0x42) -> list[int | None]:
    dialect = dialects()[name]
    request = Frame(frame.version, asked, 0x46, code, info)
    return list(dialect.owners(dialect.decode(frame, request), request))


def captured(name: str, file: str, *packs: int) -> list[Frame]:
    """The captured replies that hold so many packs."""
    frames = [frame_of(line) for place, line in captured_of(name) if file in place and line.direction == "response"]
    return [frame for frame in frames if frame.info[1:2] in [bytes((count,)) for count in packs]]


@pytest.mark.parametrize("port", [0, 1])
def test_a_port_of_pace_tells_of_all_its_packs_in_the_order_of_their_numbers(port: int) -> None:
    (eight,) = captured("pace", "gobel-8-packs", 8)
    (two,) = captured("pace", "two-packs", 2)
    assert owners("pace", eight, port, ALL) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert owners("pace", two, port, ALL) == [1, 2]


@pytest.mark.parametrize(
    ("count", "asked", "info", "address", "number", "expected"),
    [
        (1, 3, b"\x03", 3, 3, [3]),
        (1, 3, b"\x03", 1, 3, [3]),  # RS232: the pack at the port answers for the third
        (1, 1, b"\x03", 1, 3, [3]),
        (1, 0, b"\x03", 0, 3, [3]),
        (1, 1, b"\x01", 1, 0, [1]),  # TDT boards name no number
        (1, 3, b"\x03", 3, 0, [3]),
        (1, 1, b"\x03", 1, 1, [None]),  # of the third, or of one that knows no others
        (1, 3, b"\x01", 3, 1, [None]),
        (1, 0, b"\x01", 0, 0, [None]),
        (1, 5, b"\x03", 5, 3, [None]),
        (1, 1, b"", 1, 1, [None]),
        (1, 1, ALL, 1, 1, [1]),
        (1, 4, ALL, 4, 1, [4]),  # RS485: one that is no master tells its own
        (1, 4, ALL, 5, 1, [None]),
        (2, 4, ALL, 4, 2, [None, None]),
        (2, 4, ALL, 1, 2, [1, 2]),
    ],
)
def test_whose_the_values_of_pace_are(
    count: int, asked: int, info: bytes, address: int, number: int, expected: list[int | None]
) -> None:
    values, report = [pace.analog_body()] * count, [pace.alarm_body()] * count
    assert owners("pace", pace.reply(*values, address=address, number=number), asked, info) == expected
    assert owners("pace", pace.reply(*report, address=address, number=number), asked, info, 0x44) == expected


def test_a_serial_number_of_pace_is_of_the_pack_at_the_address() -> None:
    card = b"1234567890".ljust(40)
    assert owners("pace", Frame(0x25, 2, 0x46, 0, card), 2, b"", 0xC2) == [2]
    assert owners("pace", Frame(0x25, 0, 0x46, 0, card), 1, b"", 0xC2) == [1]


def test_a_group_of_pylontech_is_numbered_from_its_master() -> None:
    (four,) = captured("pylontech", "pylontech", 4)
    assert owners("pylontech", four, 0x02, ALL) == [1, 2, 3, 4]
    second_group = Frame(0x20, 0x12, 0x46, 0, four.info)
    assert owners("pylontech", second_group, 0x12, ALL) == [17, 18, 19, 20]


def test_no_number_leads_to_packs_of_the_paper_v2_8() -> None:
    groups = [frame for frame in captured("pylontech", "pylontech", 2) if frame.address == 1]
    assert groups
    assert set(chain.from_iterable(owners("pylontech", frame, 1, ALL) for frame in groups)) == {None}


@pytest.mark.parametrize(
    ("count", "info", "expected"),
    [
        (1, b"\x02", [1]),
        (1, b"\x02\x02", [1]),
        (1, ALL, [1]),
        (2, ALL, [1, 2]),
        (1, b"\x03", [None]),
        (2, b"\x02\x02", [None, None]),
    ],
)
def test_whose_the_values_of_pylontech_are(count: int, info: bytes, expected: list[int | None]) -> None:
    head = bytes((0, 2 if count == 1 else count))
    for code, one in [(0x42, pylontech.one_pack()), (0x44, pylontech.one_report())]:
        frame = Frame(0x20, 2, 0x46, 0, head + one * count)
        assert owners("pylontech", frame, 2, info, code) == expected


@pytest.mark.parametrize(
    ("address", "info", "expected"),
    [
        (0, b"\x00", [1]),
        (4, b"\x04", [5]),
        (0, b"\x01", [1]),
        (4, b"\x01", [5]),
        (4, b"", [5]),
        (0, b"\x02", [None]),  # behind RS232, or of a pack that does not mind
        (0, ALL, [None]),
    ],
)
def test_whose_the_values_of_seplos_are(address: int, info: bytes, expected: list[int | None]) -> None:
    head = b"\x00" + (info or b"\x00")
    assert owners("seplos", Frame(0x20, address, 0x46, 0, seplos.analog_info(head=head)), address, info) == expected


@pytest.mark.parametrize("name", ["tdt", "topband", "daren", "eg4", "topbms"])
def test_elsewhere_an_address_is_a_number(name: str) -> None:
    dialect = dialects()[name]
    values = [line for _, line in captured_of(name) if line.stated.get("kind") == "analog"]
    replies = [frame_of(line) for line in values if line.direction == "response" and "error" not in line.stated]
    assert replies
    for reply in replies:
        request = next(dialect.conversation(reply.address, dialect.request_versions[0], identify=False))
        assert dialect.owners(dialect.decode(reply, request), request)[0] == reply.address
