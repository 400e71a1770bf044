"""French words of every alarm, a module a BMS family: its own codes, those that came first stay where they are."""

from importlib import import_module
from pkgutil import iter_modules

from topbms.model.words.entry import AlarmWords


def _joined() -> dict[str, AlarmWords]:
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    return {code: words for module in modules for code, words in module.ALARMS.items()}


ALARMS = _joined()
