"""51H replies of Seplos and Pylontech: the same 32 bytes, told apart by what fills the texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topbms.dialects.vendorcard import Filling, decode_card, encode_card, is_filled
from topbms.errors import FrameError
from topbms.model.fragment import Product

SEPLOS, PYLONTECH = Filling(b" ", b" "), Filling(b"\0", b"-")
CARDS = {
    SEPLOS: (b"1101-ZH26 \x02\x06" + b" " * 20, b"1101-SP15 \x02\x07CANProtocol:Sofar   "),
    PYLONTECH: (b"US2000C\0\0\0\x01\x07Pylon---------------", b"US2KBPL\0\0\0\x02\x04Pylon---------------"),
}


@pytest.mark.parametrize("filling", CARDS)
def test_a_captured_card_is_of_one_family(filling: Filling) -> None:
    other = PYLONTECH if filling is SEPLOS else SEPLOS
    assert [(is_filled(card, filling), is_filled(card, other)) for card in CARDS[filling]] == [(True, False)] * 2


@pytest.mark.parametrize(
    "card",
    [
        b"BMS07-LD\0\x01\x01\x08" + b"JS-Richpower Co.,Ltd",
        b"BMS07-LD43\x01\x08" + b"JS-Richpower\x07Co.,Ltd",
        b"BMS07-LD43\x01\x08" + b"JS-Richpower\xb0Co.,Ltd",
    ],
)
def test_what_cannot_be_printed_is_no_text(card: bytes) -> None:
    assert not is_filled(card, SEPLOS)
    assert not is_filled(card, PYLONTECH)


def test_texts_that_fill_their_places_are_of_either() -> None:
    card = b"BMS07-LD43\x01\x08JS-Richpower Co.,Ltd"
    assert is_filled(card, SEPLOS)
    assert is_filled(card, PYLONTECH)
    assert decode_card(card, SEPLOS, 0) == Product(0, "JS-Richpower Co.,Ltd", module="BMS07-LD43", version="1.8")


@pytest.mark.parametrize("card", [b"", b"US2000C", CARDS[SEPLOS][0] + b" "])
def test_another_length_is_no_card(card: bytes) -> None:
    with pytest.raises(FrameError) as caught:
        decode_card(card, SEPLOS, 0)
    assert caught.value.kind == "payload"


def test_what_does_not_fit_is_cut() -> None:
    product = Product(1, company="topbms simulator of batteries", module="51.2V150AH 16S", version="SIM-1.0")
    assert encode_card(product, PYLONTECH) == b"51.2V150AH\x01\x00topbms simulator of "
    assert encode_card(Product(1, version="999.7 beta"), SEPLOS) == b" " * 10 + b"\xff\x07" + b" " * 20
    assert encode_card(Product(1, version="new"), SEPLOS)[10:12] == b"\0\0"


@given(st.sampled_from([SEPLOS, PYLONTECH]), st.binary(min_size=32, max_size=32))
def test_any_32_bytes_can_be_read(filling: Filling, card: bytes) -> None:
    product = decode_card(card, filling, 3)
    assert product.pack == 3
    if is_filled(card, filling):
        assert encode_card(product, filling) == card
