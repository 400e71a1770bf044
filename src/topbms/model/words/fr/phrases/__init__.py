"""French phrases, a module a subject: the English template to its French wording, with the same values in braces."""

from importlib import import_module
from pkgutil import iter_modules


def _joined() -> dict[str, str]:
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    return {english: french for module in modules for english, french in module.PHRASES.items()}


PHRASES = _joined()
