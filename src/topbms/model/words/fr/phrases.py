"""French phrases: the English template to its French wording, with the same values in braces, in order of the parts."""

PHRASES: dict[str, str] = {
    # model/words
    "{words} ({level})": "{words} ({level})",
    "{words}, cell {cell} ({level})": "{words}, cellule {cell} ({level})",
}
