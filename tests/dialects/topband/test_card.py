"""What a board calls itself, in text that is no hex; no reply was ever captured, so this one is written by hand."""

import pytest

from tests.dialects.topbms.wire import SaidBattery
from topbms.dialects.explain import dissect, explain
from topbms.dialects.explained.parts import parts
from topbms.dialects.explained.scrubbing import scrubbed
from topbms.dialects.topband import DIALECT
from topbms.errors import FrameError
from topbms.model.fragment import Product
from topbms.model.words import words
from topbms.protocol.capture import Captured
from topbms.protocol.frame import Frame, PlainFrame, parse

CARD = b"TB-BMS-16S100A".ljust(20) + b"1.07" + b"SN-4711-0815".ljust(40, b"\0")
REPLY = PlainFrame(0x21, 2, 0x46, 0x00, CARD)
SAID = Product(2, module="TB-BMS-16S100A", version="1.07", serial_number="SN-4711-0815")
REQUEST = DIALECT.request(0x51, 2)


def test_the_request_has_no_info() -> None:
    assert str(REQUEST).startswith("~210246510000")


def test_the_request_is_one_of_topbms_too() -> None:
    message = explain(REQUEST)
    assert (message.dialect, message.direction, message.kind) == (None, "request", "identity")


def test_every_text_at_its_place() -> None:
    assert DIALECT.decode(REPLY, REQUEST).packs == (SAID,)


def test_without_its_request_it_is_known_all_the_same() -> None:
    message = explain(REPLY)
    assert (message.dialect, message.kind, message.packs) == ("topband", "identity", (SAID,))
    assert [(field.at, field.name) for field in dissect(REPLY, message)] == [
        (0, "module"),
        (20, "version"),
        (24, "serial_number"),
    ]


def test_each_text_is_drawn_where_it_stands() -> None:
    drawn = {part.name: (part.at, part.raw) for part in parts(REPLY, explain(REPLY), words("en"))}
    assert drawn["LENGTH"] == (9, "C040")
    assert drawn["Version"] == (13 + 20, "1.07")


def test_the_same_texts_in_hex_are_none() -> None:
    frame = Frame(0x21, 2, 0x46, 0x00, CARD)
    with pytest.raises(FrameError) as caught:
        DIALECT.decode(frame, REQUEST)
    assert (caught.value.kind, str(caught.value)) == ("payload", "INFO should be text as it is, it is hex")


def test_a_pack_answers_in_text() -> None:
    battery = SaidBattery(2)
    battery.said_product = SAID
    answer = DIALECT.answer(REQUEST, battery)
    assert str(answer)[1:13] == "21024600C040"
    assert parse(answer.encode()[1:-1]) == answer
    assert DIALECT.decode(answer, REQUEST).packs == (SAID,)


def test_what_is_too_long_or_no_ascii_still_makes_a_frame() -> None:
    battery = SaidBattery(2)
    battery.said_product = Product(2, module="Modèle ~ 1" + "x" * 20, version="12.345", serial_number="")
    answer = DIALECT.answer(REQUEST, battery)
    assert answer.info == b"Mod?le ? 1" + b"x" * 10 + b"12.3" + b" " * 40


def test_a_refusal_is_hex_as_ever() -> None:
    asked_twice = Frame(0x21, 2, 0x46, 0x51, b"\x02")
    assert str(DIALECT.answer(asked_twice, SaidBattery(2))).startswith("~210246060000")


def test_a_link_asks_once_who_it_is() -> None:
    conversation = DIALECT.conversation(2, 0x21, identify=True)
    asked = [next(conversation)]
    asked += [conversation.send(DIALECT.decode(REPLY, REQUEST)) for _ in range(2)]
    assert [frame.cid2 for frame in asked] == [0x42, 0x44, 0x51]


def test_a_damaged_one_tells_nothing_either() -> None:
    text = str(REPLY).replace("TB-BMS", "TB-BM")
    _, masked = scrubbed([Captured(str(REQUEST), "request"), Captured(text, "response")])
    assert masked.frame == text[:13] + "0" * len(text[13:])


def test_its_serial_number_is_masked() -> None:
    asked = Captured(str(REQUEST), "request")
    _, masked = scrubbed([asked, Captured(str(REPLY), "response")])
    assert masked.scrubbed
    assert masked.parsed().info == CARD.replace(b"SN-4711-0815", b"XX-0000-0000")
