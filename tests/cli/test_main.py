"""The program from the shell: exit codes, one line for an error, and quiet ends."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.cli.explaining.frames import GOOD_REQUEST, REQUEST, WRONG

PROGRAM = str(Path(sys.executable).with_name("topbms"))


def topbms(
    arguments: Iterable[str], stdin: str = "", environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("topbms")), *arguments]
    environ = {**os.environ, "LC_ALL": "C.UTF-8", **(environment or {})}
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=False, env=environ, timeout=60)


def test_arguments_and_options_in_any_order() -> None:
    done = topbms(["decode", REQUEST, "--json", REQUEST])
    assert (done.returncode, done.stderr) == (0, "")
    assert [json.loads(line) for line in done.stdout.splitlines()] == [GOOD_REQUEST] * 2


def test_standard_input_of_the_shell() -> None:
    done = topbms(["decode", "--json"], f"log {REQUEST}\r\n{WRONG}")
    assert done.returncode == 1
    assert [json.loads(line)["valid"] for line in done.stdout.splitlines()] == [True, False]


def test_no_frame_is_one_line_and_exit_code_2() -> None:
    done = topbms(["decode"], "nothing")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "topbms: no frame found: a frame begins at ~, such as ~21014642E00201FD34\n"


def test_a_file_is_not_taken_for_a_frame(tmp_path: Path) -> None:
    file = tmp_path / "frames"
    file.write_text(REQUEST, encoding="utf-8")
    done = topbms(["decode", str(file)])
    assert done.returncode == 2
    assert done.stderr == f"topbms: {file} is a file; decode what is in it with: topbms decode < {file}\n"


@pytest.mark.parametrize("arguments", [["--debug", "decode"], ["decode", "--debug"]])
def test_debug_shows_where_it_happened(arguments: list[str]) -> None:
    done = topbms(arguments, "nothing")
    assert done.returncode != 0
    assert done.stderr.startswith("Traceback")


def test_help_and_wrong_options_are_for_the_parser_of_all_verbs() -> None:
    assert "field by field" in topbms(["decode", "--help"]).stdout
    wrong = topbms(["decode", "--jsn", REQUEST])
    assert wrong.returncode == 2
    assert "--jsn" in wrong.stderr


def test_a_closed_input_is_one_line() -> None:
    command = [str(Path(sys.executable).with_name("topbms")), "decode"]
    done = subprocess.run(
        ["/bin/sh", "-c", '"$0" "$@" <&-', *command], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert done.stderr.startswith("topbms: standard input cannot be read (Bad file descriptor); ")
    assert done.stderr.count("\n") == 1


FULL = "topbms: the output cannot be written (No space left on device); make room there, or send it elsewhere\n"


@pytest.mark.parametrize("buffering", ["", "1"], ids=["at the end", "at once"])
@pytest.mark.parametrize("verb", [["decode", REQUEST], ["config", "schema"], ["--help"], ["--version"], ["scan"]])
def test_an_output_that_is_full_is_one_line(verb: list[str], buffering: str) -> None:
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": buffering}
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [PROGRAM, *verb], stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=environment, timeout=60
        )
    assert (done.returncode, done.stderr) == (1, FULL)


def test_another_fault_is_told_where_the_output_is_full_too() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [PROGRAM, "decode", "~21"], stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60
        )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_closed_output_changes_no_exit_code(closed: str) -> None:
    command = ["/bin/sh", "-c", f'"$0" "$@" {closed}', PROGRAM, "decode", REQUEST]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_character_that_the_terminal_does_not_have_is_no_fault() -> None:
    done = topbms(["decode", "~21"], environment={"LC_ALL": "fr_FR", "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 1
    assert "syntax: seulement 2 caract?res" in done.stdout


def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    command = [str(Path(sys.executable).with_name("topbms")), "decode", "--json"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        running.stdin.write(f"{REQUEST}\n".encode() * 100)
        running.stdin.close()
        assert running.stderr.read() == b""
    assert running.returncode == 1


def test_ctrl_c_ends_it_quietly() -> None:
    command = [str(Path(sys.executable).with_name("topbms")), "decode", "--json"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdin.write(f"{REQUEST}\n".encode())
        running.stdin.flush()
        assert json.loads(running.stdout.readline()) == GOOD_REQUEST
        running.send_signal(signal.SIGINT)
        assert running.stderr.read() == b""
    assert running.returncode == 130


def test_neither_the_web_nor_the_drawing_libraries_are_loaded() -> None:
    program = (
        "import sys; from topbms.cli.decode import run; run(sys.argv[1:]); "
        "print([name for name in ('typer', 'rich', 'pydantic', 'aiohttp', 'asyncio') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, REQUEST], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "[]"
