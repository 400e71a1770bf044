"""Blocks of buckets to bytes and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topbms.store.blockcode import decode_block, encode_block
from topbms.store.blocks import Block, Column

START = 1_735_689_600
KEYS = ["voltage", "soc", "cell_voltages"]


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    places = sorted(draw(st.sets(st.integers(0, 95), min_size=1)))
    count = len(places)
    numbers = st.lists(st.integers(-(10**6), 10**6), min_size=count, max_size=count)
    heights = st.lists(st.integers(0, 10**5), min_size=count, max_size=count)

    def column(decimals: int) -> Column:
        low, tall = draw(numbers), draw(heights)
        high = [number + height for number, height in zip(low, tall, strict=True)]
        mean = [draw(st.integers(10 * a, 10 * b)) for a, b in zip(low, high, strict=True)]
        return Column(
            decimals, low, mean, high, bytearray(draw(st.lists(st.booleans(), min_size=count, max_size=count)))
        )

    names = draw(st.sets(st.sampled_from([("voltage", 0), ("soc", 0), ("cell_voltages", 1), ("cell_voltages", 3)])))
    return Block(
        [(START + 900 * place) * 1000 for place in places],
        draw(st.lists(st.integers(1, 90), min_size=count, max_size=count)),
        draw(st.lists(st.integers(1, 2**40), min_size=count, max_size=count)),
        {name: column(draw(st.integers(0, 3))) for name in sorted(names)},
    )


def told(block: Block) -> tuple[object, ...]:
    """What a block says, whatever the decimals its numbers are counted by."""
    values = {
        (name, time): (
            column.low[i] / 10**column.decimals,
            column.mean[i] / 10**column.decimals,
            column.high[i] / 10**column.decimals,
        )
        for name, column in block.columns.items()
        for i, time in enumerate(block.times)
        if column.present[i]
    }
    return block.times, block.counts, block.lasts, values


@given(blocks())
def test_a_block_comes_back_the_same(block: Block) -> None:
    before = told(block)
    data = encode_block(block, START, 900, KEYS.index)
    assert told(decode_block(data, START, 900, KEYS.__getitem__)) == before


@given(blocks())
def test_only_what_was_asked_for_is_decoded(block: Block) -> None:
    data = encode_block(block, START, 900, KEYS.index)
    found = decode_block(data, START, 900, KEYS.__getitem__, {"soc"})
    assert set(found.columns) == {("soc", 0)} & set(block.columns)
    assert found.times == block.times


def test_another_version_is_refused() -> None:
    block = Block([START * 1000], [1], [7], {("soc", 0): Column(0, [88], [880], [88], bytearray(b"\1"))})
    data = encode_block(block, START, 900, KEYS.index)
    with pytest.raises(ValueError, match="version 2"):
        decode_block(b"\2" + data[1:], START, 900, KEYS.__getitem__)
