"""Objects that are made faster are the same objects: locked, checked, compared, copied."""

import copy
import inspect
import pickle
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, dataclass, field, replace
from typing import Any

import pytest

from topbms.model.frozen import quickly_made


@quickly_made
@dataclass(frozen=True, slots=True)
class Tank:
    """Something with a field of each sort."""

    litres: float
    name: str = "rain"
    notes: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.litres < 0:
            message = f"{self.litres} litres"
            raise ValueError(message)


def test_values_stand_where_they_were_given_by_place_or_name() -> None:
    tank = Tank(3.5, notes={"lid": 1})
    assert (tank.litres, tank.name, tank.notes) == (3.5, "rain", {"lid": 1})
    assert repr(tank) == "Tank(litres=3.5, name='rain', notes={'lid': 1})"


def test_each_has_a_default_of_its_own() -> None:
    assert Tank(1).notes is not Tank(1).notes


def test_it_is_locked_once_it_is_made() -> None:
    tank: Any = Tank(1)
    with pytest.raises(FrozenInstanceError):
        tank.litres = 2
    with pytest.raises(FrozenInstanceError):
        del tank.name
    assert type(tank) is Tank
    assert not hasattr(tank, "__dict__")


def test_what_must_not_be_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 litres"):
        Tank(-1)
    with pytest.raises(ValueError, match="-2 litres"):
        replace(Tank(1), litres=-2)


@pytest.mark.parametrize("values", [(), (1, "a", {}, 2)])
def test_too_few_or_too_many_values_make_none(values: tuple[object, ...]) -> None:
    make: Any = Tank
    with pytest.raises(TypeError, match="argument"):
        make(*values)


def test_it_is_compared_by_value() -> None:
    assert Tank(1) == Tank(1.0)
    assert Tank(1) != Tank(2)
    assert Tank(1) != Tank(1, "well")


def test_copies_are_of_the_same_class_and_locked() -> None:
    tank = Tank(7, "well")
    for other in (copy.copy(tank), copy.deepcopy(tank), pickle.loads(pickle.dumps(tank)), replace(tank)):  # noqa: S301
        assert other == tank
        assert type(other) is Tank


def test_it_says_how_it_is_made() -> None:
    assert list(inspect.signature(Tank).parameters) == ["litres", "name", "notes"]
