"""What was announced, kept in the sink's notes: so that it can be taken back, and stays complete over a restart.

Knows topics; publishes nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

_KEY = "announced/"


@dataclass(frozen=True, slots=True)
class Note:
    """What one device has at the broker. `base` is what its own topics begin with.

    `topics` are those of its announcements, `entities` the ids in them; both empty where nothing is announced.
    """

    base: str
    topics: frozenset[str] = frozenset()
    entities: frozenset[str] = frozenset()

    @property
    def kept(self) -> tuple[str, ...]:
        """Its own topics on which the broker keeps something; of the gateway's one more than of others."""
        return f"{self.base}/availability", f"{self.base}/gateway"

    def text(self) -> str:
        """The note as it is kept."""
        return json.dumps({"base": self.base, "topics": sorted(self.topics), "entities": sorted(self.entities)})


Notes: TypeAlias = dict[str, Note]
"""By device."""


def notes_of(texts: Mapping[str, str]) -> Notes:
    """The notes among what the sink remembers."""
    return {key.removeprefix(_KEY): _note(text) for key, text in texts.items() if key.startswith(_KEY)}


def texts_of(notes: Mapping[str, Note | None]) -> dict[str, str]:
    """What to remember; an empty text forgets."""
    return {f"{_KEY}{node}": "" if note is None else note.text() for node, note in notes.items()}


def _note(text: str) -> Note:
    kept = json.loads(text)
    return Note(kept["base"], frozenset(kept["topics"]), frozenset(kept["entities"]))
