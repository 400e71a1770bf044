"""The command line: one module a verb, imported when it is typed.

`main` knows how a verb ends: with its exit code, or with one line that says what went wrong.
"""

import gc
import os
import sys
from contextlib import suppress

from topbms.cli import outputs
from topbms.errors import TopbmsError

_DEBUG = "--debug"
_VARIABLE = "TOPBMS_DEBUG"
_RARELY = 100_000  # new objects until garbage is looked for: nothing that is loaded at the start is any
_FAILED, _INTERRUPTED = 1, 130


def main() -> int:
    """Run what was typed; returns the exit code. With --debug, or TOPBMS_DEBUG set, errors show their traceback."""
    arguments = [argument for argument in sys.argv[1:] if argument != _DEBUG]
    if len(arguments) < len(sys.argv) - 1:
        os.environ[_VARIABLE] = "1"
    outputs.prepare()
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our output has gone
        outputs.let_go()
        return _FAILED
    except KeyboardInterrupt:
        return _INTERRUPTED
    except (TopbmsError, OSError) as error:
        if os.environ.get(_VARIABLE):
            raise
        return _failed(error)
    return code


def _run(arguments: list[str]) -> int:
    """`decode` goes a way of its own: it does not wait for the libraries that draw the other verbs."""
    if arguments == ["--version"]:
        from topbms import __version__  # noqa: PLC0415 - reading it takes a while, and few verbs show it

        print(f"topbms {__version__}")
        return 0
    if arguments[:1] == ["decode"]:
        gc.set_threshold(_RARELY)
        from topbms.cli import decode  # noqa: PLC0415 - see above

        if decode.is_plain(arguments[1:]):
            code = decode.run(arguments[1:])
            gc.freeze()  # else the interpreter looks through all that was loaded once more, only to end
            return code
    from topbms.cli.program import run  # noqa: PLC0415 - see above

    return run(arguments)


def _failed(error: TopbmsError | OSError) -> int:
    from topbms.cli.speech import told  # noqa: PLC0415 - words only when there is something to say

    worded = error if isinstance(error, TopbmsError) else _worded(error)
    outputs.settle()
    with suppress(OSError):  # nobody can be told where standard error is full
        print(f"topbms: {told(worded)}", file=sys.stderr)
    return worded.exit_code


def _worded(error: OSError) -> TopbmsError:
    """A fault of the system that no verb has put into words."""
    reason = error.strerror or str(error)
    if outputs.is_refusal(error):
        return TopbmsError(
            "the output cannot be written ({reason}); make room there, or send it elsewhere", reason=reason
        )
    if isinstance(error.filename, str):
        from pathlib import Path  # noqa: PLC0415 - see above

        from topbms.cli.keeping.naming import file_error  # noqa: PLC0415 - see above

        return file_error(Path(error.filename), error)
    return TopbmsError("{reason}; with --debug topbms shows where it happened", reason=reason)
