"""The verbs as one program. A verb is a module of this folder with `command`, or with `group` for verbs of verbs.

Only the module of the verb that was typed is imported; the overview of all verbs imports all.
"""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

import typer

_HELP = "Gateway for LiFePO4 packs of the TopBMS family: battery in, Domoticz and history out."


def program(verb: str | None) -> typer.Typer:
    """The program with the verb that was typed, or with all of them when it names none."""
    app = typer.Typer(help=_HELP, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=verb is None)
    app.callback()(_root)
    for name in [verb] if verb and _is_verb(verb) else _verbs():
        _add(app, name, import_module(f"{__package__}.{name}"))
    return app


def run(arguments: list[str]) -> None:
    """Parse and do; ends with SystemExit, or with the error of the verb."""
    verb = next((argument for argument in arguments if not argument.startswith("-")), None)
    program(verb)(args=arguments, prog_name="topbms")


def _root() -> None:
    """Nothing stands in front of the verbs."""


def _add(app: typer.Typer, name: str, module: ModuleType) -> None:
    if hasattr(module, "group"):
        app.add_typer(module.group, name=name)
    elif hasattr(module, "command"):
        app.command(name)(module.command)


def _is_verb(name: str) -> bool:
    return name.isidentifier() and find_spec(f"{__package__}.{name}") is not None and name in _names()


def _verbs() -> list[str]:
    return [name for name in _names() if _has_verb(name)]


def _names() -> list[str]:
    return sorted(found.name for found in iter_modules([str(Path(__file__).parent)]))


def _has_verb(name: str) -> bool:
    module = import_module(f"{__package__}.{name}")
    return hasattr(module, "group") or hasattr(module, "command")
