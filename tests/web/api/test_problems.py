"""What is wrong with a request is told in our own words, in the language of the request."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from tests.web.api.house import living
from topbms.errors import worded
from topbms.model.words import words
from topbms.web.api.wrong import MOST, wrong

ASKED = [
    ("/packs/cake", 404, "no pack is called cake", "aucune batterie ne s'appelle cake"),
    ("/packs/cake/history?quantity=soc", 404, "no pack is called cake", "aucune batterie ne s'appelle cake"),
    ("/energy?owner=cake", 404, "no pack is called cake", "aucune batterie ne s'appelle cake"),
    ("/nothing", 404, "Not Found", "Rien à cette adresse"),
    ("/events?cursor=x", 404, "no page of events has this cursor", "aucune page d'événements n'a ce repère"),
    ("/events?limit=0", 422, "limit must be at least 1", "limit doit valoir au moins 1"),
    ("/events?limit=5000", 422, "limit must be at most 1000", "limit doit valoir au plus 1000"),
    ("/events?limit=x", 422, "limit must be a whole number", "limit doit être un nombre entier"),
    ("/events?from=x", 422, "from must be a number", "from doit être un nombre"),
    ("/events?kind=cake", 422, "kind is not a valid value", "kind n'est pas une valeur valable"),
    (
        "/energy?from=2026-02-30",
        422,
        "from: a day is expected, such as 2026-11-25",
        "from\u202f: il faut un jour, par exemple 2026-11-25",
    ),
    (
        "/energy?from=1",
        422,
        "from: a day is expected, such as 2026-11-25",
        "from\u202f: il faut un jour, par exemple 2026-11-25",
    ),
    (
        "/energy?period=week",
        422,
        "period must be one of 'day', 'month', 'year'",
        "period doit être l'un de 'day', 'month', 'year'",
    ),
    ("/packs/battery1/history", 422, "quantity is missing", "quantity manque"),
    (
        "/packs/battery1/history?quantity=soc&from=x",
        422,
        "from must be a number; from must be one of 'all'",
        "from doit être un nombre\u202f; from doit être l'un de 'all'",
    ),
]


async def test_what_is_wrong_with_a_question_is_told_in_its_language(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        for path, status, english, french in ASKED:
            sign = "&" if "?" in path else "?"
            for query, said in (("", english), (f"{sign}lang=fr", french), (f"{sign}lang=en", english)):
                answer = await house.get(path + query)
                assert (path, answer.status, answer.json["detail"]) == (path, status, said)
                assert answer.headers["content-type"] == "application/problem+json"
                assert answer.json["title"] in {"Not Found", "Unprocessable Entity", "Unprocessable Content"}


async def test_by_default_it_is_the_language_of_the_config(tmp_path: Path) -> None:
    async with living(tmp_path, language="fr") as house:
        assert (await house.get("/packs/cake")).json["detail"] == "aucune batterie ne s'appelle cake"
        assert (await house.get("/packs/cake?lang=xx")).json["detail"] == "lang n'est pas une valeur valable"
        assert (await house.ask("PUT", "/packs")).json["detail"] == "Cette adresse ne prend pas une telle demande"


SENT: list[tuple[str, Any, str, str]] = [
    ("/decode", {}, "text is missing", "text manque"),
    ("/decode", {"text": 1}, "text must be a text", "text doit être un texte"),
    ("/decode", {"text": "~" * 60_001}, "text has more than 60000 characters", "text dépasse 60000 caractères"),
    ("/decode", [], "the body must be a JSON object", "le corps de la demande doit être un objet JSON"),
    ("/setup/scan", {"url": ""}, "url is too short", "url est trop court"),
    ("/setup/scan", {"url": "x", "baud": 1.5}, "baud must be a whole number", "baud doit être un nombre entier"),
    ("/setup/scan", {"url": "x", "baud": 7}, "baud must be at least 300", "baud doit valoir au moins 300"),
    ("/setup/scan", {"url": "x", "force": "perhaps"}, "force must be true or false", "force doit être true ou false"),
    (
        "/setup/scan",
        {"url": "cake"},
        "url: cake: not a port",
        "url\u202f: cake\u202f: pas un port",
    ),
    ("/session", {"password": "x"}, "no password is set", "aucun mot de passe n'est défini"),
]


async def test_what_is_wrong_with_a_body_is_told_in_its_language(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        for path, body, english, french in SENT:
            for language, said in (("en", english), ("fr", french)):
                assert said in (await house.post(f"{path}?lang={language}", body)).json["detail"]


async def test_a_body_of_another_type_is_told_how_to_be_sent(tmp_path: Path) -> None:
    """As `curl -d` sends it."""
    async with living(tmp_path) as house:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = await house.ask("POST", "/decode", data='{"text": "~"}', headers=headers)
        said = "the body must be a JSON object, sent as Content-Type: application/json"
        assert (answer.status, answer.json["detail"]) == (422, said)


async def test_a_body_that_is_no_json_is_told(tmp_path: Path) -> None:
    async with living(tmp_path, language="fr") as house:
        answer = await house.ask("POST", "/decode", data="{", headers={"Content-Type": "application/json"})
        assert (answer.status, answer.json["detail"]) == (422, "le corps de la demande n'est pas du JSON")
        answer = await house.ask("POST", "/decode", data="x" * 70_000)
        assert (answer.status, answer.json["detail"]) == (413, "le corps de la demande dépasse 65536 octets")


@pytest.mark.parametrize(
    ("headers", "method", "status", "english", "french"),
    [
        ({"Host": "evil.example"}, "GET", 421, "the gateway is not known by this name", "n'est pas connue sous ce nom"),
        ({"Origin": "http://evil.example"}, "POST", 403, "a page of another address", "une page d'une autre adresse"),
        ({"X-Forwarded-For": "192.168.1.9"}, "GET", 401, "log in with the password", "identifiez-vous avec le mot"),
    ],
)
async def test_who_may_not_pass_is_told_so_in_his_language(
    tmp_path: Path, headers: dict[str, str], method: str, status: int, english: str, french: str
) -> None:
    async with living(tmp_path, language="fr") as house:
        for query, said in (("", french), ("?lang=fr", french), ("?lang=en", english)):
            answer = await house.ask(method, f"/packs{query}", headers=headers)
            assert answer.status == status
            assert said in answer.json["detail"]


class _Shape(BaseModel, extra="forbid"):
    number: float = 0.0
    flag: bool = False
    listed: list[int] = Field(default=[], max_length=1)


@pytest.mark.parametrize(
    ("content", "english", "french"),
    [
        ({"number": "x"}, "number must be a number", "number doit être un nombre"),
        ({"cake": 1}, "cake is not known here", "cake n'est pas connu ici"),
        ({"listed": [1, 2]}, "listed is given more than 1 times", "listed est donné plus de 1 fois"),
        ({"listed": ["x"]}, "listed.0 must be a whole number", "listed.0 doit être un nombre entier"),
        ({"listed": 3}, "listed is not a valid value", "listed n'est pas une valeur valable"),
    ],
)
def test_each_kind_of_fault(content: object, english: str, french: str) -> None:
    (error,) = wrong(_faults(content))
    assert [worded(error, words(language)) for language in ("en", "fr")] == [english, french]


def test_of_many_faults_the_first_are_told() -> None:
    assert len(wrong(_faults({f"cake{number}": 1 for number in range(10)}))) == MOST


def _faults(content: object) -> list[dict[str, Any]]:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(_Shape).validate_python(content)
    return [{**error, "loc": ("body", *error["loc"])} for error in caught.value.errors()]


async def test_beside_the_api_too(tmp_path: Path) -> None:
    async with living(tmp_path, language="fr") as house:
        root = house.url.removesuffix("/api/v1")
        for query, said in (("", "Rien à cette adresse\u202f; il y a /metrics"), ("?lang=en", "Not Found; there are")):
            async with house.session.get(f"{root}/nothing{query}") as answer:
                assert (answer.status, (await answer.text()).startswith(said)) == (404, True)
