"""A frame from its first character to its last: each field with its place, what it is called and what it says.

Places are characters counted from 0 at the SOI, as somebody sees them who pastes a frame.
"""

from collections.abc import Iterator
from typing import NamedTuple

from topbms.dialects.contract import MEANINGS, Message
from topbms.dialects.explain import dissect
from topbms.dialects.explained.fieldtext import label, value
from topbms.dialects.explained.reading import Fault
from topbms.model.quantities import QUANTITIES
from topbms.model.words import Words
from topbms.protocol.columns import Field
from topbms.protocol.frame import HEADER, TAIL, Frame

_INFO = 1 + HEADER
_EOI = "\r"


class Part(NamedTuple):
    """One field: its place, its characters, its name; its value, the same in words, and its unit (None for none)."""

    at: int
    raw: str
    name: str
    value: float | str | None = None
    text: str = ""
    unit: str | None = None


def parts(frame: Frame, said: Message | Fault, words: Words) -> Iterator[Part]:
    """Header, INFO value by value, and tail; INFO in one piece when it is not known what it says."""
    text = str(frame)
    yield from _header(frame, said, text, words)
    fields = dissect(frame, said) if isinstance(said, Message) else ()
    yield from (_field(field, frame, text, words) for field in fields)
    if frame.info and not fields:
        yield Part(_INFO, text[_INFO:-TAIL], "INFO")
    yield Part(len(text) - TAIL, text[-TAIL:], "CHKSUM")
    yield Part(len(text), _EOI, "EOI")


def _header(frame: Frame, said: Message | Fault, text: str, words: Words) -> Iterator[Part]:
    is_request = isinstance(said, Message) and said.direction == "request"
    yield Part(0, text[:1], "SOI")
    yield Part(1, text[1:3], "VER")
    yield Part(3, text[3:5], "ADR", frame.address, str(frame.address))
    yield Part(5, text[5:7], "CID1")
    meaning = "" if is_request else return_code(frame.cid2, words)
    yield Part(7, text[7:9], "CID2" if is_request else "RTN", None, meaning)
    count = words.say("{count} characters of INFO", count=frame.lenid)
    yield Part(9, text[9:_INFO], "LENGTH", frame.lenid, count)


def return_code(code: int, words: Words) -> str:
    """What an RTN means; empty for one that no source explains."""
    if code == 0:
        return words.say("normal")
    return words.say(MEANINGS[code]) if code in MEANINGS else ""


def _field(field: Field, frame: Frame, text: str, words: Words) -> Part:
    at = _INFO + frame.letters * field.at
    known = None if isinstance(field.value, bytes) else field.value
    quantity = None if field.item == 0 else QUANTITIES.get(field.name)
    unit = (quantity.unit if quantity else field.unit) or None
    shown = value(field, words, with_unit=False)
    return Part(at, text[at : at + frame.letters * len(field.raw)], label(field, words), known, shown, unit)
