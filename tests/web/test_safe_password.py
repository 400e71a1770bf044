"""The password and tokens as they are kept; one line is of RFC 7914, none of our own making is expected."""

import unicodedata
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest

from topbms.config import parse
from topbms.errors import ConfigError
from topbms.settings import SettingError
from topbms.web.safe.password import kept, parsed
from topbms.web.safe.token import checked, hash_of, is_among, new_token

RFC_KEY = (
    "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
    "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
)
"""RFC 7914, section 12: scrypt of "pleaseletmein" with salt "SodiumChloride", N = 16384, r = 8, p = 1."""

ABC = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
"""FIPS 180-2, appendix B.1: SHA-256 of "abc"."""


def text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


RFC_LINE = f"scrypt:14:8:1:{text(b'SodiumChloride')}:{text(bytes.fromhex(RFC_KEY))}"


def test_a_line_is_scrypt_as_the_rfc_has_it() -> None:
    assert parsed(RFC_LINE).is_that("pleaseletmein")
    assert not parsed(RFC_LINE).is_that("pleaseletmeIn")
    assert str(parsed(RFC_LINE)) == RFC_LINE


def test_a_kept_password_is_only_itself() -> None:
    line = str(kept("correct horse"))
    assert "correct" not in line
    assert parsed(line).is_that("correct horse")
    assert [
        word for word in ("", "correct hors", "Correct horse", "correct horse ") if parsed(line).is_that(word)
    ] == []


def test_two_that_are_the_same_are_kept_differently() -> None:
    assert str(kept("correct horse")) != str(kept("correct horse"))


def test_an_accent_is_the_same_on_every_keyboard() -> None:
    typed = "mot de passe d'été"
    assert kept(unicodedata.normalize("NFC", typed)).is_that(unicodedata.normalize("NFD", typed))


@pytest.mark.parametrize(
    "line",
    [
        "",
        "correct horse",
        "scrypt:14:8:5",
        RFC_LINE + "x" * 30,
        RFC_LINE.replace("scrypt", "bcrypt"),
        RFC_LINE.replace(":14:8:1:", ":14:8:0:"),
        RFC_LINE.replace(":14:8:1:", ":0:8:1:"),
        RFC_LINE.replace(":14:8:1:", ":14:0:1:"),
        RFC_LINE.replace(":14:8:1:", ":14:8:17:"),
        RFC_LINE.replace(":14:8:1:", ":20:8:1:"),
        RFC_LINE.replace(":14:8:1:", ":99:99:1:"),
        f"scrypt:14:8:1:{'a' * 13}:{'b' * 25}",
        RFC_LINE + "\n",
    ],
)
def test_what_is_no_line_of_ours_is_refused(line: str) -> None:
    with pytest.raises(SettingError, match="topbms config password"):
        parsed(line)


def test_a_token_is_known_by_its_hash() -> None:
    assert hash_of("abc") == checked(ABC) == ABC
    assert is_among("abc", [hash_of("x"), ABC, hash_of("y")])
    assert not is_among("abc", [hash_of("x")])
    assert not is_among("", [])


def test_tokens_are_never_the_same() -> None:
    first, second = new_token(), new_token()
    assert first != second
    assert min(len(first), len(second)) > 43  # 32 bytes, and the mark


@pytest.mark.parametrize("line", ["", "abc", ABC.upper(), ABC[:-1], ABC.replace("sha256", "md5"), ABC + "0"])
def test_what_is_no_hash_of_ours_is_refused(line: str) -> None:
    with pytest.raises(SettingError, match="topbms config token"):
        checked(line)


def test_the_password_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "page"
    file.write_text(f"{RFC_LINE}\nand more\n", encoding="utf-8")
    password = parse({"web": {"password_hash_file": str(file)}}).web.credentials()
    assert password is not None
    assert str(password) == RFC_LINE


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, r"cannot be read \(No such file"),
        (b"", "not what topbms config password writes"),
        (b"secret word\n", "not what topbms config password writes"),
        (b"\xff\xfe\n", "not what topbms config password writes"),
    ],
)
def test_a_file_without_one_is_told(tmp_path: Path, content: bytes | None, told: str) -> None:
    file = tmp_path / "page"
    if content is not None:
        file.write_bytes(content)
    settings = parse({"language": "en", "web": {"password_hash_file": str(file)}}).web
    with pytest.raises(ConfigError, match=told) as caught:
        settings.credentials()
    assert "secret word" not in str(caught.value)
