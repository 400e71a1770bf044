"""The OpenAPI: what it promises, and whether the API keeps it whatever it is asked (schemathesis)."""

import asyncio
import sys
from pathlib import Path
from typing import Any

from tests.web.api import promised
from tests.web.api.house import HIGH, House, living

_OPTIONS = ("--max-examples", "10", "--seed", "1", "--no-color", "--warnings", "off", "--suppress-health-check=all")
_CONFIG = str(Path(__file__).with_name("schemathesis.toml"))
_ENDLESS = "stream|setup/scan"


async def test_paths_and_names_of_fields_are_as_promised(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        found = (await house.get("/openapi.json")).json
    assert found["openapi"].startswith("3.1")
    asked = {
        f"{method.upper()} {path}": _parameters(operation)
        for path, item in found["paths"].items()
        for method, operation in item.items()
    }
    assert asked == promised.QUESTIONS
    fields = {name: " ".join(sorted(shape["properties"])) for name, shape in found["components"]["schemas"].items()}
    assert fields == promised.FIELDS


def _parameters(operation: Any) -> str:
    return " ".join(sorted(parameter["name"] for parameter in operation.get("parameters", [])))


async def test_no_page_of_docs_loads_anything_from_elsewhere(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        for path in ("/docs", "/redoc"):
            assert (await house.get(path)).status == 404


async def test_whatever_is_asked_the_answer_is_as_promised(tmp_path: Path) -> None:
    """Good questions and bad ones, made of the OpenAPI, each checked against it."""
    async with living(tmp_path) as house:
        house.packs[0].force(HIGH)
        await house.gateway.store.flush()
        command = [
            sys.executable,
            "-m",
            "schemathesis.cli",
            "--config-file",
            _CONFIG,
            "run",
            f"{house.url}/openapi.json",
        ]
        process = await asyncio.create_subprocess_exec(
            *(*command, *_OPTIONS, "--exclude-path-regex", _ENDLESS),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            cwd=tmp_path,
        )
        said, _ = await process.communicate()
    assert process.returncode == 0, "\n".join(line[:300] for line in said.decode().splitlines()[-200:])


async def _document(house: House) -> Any:
    return (await house.get("/openapi.json")).json


async def test_who_may_ask_is_told(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        found = await _document(house)
        cookie = f"topbms_{house.gateway.store.gateway_id[:8]}"
    ways = found["components"]["securitySchemes"]
    assert (ways["token"]["type"], ways["token"]["scheme"]) == ("http", "bearer")
    assert (ways["session"]["type"], ways["session"]["in"], ways["session"]["name"]) == ("apiKey", "cookie", cookie)
    assert found["security"] == [{"token": []}, {"session": []}, {}]
    free = {
        path: {method for method, operation in item.items() if operation.get("security") == []}
        for path, item in found["paths"].items()
    }
    assert {path: methods for path, methods in free.items() if methods} == {"/session": {"get", "post", "delete"}}


async def test_what_is_refused_is_told_of_each_operation(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        paths = (await _document(house))["paths"]
    told = {
        f"{method.upper()} {path}": " ".join(status for status in operation["responses"] if status[0] in "45")
        for path, item in paths.items()
        for method, operation in item.items()
    }
    assert {question: told[question] for question in promised.REFUSED} == promised.REFUSED
    for item in paths.values():
        for operation in item.values():
            for status, answer in operation["responses"].items():
                if status[0] in "45d":
                    assert list(answer["content"]) == ["application/problem+json"]
    assert "Retry-After" in paths["/session"]["post"]["responses"]["429"]["headers"]
