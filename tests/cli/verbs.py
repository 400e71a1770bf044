"""Typing a verb of the command line, in this process."""

from typer.testing import CliRunner

from topbms.cli.program import program
from topbms.errors import TopbmsError


class Typed:
    """What a verb came to: exit code, both outputs, and the error it raised (None when it raised none)."""

    def __init__(self, *arguments: str) -> None:
        result = CliRunner().invoke(program(arguments[0]), list(arguments))
        is_ours = isinstance(result.exception, TopbmsError | SystemExit | None)
        if result.exception is not None and not is_ours:
            raise result.exception
        self.error = result.exception if isinstance(result.exception, TopbmsError) else None
        self.code = self.error.exit_code if self.error else result.exit_code
        self.stdout = result.stdout
        self.stderr = result.stderr
