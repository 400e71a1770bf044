"""What a language says of one alarm."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AlarmWords:
    """`words` name the alarm, `meaning` says what is happening, `action` what to do. Whole sentences but the first."""

    words: str
    meaning: str
    action: str
