"""What is asked of a Pylontech pack and what it answers: addresses, groups, and the small commands."""

import pytest

from tests.dialects.pylontech.wire import one_pack, one_report
from tests.dialects.saying import KnownSettings, Remembering, Saying
from topbms.dialects.pylontech import DIALECT
from topbms.errors import FrameError, ReplyError
from topbms.model.fragment import Analog, Parameters, Product
from topbms.protocol.frame import Frame

LIMITS = bytes.fromhex("100E420BEA0AF00D030A470384D2F0B3B0A7F80D030A47FC7C")  # captured
ALLOWED = bytes.fromhex("026EF05AA0022BFDD5C0")  # captured, of an UP2500


def reply(info: bytes, address: int = 2) -> Frame:
    return Frame(0x20, address, 0x46, 0, info)


@pytest.mark.parametrize(
    ("code", "number", "characters"),
    [
        (0x42, 1, b"~20024642E00202FD33\r"),  # captured
        (0x42, 17, b"~20124642E00212FD31\r"),  # captured: the first pack of the second group
        (0x47, 1, b"~200246470000FDA7\r"),
        (0x4F, 2, b"~2003464F0000FD97\r"),
        (0x51, 1, b"~200246510000FDAC\r"),
        (0x92, 1, b"~20024692E00202FD2E\r"),
        (0x93, 2, b"~20034693E00203FD2B\r"),
        (0x96, 1, Frame(0x20, 2, 0x46, 0x96, b"\x02").encode()),
        (0x44, 16, Frame(0x20, 0x11, 0x46, 0x44, b"\x11").encode()),
    ],
)
def test_requests_are_those_that_were_captured(code: int, number: int, characters: bytes) -> None:
    assert DIALECT.request(code, number).encode() == characters


def test_a_pack_that_does_not_repeat_what_was_asked_is_read_by_its_address() -> None:
    """Captured: asked for 12H at address 12H, the reply says 02."""
    asked = DIALECT.request(0x42, 17)
    (analog,) = DIALECT.decode(reply(b"\x11\x02" + one_pack(), 0x12), asked).packs
    assert isinstance(analog, Analog)
    assert analog.pack == 2


@pytest.mark.parametrize(("code", "one"), [(0x42, one_pack()), (0x44, one_report())])
def test_a_reply_of_all_packs_is_not_taken_for_one(code: int, one: bytes) -> None:
    frame = reply(b"\x00\x02" + one + one)
    with pytest.raises(ReplyError) as caught:
        DIALECT.decode(frame, DIALECT.request(code, 1))
    assert str(caught.value) == "the reply is of 2 packs, INFO 02 was asked"
    for asked in (b"\xff", b"\x02\x02"):
        assert len(DIALECT.decode(frame, Frame(0x20, 2, 0x46, code, asked)).packs) == 2


@pytest.mark.parametrize("code", [0x92, 0x93, 0x96])
def test_a_small_reply_of_another_pack_is_passed_over(code: int) -> None:
    info = {0x92: ALLOWED, 0x93: b"\x02HPTCR03171112590", 0x96: b"\x02\x01\x03\x00\x06\x09"}[code]
    with pytest.raises(ReplyError) as caught:
        DIALECT.decode(reply(info, 3), DIALECT.request(code, 2))
    assert str(caught.value) == "the reply is of pack 2, INFO 03 was asked"
    with pytest.raises(FrameError):
        DIALECT.decode(reply(info, 3))
    assert DIALECT.decode(reply(info)) == DIALECT.decode(reply(info), DIALECT.request(code, 1))


def test_a_serial_number_can_be_printed() -> None:
    with pytest.raises(FrameError):
        DIALECT.decode(reply(b"\x02" + bytes(16)))
    with pytest.raises(FrameError):
        DIALECT.decode(reply(b"\x02" + b"\xb0" * 16))


