"""The verbs as one program. A verb is a module of this folder with `command`, or with `group` for verbs of verbs.

Only the module of the verb that was typed is imported; the overview of all verbs imports all.
"""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

import typer
from typer.exceptions import TyperException

from topbms.errors import ConfigError

_HELP = "Gateway for LiFePO4 packs of the TopBMS family: battery in, Domoticz and history out."


def program(verb: str | None) -> typer.Typer:
    """The program with the verb that was typed, or with all of them when it names none."""
    app = typer.Typer(help=_HELP, pretty_exceptions_enable=False, add_completion=verb is None)
    app.callback()(_root)
    names = _names()
    for name in [verb] if verb in names else names:
        _add(app, name, import_module(f"{__package__}.{name}"))
    return app


def run(arguments: list[str]) -> int:
    """Parse and do; the exit code. Raises ConfigError for arguments that cannot be, and what the verb raises."""
    verb = next((argument for argument in arguments if not argument.startswith("-")), None)
    try:
        code = program(verb)(args=arguments or ["--help"], prog_name="topbms", standalone_mode=False)
    except typer.Abort as error:
        raise KeyboardInterrupt from error
    except TyperException as error:
        raise _wrong(error) from error
    return code if isinstance(code, int) else 0


def _wrong(error: TyperException) -> ConfigError:
    """Typer's words in one line, with where to read more."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "topbms"
    reason = error.format_message().rstrip(".")
    return ConfigError("{reason}; see: {path} --help", reason=reason, path=path)


def _root() -> None:
    """Nothing stands in front of the verbs."""


def _add(app: typer.Typer, name: str, module: ModuleType) -> None:
    """Add a verb; a module that only helps verbs adds nothing."""
    if hasattr(module, "group"):
        app.add_typer(module.group, name=name)
    elif hasattr(module, "command"):
        app.command(name)(module.command)


def _names() -> list[str]:
    return sorted(found.name for found in iter_modules([str(Path(__file__).parent)]))
