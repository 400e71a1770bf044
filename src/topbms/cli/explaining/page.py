"""A frame for people: its header, INFO value by value, and what its bits mean. Plain text, no colours.

Offsets are bytes of INFO counted from 0, as in the messages of errors.
"""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from topbms.cli.speech import say, spoken, told
from topbms.dialects import dialects
from topbms.dialects.contract import Message
from topbms.dialects.explain import candidates, dissect
from topbms.dialects.explained.fieldtext import label, value
from topbms.dialects.explained.parts import return_code
from topbms.dialects.explained.reading import Fault, Read, word
from topbms.dialects.proof import is_unproven
from topbms.model.alarms import AlarmReport
from topbms.model.fragment import Analog, Parameters
from topbms.protocol.checksum import checksum, length_word
from topbms.protocol.frame import START, TAIL, Frame

_Row: TypeAlias = tuple[str, str, str, str]  # offset, bytes, field, value

_DIRECTIONS = {"request": "request", "response": "reply", "unknown": "request or reply, which cannot be told"}
_LONGEST = 12  # characters of a field's bytes that are shown


def page(item: Read) -> str:
    """All lines of one frame, the last one empty."""
    return "\n".join([_printable(item.text), *_said(item), ""])


def _said(item: Read) -> Iterator[str]:
    yield f"  {_summary(item)}"
    if isinstance(item.said, Message) and _is_hearsay(item.said):
        yield f"  {say('unproven: no reply of this kind was ever captured')}"
    if item.frame is None:
        return
    yield from _aligned([*_header(item.frame, item.said), *_info(item.frame, item.said), _checksum(item.text)])
    if isinstance(item.said, Message):
        yield from (f"  {line}" for line in _meanings(item.said))


def _summary(item: Read) -> str:
    said = item.said
    if not isinstance(said, Message):
        return f"{word(said)}: {told(said)}"
    dialect = said.dialect or say("several dialects ({names})", names=", ".join(_candidates(item.frame)))
    return ", ".join([say(_DIRECTIONS[said.direction]), dialect, *([said.kind] if said.kind else [])])


def _candidates(frame: Frame | None) -> Sequence[str]:
    return () if frame is None else candidates(frame)


def _is_hearsay(said: Message) -> bool:
    known = dialects().get(said.dialect or "")
    return known is not None and said.direction == "response" and is_unproven(known, said.kind)


def _header(frame: Frame, said: Message | Fault) -> Iterator[_Row]:
    yield "", f"{frame.version:02X}", "VER", ""
    yield "", f"{frame.address:02X}", "ADR", str(frame.address)
    yield "", f"{frame.cid1:02X}", "CID1", ""
    if isinstance(said, Message) and said.direction == "request":
        yield "", f"{frame.cid2:02X}", "CID2", ""
    else:
        yield "", f"{frame.cid2:02X}", "RTN", return_code(frame.cid2, spoken())
    count = frame.lenid
    yield "", f"{length_word(count):04X}", "LENGTH", say("{count} characters of INFO", count=count)


def _info(frame: Frame, said: Message | Fault) -> Iterator[_Row]:
    """INFO value by value; in one piece when it is not known what it says."""
    fields = dissect(frame, said) if isinstance(said, Message) else ()
    for field in fields:
        yield str(field.at), _cut(field.raw), label(field, spoken()), value(field, spoken()) or _whole(field.raw)
    if frame.info and not fields:
        yield "0", _cut(frame.info), "INFO", _whole(frame.info)


def _checksum(text: bytes) -> _Row:
    return "", f"{checksum(text[len(START) : -TAIL]):04X}", "CHKSUM", ""


def _meanings(message: Message) -> Iterator[str]:
    for pack in message.packs:
        if isinstance(pack, Analog) and pack.balancing is not None:
            yield _listed(say("Cells being balanced"), [str(cell) for cell in pack.balancing])
        elif isinstance(pack, AlarmReport):
            yield _listed(say("Alarms"), [spoken().alarm(alarm) for alarm in pack.alarms])
            yield _listed(say("States"), [spoken().states[state] for state, is_on in pack.states.items() if is_on])
        elif isinstance(pack, Parameters):
            yield from _switches(pack)


def _switches(pack: Parameters) -> Iterator[str]:
    """What the bits of parameters mean; nothing where they have none."""
    switches = [parameter for parameter in pack.parameters if isinstance(parameter.value, bool)]
    for what, is_on in (("Switched on", True), ("Switched off", False)):
        if switches:
            yield _listed(say(what), [say(switch.label) for switch in switches if switch.value is is_on])


def _listed(what: str, items: Sequence[str]) -> str:
    return say("{what}: {items}", what=what, items=", ".join(items) or say("none"))


def _aligned(rows: Sequence[_Row]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for at, raw, name, text in rows:
        yield f"  {at:>{widths[0]}}  {raw:<{widths[1]}}  {name:<{widths[2]}}  {text}".rstrip()


def _whole(raw: bytes) -> str:
    """The bytes that nothing else says, where their column is too narrow for them."""
    return raw.hex().upper() if len(raw) > _LONGEST // 2 else ""


def _cut(raw: bytes) -> str:
    text = raw.hex().upper()
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}\N{HORIZONTAL ELLIPSIS}"


def _printable(text: bytes) -> str:
    """The frame as it stood there; what could upset a terminal is escaped."""
    return text.decode("latin-1").encode("unicode_escape").decode("ascii")
