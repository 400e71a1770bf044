"""A small reader of the line protocol, written from its description alone, one character after the other."""

from dataclasses import dataclass
from typing import Any, TypeAlias

Value: TypeAlias = float | str


@dataclass(frozen=True)
class Point:
    """One line, read."""

    measurement: str
    tags: dict[str, str]
    fields: dict[str, Value]
    time: int


class Reader:
    """Reads one line; ValueError for one that breaks the rules."""

    def __init__(self, line: str) -> None:
        self._line = line
        self._at = 0

    def point(self) -> Point:
        measurement = self._word(", ")
        tags: dict[str, str] = {}
        while self._take() == ",":
            key = self._word("=")
            self._expect("=")
            _put(tags, key, self._word(", ="))
        fields: dict[str, Value] = {}
        while True:
            key = self._word("=")
            self._expect("=")
            _put(fields, key, self._value())
            if self._take() != ",":
                break
        return Point(measurement, tags, fields, int(self._line[self._at :]))

    def _word(self, ends: str) -> str:
        """A name or a tag's value: a backslash before one of `, =` or a blank takes its meaning away."""
        found = []
        while self._at < len(self._line) and (character := self._line[self._at]) not in ends:
            follower = self._line[self._at + 1 : self._at + 2]
            if character == "\\" and follower and follower in ", =":
                character, self._at = follower, self._at + 1
            found.append(character)
            self._at += 1
        if not found:
            raise ValueError(self._line)
        return "".join(found)

    def _value(self) -> Value:
        if self._line[self._at] == '"':
            self._at += 1
            return self._text()
        word = self._word(", ")
        if not word[-1].isdigit():
            raise ValueError(word)
        return float(word)

    def _text(self) -> str:
        found = []
        while (character := self._line[self._at]) != '"':
            if character == "\\" and self._line[self._at + 1] in '"\\':
                self._at += 1
            found.append(self._line[self._at])
            self._at += 1
        self._at += 1
        return "".join(found)

    def _take(self) -> str:
        self._at += 1
        return self._line[self._at - 1]

    def _expect(self, character: str) -> None:
        if self._take() != character:
            raise ValueError(self._line)


def points(text: str) -> list[Point]:
    """All lines of a body."""
    return [Reader(line).point() for line in text.split("\n") if line]


def _put(into: dict[str, Any], key: str, value: Value) -> None:
    if key in into:
        raise ValueError(key)
    into[key] = value
