"""How times are taken so that they can be compared on a machine that others use, too."""

from collections.abc import Callable, Sequence
from timeit import Timer


def fastest(actions: Sequence[Callable[[], object]], number: int, rounds: int) -> list[float]:
    """Seconds that each action takes when nothing disturbs it: the least of many rounds, the actions in turn."""
    timers = [Timer(action) for action in actions]
    taken = [[timer.timeit(number) / number for timer in timers] for _ in range(rounds)]
    return [min(times) for times in zip(*taken, strict=True)]
