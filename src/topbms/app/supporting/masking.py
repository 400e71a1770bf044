"""What is left out of a support file: secrets of the config, and what a pack says of its owner."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from topbms.config import Config
from topbms.config.hiding import Mask, secrets
from topbms.dialects import dialects
from topbms.dialects.explained.scrubbing import Discreet
from topbms.model.dossier import Dossier

_ELSEWHERE = frozenset({"extra"})
"""Bytes that no source explains; the frames, which have them too, go a way of their own."""

_FRAME = re.compile(r"\bframe=(\"[^\"]*\"|\S+)")
_HEAD = 12  # characters of a frame that say who was asked what


def private_names() -> frozenset[str]:
    """The names under which dialects tell whose a pack is."""
    return frozenset(
        name for dialect in dialects().values() if isinstance(dialect, Discreet) for name in dialect.private_fields
    )


def mask_of(settings: Config, content: Any, dossiers: Iterable[Dossier]) -> Mask:  # noqa: ANN401 - any JSON
    """Hides the secrets of a config, and what is private in a status and in dossiers."""
    names = private_names()
    told = (text for dossier in dossiers for text in _told(dossier, names))
    return Mask([*secrets(settings), *_under(content, names), *told])


def without_names(content: Any) -> Any:  # noqa: ANN401 - any JSON
    """What a dialect calls private, or cannot explain, is left out wherever it stands."""
    return _without(content, private_names() | _ELSEWHERE)


def masked(value: Any, mask: Mask) -> Any:  # noqa: ANN401 - any JSON
    """All texts in it without what is hidden."""
    if isinstance(value, dict):
        return {key: masked(one, mask) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [masked(one, mask) for one in value]
    return mask(value) if isinstance(value, str) else value


def without_frames(line: str) -> str:
    """A line of the log with the heads of frames only: damaged ones cannot be masked field by field."""
    return _FRAME.sub(lambda found: f"frame={found[1].strip(chr(34))[:_HEAD]}…", line)


def _without(content: Any, names: frozenset[str]) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(content, dict):
        return {key: _without(value, names) for key, value in content.items() if key not in names}
    return [_without(one, names) for one in content] if isinstance(content, list) else content


def _under(content: Any, names: frozenset[str]) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """The texts that stand under one of these names."""
    if isinstance(content, dict):
        yield from (value for key, value in content.items() if key in names and isinstance(value, str))
        content = list(content.values())
    if isinstance(content, list | tuple):
        for one in content:
            yield from _under(one, names)


def _told(dossier: Dossier, names: frozenset[str]) -> Iterator[str]:
    for part in (dossier.product, dossier.barcode, dossier.identity):
        yield from (text for name in names if isinstance(text := getattr(part, name, None), str))
