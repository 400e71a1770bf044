"""F1H replies: seven texts of 30 characters, both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topbms.dialects.topbms.product import decode_product, encode_product
from topbms.errors import FrameError
from topbms.model.fragment import Product

TEXTS = ("TopBMS Co", "2023-05-17", "16S100A", "V1.7", "LiFePO4", "SN 0123456789", "")
INFO = b"\x01" + b"".join(text.encode().ljust(30) for text in TEXTS)
PRODUCT = Product(1, "TopBMS Co", "2023-05-17", "16S100A", "V1.7", "LiFePO4", "SN 0123456789", "")


def test_every_text() -> None:
    assert len(INFO) == 211
    assert decode_product(INFO) == PRODUCT
    assert encode_product(PRODUCT) == INFO


def test_texts_may_be_padded_with_nul() -> None:
    assert decode_product(INFO.replace(b"TopBMS Co ", b"TopBMS Co\0")) == PRODUCT


def test_characters_that_are_not_ascii_are_marked_and_do_not_end_the_reading() -> None:
    assert decode_product(INFO.replace(b"TopBMS", b"\xb9\xab\xcb\xbeMS")).company == "\ufffd\ufffd\ufffd\ufffdMS Co"
    assert encode_product(Product(1, company="Énergie"))[1:8] == b"?nergie"


def test_trailing_bytes_are_kept() -> None:
    assert decode_product(INFO + b"\x01\x02").extra == b"\x01\x02"
    assert encode_product(Product(1, extra=b"\x01\x02"))[-2:] == b"\x01\x02"


@pytest.mark.parametrize(("name", "at"), [("pack", 0), ("company", 1), ("production_date", 31), ("remarks", 181)])
def test_a_reply_that_is_cut_is_refused_with_the_offset(name: str, at: int) -> None:
    with pytest.raises(FrameError) as caught:
        decode_product(INFO[:at])
    assert caught.value.kind == "payload"
    assert str(caught.value) == f"{name} should stand at byte {at}, INFO ends after {at} bytes"


def test_a_text_that_is_too_long_is_refused() -> None:
    assert encode_product(Product(1, remarks="x" * 30))
    with pytest.raises(ValueError, match="remarks must fill 30 bytes"):
        encode_product(Product(1, remarks="x" * 31))


PRINTABLE = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=30)


@given(st.builds(Product, st.integers(0, 255), *[PRINTABLE] * 7, st.binary(max_size=2)))
def test_decoding_undoes_encoding(product: Product) -> None:
    assert decode_product(encode_product(product)) == product
