"""Buckets side by side."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from topbms.store.blocks import Block, Column, coarsen, merged

NUMBER = st.integers(-1000, 1000)
BUCKET = st.tuples(st.integers(0, 40), st.integers(1, 9), st.tuples(NUMBER, NUMBER, NUMBER).map(sorted), st.booleans())
"""Minute, readings, lowest and mean and highest, whether there is a value."""

Buckets = list[tuple[int, int, list[int], bool]]


def block_of(buckets: Buckets) -> Block:
    column = Column(
        1,
        [values[0] for _, _, values, _ in buckets],
        [values[1] * 10 for _, _, values, _ in buckets],
        [values[2] for _, _, values, _ in buckets],
        bytearray(here for _, _, _, here in buckets),
    )
    times = [minute * 60_000 for minute, _, _, _ in buckets]
    return Block(times, [count for _, count, _, _ in buckets], list(range(len(buckets))), {("soc", 0): column})


@given(st.lists(BUCKET, min_size=1, unique_by=lambda bucket: bucket[0]).map(sorted))
def test_wider_buckets_are_what_counting_by_hand_gives(buckets: Buckets) -> None:
    wider = coarsen(block_of(buckets), 600_000)
    column = wider.columns["soc", 0]
    assert wider.times == sorted({minute // 10 * 600_000 for minute, _, _, _ in buckets})
    for place, time in enumerate(wider.times):
        members = [bucket for bucket in buckets if bucket[0] // 10 * 600_000 == time]
        assert wider.counts[place] == sum(count for _, count, _, _ in members)
        present = [(count, values) for _, count, values, here in members if here]
        assert bool(column.present[place]) == bool(present)
        if present:
            assert column.low[place] == min(values[0] for _, values in present)
            assert column.high[place] == max(values[2] for _, values in present)
            mean = Fraction(
                sum(count * values[1] * 10 for count, values in present), sum(count for count, _ in present)
            )
            assert abs(column.mean[place] - mean) <= Fraction(1, 2)


def test_of_two_buckets_at_one_time_the_newer_counts_and_columns_of_both_are_kept() -> None:
    older = Block([0, 60_000], [6, 6], [1, 2], {("soc", 0): Column(0, [1, 2], [10, 20], [1, 2], bytearray(b"\1\1"))})
    newer = Block([60_000], [5], [9], {("voltage", 0): Column(2, [5], [50], [5], bytearray(b"\1"))})
    block = merged(older, newer)
    assert (block.times, block.counts, block.lasts) == ([0, 60_000], [6, 5], [1, 9])
    assert block.columns["soc", 0].present == b"\1\0"
    assert block.columns["voltage", 0].present == b"\0\1"


def test_buckets_put_between_come_into_order() -> None:
    older = Block([0, 120_000], [1, 1], [1, 3], {("soc", 0): Column(0, [1, 3], [10, 30], [1, 3], bytearray(b"\1\1"))})
    newer = Block([60_000], [1], [2], {("soc", 0): Column(1, [25], [250], [25], bytearray(b"\1"))})
    block = merged(older, newer)
    assert block.times == [0, 60_000, 120_000]
    assert block.columns["soc", 0].decimals == 1
    assert block.columns["soc", 0].low == [10, 25, 30]
    assert block.columns["soc", 0].mean == [100, 250, 300]


def test_between_leaves_out_what_begins_outside() -> None:
    block = block_of([(minute, 1, [1, 2, 3], True) for minute in range(5)])
    assert block.between(60_000, 180_000).times == [60_000, 120_000]
    assert block.between(0, 300_000) is block
