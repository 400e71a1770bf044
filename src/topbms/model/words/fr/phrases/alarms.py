"""How an alarm is put together."""

PHRASES: dict[str, str] = {
    "{words} ({level})": "{words} ({level})",
    "{words}, cell {cell} ({level})": "{words}, cellule {cell} ({level})",
}
