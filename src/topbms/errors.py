"""The errors of topbms, named by whose fault it is. Knows nothing else of ours.

Every message is an English template with its values beside it: what happened, where, what to try, in one
line. The template is the key under which a language file keeps its own wording.
"""


class TopbmsError(Exception):
    """Base of everything topbms raises on purpose; `exit_code` is what a command ends with."""

    exit_code = 1

    def __init__(self, template: str, /, **values: object) -> None:
        super().__init__(template, values)
        self.template = template
        self.values = values

    def __str__(self) -> str:
        return self.template.format(**self.values)


class LinkError(TopbmsError):
    """The wire: a port or a connection that cannot be opened, was cut, or stays silent."""


class FrameError(TopbmsError):
    """The bytes: not a frame, or not one that its own counts allow.

    `kind` is the promised word of `topbms decode`: syntax, length, checksum, unknown, payload.
    """

    def __init__(self, kind: str, template: str, /, **values: object) -> None:
        super().__init__(template, **values)
        self.kind = kind


class ReplyError(TopbmsError):
    """The BMS said no (`code` is its RTN), or answered something else than it was asked (`code` None)."""

    def __init__(self, template: str, /, *, code: int | None = None, **values: object) -> None:
        super().__init__(template, **values)
        self.code = code


class ConfigError(TopbmsError):
    """The user: a setting, an argument or a file that cannot be used."""

    exit_code = 2


class SinkError(TopbmsError):
    """The target: Domoticz or another receiver that is away, refuses, or answers nonsense."""


class StoreError(TopbmsError):
    """The disk: a history that is full, read-only, damaged or of a newer version."""
