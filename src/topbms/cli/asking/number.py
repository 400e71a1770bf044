"""Which packs may be asked for: more than 16 only in a dialect that has groups."""

from collections.abc import Iterable

from topbms.dialects import chosen, dialects
from topbms.dialects.numbers import USUAL, highest_number
from topbms.errors import ConfigError


def refuse_too_high(packs: Iterable[int], dialect: str) -> None:
    """Raise ConfigError for a number that no pack of the dialect has; "auto" has those that every family has."""
    highest = highest_number(None if dialect == "auto" else chosen(dialect))
    for number in packs:
        if number > highest:
            raise ConfigError(
                "--pack {value}: packs have numbers up to {highest}; only those of dialect {grouped} go further, "
                "and it must be named",
                value=number,
                highest=highest,
                grouped=", ".join(name for name, known in dialects().items() if highest_number(known) > USUAL),
            )
