"""Numbers as the English page writes them, reckoned apart from it."""

THIN = "\u202f"
"""What stands between a number and its unit: it keeps them on one line."""

MINUS = "\N{MINUS SIGN}"


def number(value: float | None, decimals: int, unit: str) -> str:
    """A number the pack must have told, such as 3.346 V."""
    assert value is not None
    return f"{value:,.{decimals}f}{THIN}{unit}".replace("-", MINUS)


def signed(value: float | None, decimals: int, unit: str) -> str:
    """As `number`, with a plus before what flows in."""
    assert value is not None
    return ("+" if value > 0 else "") + number(value, decimals, unit)
