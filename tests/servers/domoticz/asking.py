"""What a command is given and how it says no. Knows no command."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.servers.domoticz.house import House
from tests.servers.domoticz.login import Caller, Gate

Answer = dict[str, object]

VERSION = "2025.1 (build 16785)"


class RefusalError(Exception):
    """A command that answers with another HTTP status than 200; `word` is the JSON's status."""

    def __init__(self, http_status: int, word: str) -> None:
        super().__init__(http_status, word)
        self.http_status = http_status
        self.word = word


@dataclass(frozen=True, slots=True)
class Ask:
    """One call of a command; `cookies` collects what the answer is to set."""

    params: dict[str, str]
    caller: Caller
    gate: Gate
    cookies: list[str] = field(default_factory=list)

    @property
    def house(self) -> House:
        return self.gate.house

    def has(self, *names: str) -> bool:
        """Whether all of these came, and not empty."""
        return all(self.params.get(name) for name in names)

    def text(self, name: str) -> str:
        return self.params.get(name, "")

    def require(self, rights: int) -> None:
        """Raises RefusalError, 403, for a caller with fewer."""
        if self.caller.rights < rights:
            raise RefusalError(403, "ERR")


# None is the answer of a known command that failed: `{"status":"ERR"}`.
Command = Callable[[Ask], Answer | None]


def okay(title: str, **more: object) -> Answer:
    return {"status": "OK", "title": title, **more}
