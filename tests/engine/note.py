"""A memory that keeps its text in sight."""

from dataclasses import dataclass, field

from topbms.engine.speech import Memory


@dataclass
class Note:
    """What a link remembers: the text now, and each that was written, in order."""

    text: str = ""
    written: list[str] = field(default_factory=list)

    async def recall(self) -> str:
        return self.text

    async def remember(self, text: str) -> None:
        self.text = text
        self.written.append(text)

    @property
    def memory(self) -> Memory:
        return Memory(self.recall, self.remember)
