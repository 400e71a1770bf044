"""Tables and code spans in Markdown. Knows nothing of what is in them."""

from collections.abc import Iterable, Sequence


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table, with a line end behind its last row."""
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(_cell(cell) for cell in line)} |\n" for line in lines)


def code(text: object) -> str:
    """A code span; empty for an empty text."""
    return f"`{text}`" if str(text) else ""


def number(value: float) -> str:
    """Without the ".0" of whole numbers, and with all digits."""
    return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"  # noqa: PLR2004 - where :g changes to an exponent


def _cell(text: str) -> str:
    """On one line; a bar would begin the next cell, in a code span too."""
    return " ".join(text.split()).replace("|", "\\|")
