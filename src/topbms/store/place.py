"""Whether the history still lies where it was opened: a disk can be unmounted, a folder moved, a file replaced.

SQLite would go on writing into a file that nobody finds again.
"""

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from topbms.errors import StoreError


class Found(Enum):
    """What stands where the history was."""

    SAME = auto()
    OTHER = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Place:
    """A file and its folder, as they were when it was opened."""

    path: Path
    device: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> "Place":
        """The place as it is now; raises OSError when there is none."""
        status = path.stat()
        return cls(path, status.st_dev, status.st_ino)

    def look(self) -> Found:
        """What is there now; NOTHING only where a new file would lie on the same disk as the old one.

        Raises StoreError when the folder is gone, or is another disk's: a mount that is away looks like an empty
        folder, and what was written there would be hidden when it comes back.
        """
        try:
            return Found.SAME if Place.of(self.path) == self else Found.OTHER
        except FileNotFoundError:
            return self._look_at_folder()

    def _look_at_folder(self) -> Found:
        try:
            is_same = self.path.parent.stat().st_dev == self.device
        except FileNotFoundError:
            is_same = False
        if not is_same:
            raise StoreError("the folder of the history {path} is gone; is its disk mounted?", path=self.path)
        return Found.NOTHING
