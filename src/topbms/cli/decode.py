"""`topbms decode`: what frames say, or what is wrong with them.

A script may call it for every frame, so it loads nothing that it does not need: typer only for the overview of all
verbs and for options other than --json, the words of a language only for people.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from io import BufferedIOBase, BytesIO
from typing import Annotated, TextIO

from topbms.dialects.explained.reading import Read, read
from topbms.errors import ConfigError
from topbms.protocol.stream import StreamDecoder

_JSON = "--json"
_STDIN = 0  # its descriptor: sys.stdin would decode the bytes
_CHUNK = 65_536
_PATH = 256  # longer names of files cannot be, or are not typed


def is_plain(arguments: list[str]) -> bool:
    """Whether arguments can be taken as they stand: frames, and no option but --json."""
    return all(argument == _JSON or not argument.startswith("-") for argument in arguments)


def run(arguments: list[str]) -> int:
    """Explain what was typed, or standard input where no frame was typed; returns the exit code."""
    frames = [argument for argument in arguments if argument != _JSON]
    with BytesIO() if frames else _standard_input() as stdin:
        return decode(frames, as_json=_JSON in arguments, stdin=stdin, out=sys.stdout)


def decode(frames: list[str], *, as_json: bool, stdin: BufferedIOBase, out: TextIO) -> int:
    """Explain the frames given, or those in `stdin` when none is given, each as soon as it is whole.

    Returns 1 if any frame was bad, else 0; raises ConfigError when there was no frame at all.
    """
    show = _shower(as_json=as_json)
    if not frames and stdin.isatty():
        _invite()
    seen = bad = 0
    for batch in _batches(frames, stdin):
        for item in batch:
            out.write(show(item) + "\n")
            seen += 1
            bad += not item.is_good
        out.flush()
    if not seen:
        raise _nothing(frames)
    return 1 if bad else 0


def __getattr__(name: str) -> object:
    """`command`, as every verb has it; made only when it is asked for, as it takes typer."""
    if name == "command":
        return _command()
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def _command() -> Callable[..., None]:
    import typer  # noqa: PLC0415 - see __getattr__

    def command(
        frames: Annotated[
            list[str] | None,
            typer.Argument(metavar="[FRAME]...", help="Frames from ~ on; with none given, those in standard input."),
        ] = None,
        as_json: Annotated[bool, typer.Option(_JSON, help="One JSON object a line.")] = False,
    ) -> None:
        """Explain frames: field by field, or what is wrong with them."""
        raise typer.Exit(run([*(frames or ()), *([_JSON] if as_json else ())]))

    return command


def _nothing(frames: list[str]) -> ConfigError:
    from pathlib import Path  # noqa: PLC0415 - only when there was no frame

    file = next((text for text in frames if len(text) < _PATH and Path(text).is_file()), None)
    if file is not None:
        return ConfigError("{path} is a file; decode what is in it with: topbms decode < {path}", path=file)
    return ConfigError("no frame found: a frame begins at ~, such as ~21014642E00201FD34")


def _standard_input() -> BufferedIOBase:
    try:
        return open(_STDIN, "rb", closefd=False)
    except OSError as error:
        raise _unreadable(error) from error


def _unreadable(error: OSError) -> ConfigError:
    return ConfigError("standard input cannot be read ({reason}); give frames as arguments", reason=error.strerror)


def _invite() -> None:
    from topbms.cli.speech import say  # noqa: PLC0415 - only for who sits at a terminal

    print(say("Paste frames, then press Ctrl-D."), file=sys.stderr)


def _shower(*, as_json: bool) -> Callable[[Read], str]:
    if as_json:
        from topbms.dialects.explained.record import record  # noqa: PLC0415 - each way loads only what it needs

        return record
    from topbms.cli.explaining.page import page  # noqa: PLC0415 - the words of a language among it

    return page


def _batches(frames: list[str], stdin: BufferedIOBase) -> Iterator[Iterable[Read]]:
    """What was read, in order. An argument's end ends its frame."""
    decoder = StreamDecoder()
    for frame in frames:
        yield map(read, [*decoder.feed(os.fsencode(frame)), *decoder.close()])
    if not frames:
        while chunk := stdin.read1(_CHUNK):
            yield map(read, decoder.feed(chunk))
        yield map(read, decoder.close())
