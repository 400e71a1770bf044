"""20,000 examples of bad input; `make fuzz` takes 1,000,000."""

from itertools import islice

import pytest

from tests.fuzz.examples import examples, streams
from tests.fuzz.judge import judge


@pytest.mark.parametrize("seed", range(10))
def test_nothing_but_our_own_errors_escapes(seed: int) -> None:
    judge(2000, seed)


def test_the_same_seed_gives_the_same() -> None:
    assert list(islice(examples(1), 50)) == list(islice(examples(1), 50))
    assert list(islice(streams(1), 50)) != list(islice(streams(2), 50))
