"""Frames of a text, explained in the shape that the API shows. Joins the dialects' words to it."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from topbms.dialects.contract import Message
from topbms.dialects.explained.parts import parts
from topbms.dialects.explained.reading import Read, read, word
from topbms.dialects.explained.record import meaning
from topbms.errors import worded
from topbms.model.words import Words
from topbms.protocol.frame import Frame
from topbms.protocol.stream import Damage, StreamDecoder
from topbms.web.api import toolshapes

MOST = 500
"""Frames of one text that are explained: a text of nothing but ~ has very many."""


def explained(text: str, words: Words) -> list[toolshapes.Explained]:
    """What each frame of a text says, or what is wrong with it, in order."""
    return [_shape(read(item), words) for item in islice(_items(text), MOST)]


def _items(text: str) -> Iterator[Frame | Damage]:
    decoder = StreamDecoder()
    yield from chain(decoder.feed(text.encode("utf-8", "replace")), decoder.close())


def _shape(item: Read, words: Words) -> toolshapes.Explained:
    said = item.said
    is_good = isinstance(said, Message)
    meant: dict[str, Any] = dict(meaning(said)) if isinstance(said, Message) else {}
    return toolshapes.Explained(
        frame=item.text.decode("ascii", "backslashreplace"),
        valid=is_good,
        error=None if isinstance(said, Message) else word(said),
        message=None if isinstance(said, Message) else worded(said, words),
        dialect=meant.get("dialect"),
        direction=meant.get("direction"),
        kind=meant.get("kind"),
        version=None if item.frame is None else f"{item.frame.version:02X}",
        address=None if item.frame is None else item.frame.address,
        parts=[] if item.frame is None else list(_parts(item.frame, item, words)),
        packs=meant.get("packs", []),
    )


def _parts(frame: Frame, item: Read, words: Words) -> Iterator[toolshapes.Part]:
    for part in parts(frame, item.said, words):
        yield toolshapes.Part(
            at=part.at, raw=part.raw, name=part.name, value=part.value, text=part.text, unit=part.unit
        )
