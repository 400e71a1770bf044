"""Passwords of a section: written into it, or kept in a file of their own. Knows no section, and who wants them."""

from pathlib import Path
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, SecretStr, ValidationInfo

from topbms.errors import ConfigError
from topbms.settings import SettingError
from topbms.settings.files import first_line


def password_of(setting: str, given: SecretStr | None, file: Path | None) -> str | None:
    """The password that is given, else the first line of its file; None without either.

    `setting` names the file in the error, as in "mqtt.password_file". Raises ConfigError for a file without one.
    """
    if given is not None:
        return given.get_secret_value()
    return None if file is None else _in_file(setting, file)


def _in_file(setting: str, file: Path) -> str:
    password = first_line(setting, file)
    if not password:
        raise ConfigError("{setting}: {file} has no password in its first line", setting=setting, file=file)
    return password


def _only_one(file: Path | None, info: ValidationInfo) -> Path | None:
    key = str(info.field_name).removesuffix("_file")
    if file is not None and info.data.get(key) is not None:
        raise SettingError("the {key} is given twice; keep either {key} or {key}_file", key=key)
    return file


SecretFile: TypeAlias = Annotated[Path | None, AfterValidator(_only_one)]
"""The file of the secret above it, whose key is the same without `_file`; giving both is refused."""
