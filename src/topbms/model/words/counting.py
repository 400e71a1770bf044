"""A count in front of its noun: "{count} {count:pack answers|packs answer}" says the form that fits. Pure."""

from collections.abc import Collection, Mapping
from typing import Self


class Count(int):
    """A whole number that picks between two forms; `singular` are the counts that the first form is for."""

    singular: Collection[int] = ()

    @classmethod
    def of(cls, value: int, singular: Collection[int]) -> Self:
        """The number with its language's rule."""
        count = cls(value)
        count.singular = singular
        return count

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        if not bar:
            return super().__format__(spec)
        return one if self in self.singular else many


def counted(values: Mapping[str, object], singular: Collection[int]) -> dict[str, object]:
    """The values of a phrase, with whole numbers that know their noun."""
    return {name: Count.of(value, singular) if type(value) is int else value for name, value in values.items()}
