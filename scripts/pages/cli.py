"""docs/cli.md: the help of every verb, out of the verbs' own signatures.

Walks functions and their annotations, not what a terminal shows: the page is the same for every version of the
libraries that draw the help.
"""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import typer
from typer.models import ArgumentInfo, OptionInfo

from scripts.pages.markdown import code, number, table
from topbms.cli.program import program

_HEAD = """\
# Verbs

`topbms VERB --help` says the same in the terminal, and `topbms --install-completion` teaches your shell to complete
what you type.

Exit codes: 0 done; 1 the battery, the bytes or a target failed; 2 what you typed or your config is wrong. Results go
to standard output, logs and progress to standard error. `--json` prints one JSON object a line. An error is one line:
what, where, what to try. `--debug` anywhere on the line, or `TOPBMS_DEBUG=1` in the environment, adds the traceback
and, for `run`, the log lines that matter only when something is wrong.

"""

_ORDER = ("run", "status", "demo", "read", "scan", "decode", "watch", "simulate", "config", "domoticz", "service")
_NAMES: dict[Any, str] = {int: "NUMBER", float: "NUMBER", str: "TEXT", Path: "FILE", bool: ""}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument or option: `names` as typed (empty for an argument), `value` its place-holder, empty for a flag."""

    names: tuple[str, ...]
    value: str
    help: str
    default: str
    required: bool
    many: bool


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb, such as "topbms config init"."""

    name: str
    help: str
    parameters: tuple[Parameter, ...]


def page() -> str:
    """The whole page."""
    found = verbs()
    overview = table(("verb", "does"), [[_link(verb), verb.help.split("\n\n")[0]] for verb in found])
    return f"{_HEAD}{overview}\n" + "\n".join(_section(verb) for verb in found)


def verbs() -> list[Verb]:
    """Every verb there is, in the order in which people meet them."""
    found = _verbs(program(None), "topbms")
    return sorted(found, key=lambda verb: (_place(verb.name.split()[1]), verb.name))


def _verbs(app: typer.Typer, path: str) -> Iterator[Verb]:
    for info in app.registered_commands:
        if info.callback is not None and not info.hidden:
            name = info.name or info.callback.__name__.replace("_", "-")
            text = inspect.cleandoc(info.help or info.callback.__doc__ or "")
            yield Verb(f"{path} {name}", text, tuple(_parameters(info.callback)))
    for group in app.registered_groups:
        if group.typer_instance is not None:
            yield from _verbs(group.typer_instance, f"{path} {group.name}")


def _parameters(callback: Any) -> Iterator[Parameter]:  # noqa: ANN401 - any function
    hints = get_type_hints(callback, include_extras=True)
    for name, parameter in inspect.signature(callback).parameters.items():
        hint, info = _split(hints[name])
        if info is not None and not info.hidden:
            yield _parameter(name, hint, info, parameter.default)


def _split(hint: Any) -> tuple[Any, ArgumentInfo | OptionInfo | None]:  # noqa: ANN401 - any annotation
    """An annotation's type and what typer is told of it; None for what typer fills in by itself."""
    for extra in getattr(hint, "__metadata__", ()):
        if isinstance(extra, ArgumentInfo | OptionInfo):
            return get_args(hint)[0], extra
    return hint, None


def _parameter(name: str, hint: Any, info: ArgumentInfo | OptionInfo, default: Any) -> Parameter:  # noqa: ANN401
    names = () if isinstance(info, ArgumentInfo) else _names(name, hint, info)
    inner, required = _inner(hint), default is inspect.Parameter.empty
    return Parameter(
        names=names,
        value=info.metavar or (_value(inner) if names else name.upper()),
        help=" ".join([*inspect.cleandoc(info.help or "").split(), *_range(info, inner)]),
        default="" if default is None or default is False or required else _shown(default),
        required=required,
        many=get_origin(_without_none(hint)) in (list, tuple),
    )


def _names(name: str, hint: Any, info: OptionInfo) -> tuple[str, ...]:  # noqa: ANN401 - any annotation
    """What is typed for an option; inside of Annotated, its first name stands where a default would."""
    given = [one for one in (info.default, *(info.param_decls or ())) if isinstance(one, str)]
    if given:
        return tuple(sorted((one for pair in given for one in pair.split("/")), key=len, reverse=True))
    dashed = name.replace("_", "-")
    return (f"--{dashed}", f"--no-{dashed}") if hint is bool else (f"--{dashed}",)


def _shown(default: object) -> str:
    if isinstance(default, Enum):
        return str(default.value)
    return number(default) if isinstance(default, int | float) else str(default)


def _inner(hint: Any) -> Any:  # noqa: ANN401 - any annotation
    """The type of one value: without None, and of a list its element."""
    plain = _without_none(hint)
    return get_args(plain)[0] if get_origin(plain) in (list, tuple) else plain


def _without_none(hint: Any) -> Any:  # noqa: ANN401 - any annotation
    if get_origin(hint) in (Annotated, Literal, list, tuple, None):
        return hint
    return next(kind for kind in get_args(hint) if kind is not type(None))


def _value(kind: Any) -> str:  # noqa: ANN401 - any type
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "|".join(str(one.value) for one in kind)
    if get_origin(kind) is Literal:
        return "|".join(str(one) for one in get_args(kind))
    return _NAMES.get(kind, "TEXT")


def _range(info: ArgumentInfo | OptionInfo, kind: Any) -> Iterator[str]:  # noqa: ANN401 - any type
    if kind not in (int, float) or (info.min is None and info.max is None):
        return
    low = "" if info.min is None else number(info.min)
    high = "" if info.max is None else number(info.max)
    yield f"({low} to {high})" if low and high else f"(at least {low})" if low else f"(at most {high})"


def _place(word: str) -> int:
    return _ORDER.index(word) if word in _ORDER else len(_ORDER)


def _link(verb: Verb) -> str:
    return f"[{code(verb.name)}](#{verb.name.replace(' ', '-')})"


def _section(verb: Verb) -> str:
    text = f"## {verb.name}\n\n{verb.help}\n\n    {_usage(verb)}\n"
    rows = [_row(parameter) for parameter in verb.parameters]
    return f"{text}\n{table(('', 'default', 'meaning'), rows)}" if rows else text


def _usage(verb: Verb) -> str:
    words = [verb.name]
    if any(parameter.names for parameter in verb.parameters):
        words.append("[OPTIONS]")
    return " ".join([*words, *(_written(one) for one in verb.parameters if not one.names)])


def _written(argument: Parameter) -> str:
    if argument.value.startswith("["):
        return argument.value
    many = "..." if argument.many else ""
    return f"{argument.value}{many}" if argument.required else f"[{argument.value}]{many}"


def _row(parameter: Parameter) -> list[str]:
    if not parameter.names:
        return [code(_written(parameter)), code(parameter.default), parameter.help]
    names = ", ".join(code(name) for name in parameter.names)
    default = "**required**" if parameter.required else code(parameter.default)
    return [f"{names} {parameter.value}".rstrip(), default, parameter.help]
