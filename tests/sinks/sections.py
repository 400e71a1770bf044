"""What every section of a target is asked alike: that it refuses by path, shows no secret, and describes itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from topbms.errors import ConfigError
from topbms.settings import Section

SECRET = "sesame-7"


def assert_refused(read: Callable[..., Section], section: dict[str, Any], path: tuple[str, ...], word: str) -> None:
    """The section is refused for one reason, by the path of the value, without its secret."""
    with pytest.raises(ValidationError) as caught:
        read(**section)
    (error,) = caught.value.errors()
    assert error["loc"] == path
    assert word in error["msg"]
    assert SECRET not in str(caught.value)


def assert_hidden(settings: Section) -> None:
    """No text of the settings has the secret."""
    assert SECRET not in repr(settings) + str(settings) + settings.model_dump_json()


def assert_described(settings: type[Section]) -> None:
    """Every setting says what it is."""
    properties = settings.model_json_schema()["properties"]
    assert [name for name, schema in properties.items() if not schema.get("description")] == []


def secret_file(folder: Path, content: bytes | None = f"{SECRET}\r\n# kept by the owner\n".encode()) -> Path:
    """A file with a secret in its first line, or with something else; None for no file."""
    file = folder / "secret"
    if content is not None:
        file.write_bytes(content)
    return file


def assert_of_no_use(credentials: Callable[[], object], setting: str, file: Path, word: str) -> None:
    """Asking for the secret is an error that names the setting and its file."""
    with pytest.raises(ConfigError) as caught:
        credentials()
    assert str(caught.value).startswith(f"{setting}: {file} ")
    assert word in str(caught.value)
