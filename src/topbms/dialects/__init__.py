"""Where bytes and meaning meet: one module or folder a BMS family, found by scanning this folder.

A dialect module offers `DIALECT`. It does no I/O, reads no clock and awaits nothing; who drives it is not its
business. What a dialect is stands in `topbms.dialects.contract`.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from topbms.dialects.contract import Dialect
from topbms.errors import ConfigError

_FIRST = "topbms"


@cache
def dialects() -> dict[str, Dialect]:
    """Every dialect of this folder by name."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    found = [module.DIALECT for module in modules if hasattr(module, "DIALECT")]
    return {dialect.name: dialect for dialect in found}


def dialect(name: str) -> Dialect:
    """The dialect of that name; raises ConfigError that lists the names there are."""
    known = dialects()
    if name not in known:
        raise ConfigError(
            "dialect {name!r} is not known; known are: {known}", name=name, known=", ".join(sorted(known))
        )
    return known[name]


def chosen(name: str) -> Dialect:
    """The dialect of a setting; "auto" is the one that this gateway was first made for."""
    return dialect(_FIRST if name == "auto" else name)
