"""What is asked of a Seplos pack and what it answers: addresses, groups, versions."""

import pytest

from tests.dialects.saying import Saying
from tests.dialects.seplos.wire import alarm_info, analog_info
from topbms.dialects.seplos import DIALECT
from topbms.errors import ReplyError
from topbms.model.alarms import AlarmReport
from topbms.model.fragment import Analog, Product
from topbms.protocol.frame import Frame


@pytest.mark.parametrize(
    ("code", "number", "characters"),
    [
        (0x42, 1, b"~20004642E00200FD37\r"),  # the document's, of addresses 00, 01 and 15
        (0x42, 2, b"~20014642E00201FD35\r"),
        (0x42, 16, b"~200F4642E0020FFD0B\r"),
        (0x44, 5, b"~20044644E00204FD2D\r"),
        (0x47, 1, b"~20004647E00200FD32\r"),
        (0x4F, 1, b"~2000464F0000FD9A\r"),
        (0x51, 1, b"~200046510000FDAE\r"),
    ],
)
def test_requests_are_those_of_the_document(code: int, number: int, characters: bytes) -> None:
    assert DIALECT.request(code, number).encode() == characters


def test_boqiang_boards_are_asked_for_group_01() -> None:
    assert DIALECT.request(0x42, 1, 0x26).encode() == b"~26004642E00201FD30\r"
    assert DIALECT.request(0x51, 1, 0x26).encode() == b"~260046510000FDA8\r"


@pytest.mark.parametrize("info", [analog_info(), alarm_info()])
def test_a_reply_of_another_group_is_passed_over(info: bytes) -> None:
    code = 0x42 if info == analog_info() else 0x44
    reply = Frame(0x20, 0, 0x46, 0, info)
    with pytest.raises(ReplyError) as caught:
        DIALECT.decode(reply, DIALECT.request(code, 1))
    assert str(caught.value) == "the reply is of pack 1, INFO 00 was asked"
    for asked in (b"\x01", b"", b"\xff"):
        assert DIALECT.decode(reply, Frame(0x20, 0, 0x46, code, asked)).packs[0].pack == 1


@pytest.mark.parametrize(("group", "code"), [(0x02, 0x00), (0x01, 0x00), (0x03, 0x06), (0xFF, 0x06)])
def test_a_pack_answers_its_own_group_and_the_first(group: int, code: int) -> None:
    asked = Frame(0x20, 2, 0x46, 0x42, bytes((group,)))
    analog = Analog(3, (3.3,), (25.0,) * 6, 0.0, 3.3, 50.0, 100.0, cycle_count=1, soc=50.0, soh=100.0)
    answer = DIALECT.answer(asked, Saying(3, said_analog=analog))
    assert (answer.address, answer.cid2) == (2, code)
    assert answer.info[1:2] == (bytes((group,)) if code == 0 else b"")


def test_a_request_without_group_is_answered_with_the_packs_own() -> None:
    battery = Saying(3, said_alarms=AlarmReport(3, cell_limits=("normal",)))
    assert DIALECT.answer(Frame(0x20, 2, 0x46, 0x44), battery).info == alarm_info(b"\0", b"", head=b"\x00\x02")


def test_a_reply_has_the_version_of_its_request() -> None:
    assert DIALECT.answer(DIALECT.request(0x51, 1, 0x26), Saying(1)).version == 0x26


def test_who_a_pack_is() -> None:
    """A captured reply: 1101-SP15, bytes 02 07, CANProtocol:Sofar."""
    info = b"1101-SP15 \x02\x07CANProtocol:Sofar   "
    product = Product(0, company="CANProtocol:Sofar", module="1101-SP15", version="2.7")
    asked = DIALECT.request(0x51, 1)
    message = DIALECT.decode(Frame(0x20, 0, 0x46, 0, info), asked)
    assert message.packs == (product,)
    assert DIALECT.answer(asked, Saying(1, said_product=product)).info == info


@pytest.mark.parametrize(
    ("cells", "sensors"),
    [(32, 32), (16, 6)],
)
def test_the_longest_reply_that_a_link_must_wait_for(cells: int, sensors: int) -> None:
    longest = analog_info((3300,) * cells, (2981,) * sensors)
    assert len(Frame(0x20, 0, 0x46, 0, longest).encode()) <= DIALECT.longest_reply
