"""Widths and pieces of time."""

import pytest

from topbms.store.spans import DAY, DERIVED, HOUR, MINUTE, QUARTER, SLOT, SPANS, Span, slots, windows


@pytest.mark.parametrize("span", SPANS.values())
def test_every_span_fits_into_its_block_and_its_source(span: Span) -> None:
    assert span.block % span.seconds == 0
    assert span.block % SLOT == 0
    if span.source is not None:
        assert span.seconds % span.source.seconds == 0
        assert span.source.block % span.seconds == 0


def test_derived_spans_come_behind_their_sources() -> None:
    assert [span.source for span in DERIVED] == [QUARTER, *DERIVED[:-1]]


@pytest.mark.parametrize(
    ("span", "start", "end", "starts"),
    [
        (MINUTE, 3600, 7200, [3600]),
        (MINUTE, 3599, 3601, [0, 3600]),
        (HOUR, 0, 1, [0]),
        (DAY, 128 * 86400 - 0.5, 128 * 86400 + 0.5, [0, 128 * 86400]),
        (DAY, 5, 5, [0]),
    ],
)
def test_blocks_that_reach_into_a_time(span: Span, start: float, end: float, starts: list[int]) -> None:
    assert list(span.starts(start, end)) == starts


def test_windows_end_at_multiples_of_their_width() -> None:
    assert list(windows(5, 31, 10)) == [(5, 10), (10, 20), (20, 30), (30, 31)]
    assert list(windows(5, 5, 10)) == []


def test_slots_are_hours() -> None:
    assert list(slots(3599.5, 7200)) == [0, 3600]
    assert list(slots(3600, 7200.25)) == [3600, 7200]
