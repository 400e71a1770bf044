"""Passwords and files of sections: where they are looked for, and what is said of those that are of no use."""

import os
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from tests.rights import no_rights_to
from topbms.errors import ConfigError
from topbms.settings import Section
from topbms.settings.files import content, first_line
from topbms.settings.password import SecretFile, password_of

SETTING = "mqtt.password_file"


class Sample(Section):
    """A section with a secret."""

    token: SecretStr | None = None
    token_file: SecretFile = None


def test_a_secret_is_given_once() -> None:
    assert Sample(token=SecretStr("a")).token_file is None
    assert Sample(token_file=Path("a")).token_file == Path("a")
    with pytest.raises(ValidationError, match="the token is given twice; keep either token or token_file") as caught:
        Sample(token=SecretStr("sesame"), token_file=Path("a"))
    assert [detail["loc"] for detail in caught.value.errors()] == [("token_file",)]
    assert "sesame" not in str(caught.value)


def test_the_given_password_goes_first(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_bytes(b"in the file\n")
    assert password_of(SETTING, SecretStr("given"), file) == "given"
    assert password_of(SETTING, None, file) == "in the file"
    assert password_of(SETTING, None, None) is None


@pytest.mark.parametrize(
    ("written", "line"),
    [
        (b"sesame", "sesame"),
        (b"sesame\r\n# the owner's\n", "sesame"),
        (b" two words \n", " two words "),
        ("clé\n".encode(), "clé"),
        (b"sesame\n\xff\xfe", "sesame"),
        (b"sesame\n" + b"x" * 100_000 + b"\xc3", "sesame"),
        (b"", ""),
    ],
)
def test_the_first_line_of_a_file(tmp_path: Path, written: bytes, line: str) -> None:
    file = tmp_path / "secret"
    file.write_bytes(written)
    assert first_line(SETTING, file) == line


def test_of_a_file_only_the_begin_is_read(tmp_path: Path) -> None:
    file = tmp_path / "large"
    file.write_bytes(b"x" * 100_000)
    assert content(SETTING, file) == b"x" * 65_536


def test_what_is_said_of_files_that_are_of_no_use(tmp_path: Path) -> None:
    file = tmp_path / "secret"

    def told() -> str:
        with pytest.raises(ConfigError) as caught:
            password_of(SETTING, None, file)
        return str(caught.value).removeprefix(f"{SETTING}: {file} ")

    assert told() == "cannot be read (No such file or directory): check the path and its permissions"
    file.mkdir()
    assert told() == "cannot be read (Is a directory): check the path and its permissions"
    file.rmdir()
    os.mkfifo(file)
    assert told() == "is not a plain file; name another"
    file.unlink()
    file.write_bytes(b"\xff\xfe\n")
    assert told() == "cannot be read: it is not text (UTF-8)"
    file.write_bytes(b"\r\nsesame\n")
    assert told() == "has no password in its first line"
    with no_rights_to(file):
        assert told() == "cannot be read (Permission denied): check the path and its permissions"