def test_the_limits_of_a_captured_pack() -> None:
    (said,) = DIALECT.decode(reply(LIMITS)).packs
    assert isinstance(said, Parameters)
    assert said.settings == {
        "data_flag": 0x10,
        "cell_high_voltage": 3.65,
        "cell_low_voltage": 3.05,
        "cell_undervoltage_protection": 2.8,
        "charge_high_temperature": 60.0,
        "charge_low_temperature": -10.0,
        "highest_charge_current": 90.0,
        "pack_high_voltage": 54.0,
        "pack_low_voltage": 46.0,
        "pack_undervoltage_protection": 43.0,
        "discharge_high_temperature": 60.0,
        "discharge_low_temperature": -10.0,
        "highest_discharge_current": -90.0,
    }
    assert {parameter.unit for parameter in said.parameters} == {"", "V", "A", "°C"}
    battery = Remembering(1, memory=KnownSettings(said.settings))
    assert DIALECT.answer(DIALECT.request(0x47, 1), battery).info == LIMITS


@pytest.mark.parametrize(
    ("status", "switches"),
    [
        (0x80, {"charge_enabled"}),
        (0x40, {"discharge_enabled"}),
        (0x20, {"charge_immediately_1"}),
        (0x10, {"charge_immediately_2"}),
        (0x08, {"full_charge_request"}),
        (0xFF, {"charge_enabled", "discharge_enabled", "charge_immediately_1", "charge_immediately_2"}),
    ],
)
def test_what_a_pack_allows(status: int, switches: set[str]) -> None:
    info = ALLOWED[:-1] + bytes((status,))
    (said,) = DIALECT.decode(reply(info)).packs
    assert isinstance(said, Parameters)
    assert {key for key, value in said.settings.items() if value is True} >= switches
    assert said.settings.get("further_status") == (0x07 if status == 0xFF else None)
    battery = Remembering(1, memory=KnownSettings(said.settings))
    assert DIALECT.answer(DIALECT.request(0x92, 1), battery).info == info


def test_limits_of_a_pack_that_does_not_know_its_own() -> None:
    assert DIALECT.answer(DIALECT.request(0x92, 1), Saying(1)).cid2 == 0x04


def test_who_a_pack_is() -> None:
    product = Product(1, company="Pylon", module="US2000C", version="1.3 0.6.9", serial_number="HPTCR03171112590")
    battery = Saying(1, said_product=product)
    infos = [DIALECT.answer(DIALECT.request(code, 1), battery).info for code in (0x93, 0x96)]
    assert infos == [b"\x02HPTCR03171112590", b"\x02\x01\x03\x00\x06\x09"]
    assert DIALECT.answer(DIALECT.request(0x51, 1), battery).info == b"US2000C\0\0\0\x01\x03Pylon---------------"


def test_a_version_of_another_form() -> None:
    battery = Saying(1, said_product=Product(1, version="SIM-1.0", serial_number="SIM00000001-01 and so on"))
    assert DIALECT.answer(DIALECT.request(0x96, 1), battery).info == b"\x02" + bytes(5)
    assert DIALECT.answer(DIALECT.request(0x93, 1), battery).info == b"\x02SIM00000001-01 a"


def test_a_pack_speaks_for_itself_only() -> None:
    assert DIALECT.answer(Frame(0x20, 2, 0x46, 0x42, b"\xff"), Saying(1)).cid2 == 0x06


def test_a_reply_that_could_be_two_things_is_refused() -> None:
    """Cells and temperatures that make 25 bytes, as many as the limits have."""
    info = b"\x00\x02" + one_pack((3300,) * 4, (3011,))
    assert len(info) == 25
    with pytest.raises(FrameError) as caught:
        DIALECT.decode(reply(info))
    assert caught.value.kind == "payload"
    assert str(caught.value) == "the reply fits more than one command: analog, parameters"


def test_a_request_of_two_bytes_is_drawn() -> None:
    asked = Frame(0x20, 2, 0x46, 0x42, b"\x02\x01")
    assert [field.name for field in DIALECT.fields(asked, DIALECT.decode(asked))] == ["pack", "extra"]
    bare = Frame(0x20, 2, 0x46, 0x4F, b"\x85\x20")
    assert [field.name for field in DIALECT.fields(bare, DIALECT.decode(bare))] == ["extra"]


def test_the_longest_reply_that_a_link_must_wait_for() -> None:
    packs = b"\x00\x10" + one_pack((3300,) * 16) * 16
    assert len(reply(packs).encode()) <= DIALECT.longest_reply
