"""Who may look at a running gateway: nobody's cookie, word or header opens what the password did not."""

import asyncio
import json
from pathlib import Path

import pytest

from tests.web.api.house import living
from tests.web.guarded import HASH, PASSWORD, TOKEN, TOKEN_HASH, Visitor, guarding, morsel
from topbms.web.safe.sessions import OLDEST, UNUSED

CLOSED = [
    *("/metrics", "/healthz", "/api/v1/overview", "/api/v1/packs", "/api/v1/packs/battery1", "/api/v1/openapi.json"),
    *("/api/v1/support", "/api/v1/links/usr1/frozen/1"),
    *("/api/v1/settings", "/api/v1/stream", "/api/v1/packs/battery1/history?quantity=soc", "/api/v1/nothing"),
    *("/api/v1/session/", "/api/v1/session/../packs", "/api", "/api/v1", "/nothing", "/assets/../metrics"),
    *("/api/v1/session%2f..%2fpacks", "//api/v1/packs", "/API/v1/packs", "/livez/../metrics", "/metrics/"),
]
"""Shown to nobody who has not logged in."""


async def test_this_machine_is_not_asked(tmp_path: Path) -> None:
    async with living(tmp_path) as house:
        assert (await house.get("/session")).json == {"needed": False, "valid": True}
        assert (await house.get("/packs")).status == 200


async def test_this_machine_is_not_asked_either_where_others_are(tmp_path: Path) -> None:
    async with living(tmp_path, web={"password_hash": HASH}) as house:
        assert (await house.get("/session")).json == {"needed": False, "valid": True}
        assert (await house.get("/packs")).status == 200


@pytest.mark.parametrize("path", CLOSED)
async def test_nothing_is_told_to_who_has_not_logged_in(tmp_path: Path, path: str) -> None:
    async with guarding(tmp_path) as visitor:
        answer = await visitor.get(path)
        assert answer.status == 401
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.json["status"] == 401
        assert b"battery1" not in answer.body


async def test_what_is_open_without_a_login(tmp_path: Path) -> None:
    async with guarding(tmp_path) as visitor:
        assert (await visitor.get("/livez")).status == 200
        assert (await visitor.get("/api/v1/session")).json == {"needed": True, "valid": False}
        assert (await visitor.get("/")).status in (200, 503)
        assert (await visitor.get("/assets/none.js")).status == 404


async def test_the_password_opens_and_leaving_closes(tmp_path: Path) -> None:
    async with guarding(tmp_path) as visitor:
        assert not await visitor.may_look()
        assert (await visitor.log_in()).status == 204
        assert (await visitor.get("/api/v1/session")).json == {"needed": True, "valid": True}
        for path in ("/api/v1/overview", "/metrics", "/healthz"):
            assert (await visitor.get(path)).status == 200
        left = await visitor.ask("DELETE", "/api/v1/session")
        assert left.status == 204
        assert (morsel(left).value, morsel(left)["max-age"]) == ("", "0")
        assert not await visitor.may_look()  # the old word, sent once more, is worth nothing


async def test_the_cookie_is_for_this_page_alone(tmp_path: Path) -> None:
    async with guarding(tmp_path) as visitor:
        answer = await visitor.log_in()
        cookie = morsel(answer)
        assert cookie.key == f"topbms_{visitor.house.gateway.store.gateway_id[:8]}"
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "strict", "/")
        assert (cookie["secure"], cookie["domain"], int(cookie["max-age"])) == ("", "", OLDEST)
        assert len(cookie.value) >= 43


async def test_over_https_the_cookie_never_goes_over_http(tmp_path: Path) -> None:
    async with guarding(tmp_path, prefix="/battery") as visitor:
        cookie = morsel(await visitor.log_in(X_Forwarded_Proto="https"))
        assert (cookie["secure"], cookie["path"]) == (True, "/battery")
        inside = morsel(await visitor.log_in(X_Ingress_Path="/api/hassio_ingress/abc"))
        assert (inside["secure"], inside["path"]) == ("", "/api/hassio_ingress/abc")


@pytest.mark.parametrize("password", ["correct hors", "Correct horse", "correct horse ", "x" * 200, "\x00", "é"])
async def test_any_other_word_is_refused(tmp_path: Path, password: str) -> None:
    async with guarding(tmp_path) as visitor:
        answer = await visitor.log_in(password)
        assert (answer.status, answer.headers["content-type"]) == (403, "application/problem+json")
        assert "set-cookie" not in answer.headers
        assert not await visitor.may_look()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"null",
        b"[]",
        b'{"password": 5}',
        b'{"password": ""}',
        b'{"password": "%b"}' % (b"x" * 201),
        b"\xff",
    ],
)
async def test_what_is_no_password_at_all(tmp_path: Path, body: bytes) -> None:
    async with guarding(tmp_path) as visitor:
        answer = await visitor.ask("POST", "/api/v1/session", {"Content-Type": "application/json"}, data=body)
        assert answer.status in (400, 422)
        assert b"x" * 20 not in answer.body


async def test_a_form_of_another_page_is_no_login(tmp_path: Path) -> None:
    async with guarding(tmp_path) as visitor:
        for kind in ("text/plain", "application/x-www-form-urlencoded"):
            body = json.dumps({"password": PASSWORD})
            answer = await visitor.ask("POST", "/api/v1/session", {"Content-Type": kind}, data=body)
            assert answer.status == 422


async def test_a_body_without_an_end_is_cut(tmp_path: Path) -> None:
    async with guarding(tmp_path) as visitor:
        answer = await visitor.ask("POST", "/api/v1/session", data=b"x" * 70_000)
        assert answer.status == 413


@pytest.mark.parametrize("cookie", ["{name}=", "{name}=x", "{name}", "=;;{name}=a; {name}", "{name}=\xe9", "x" * 5000])
async def test_a_cookie_that_was_made_up(tmp_path: Path, cookie: str) -> None:
    async with guarding(tmp_path) as visitor:
        visitor.cookie = cookie.format(name=f"topbms_{visitor.house.gateway.store.gateway_id[:8]}")
        assert not await visitor.may_look()


async def test_a_cookie_among_those_of_others_is_found(tmp_path: Path) -> None:
    async with guarding(tmp_path) as visitor:
        await visitor.log_in()
        visitor.cookie = f'odd[]=1; "x; topbms_00000000=no; {visitor.cookie}; last=2'
        assert await visitor.may_look()


async def test_a_session_that_nobody_used_is_over(tmp_path: Path) -> None:
    async with guarding(tmp_path) as visitor:
        await visitor.log_in()
        visitor.house.clock.ahead += UNUSED - 60
        assert await visitor.may_look()
        visitor.house.clock.ahead += UNUSED - 60
        assert await visitor.may_look()
        visitor.house.clock.ahead += UNUSED + 60
        assert not await visitor.may_look()


async def test_a_session_of_another_gateway_opens_nothing(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    async with guarding(tmp_path) as visitor, guarding(tmp_path / "other") as other:
        await visitor.log_in()
        name = f"topbms_{other.house.gateway.store.gateway_id[:8]}"
        other.cookie = f"{name}={visitor.cookie.partition('=')[2]}"
        assert not await other.may_look()


async def test_leaving_ends_the_streams_that_were_opened(tmp_path: Path) -> None:
    async with guarding(tmp_path) as visitor:
        await visitor.log_in()
        headers = {"Cookie": visitor.cookie, "X-Forwarded-For": visitor.address}
        async with visitor.house.session.get(f"{visitor.house.url}/stream", headers=headers) as stream:
            assert stream.status == 200
            await stream.content.readuntil(b"event: reading")
            await visitor.ask("DELETE", "/api/v1/session")
            async with asyncio.timeout(20):
                await stream.content.read()
            assert stream.content.at_eof()
        await visitor.house.until(lambda: not len(visitor.house.gateway.door.hub))


async def test_wrong_words_wait_longer_and_longer(tmp_path: Path) -> None:
    async with guarding(tmp_path) as visitor:
        statuses = [(await visitor.log_in("wrong")).status for _ in range(5)]
        assert statuses == [403, 403, 403, 403, 429]
        answer = await visitor.log_in()  # the right one has to wait, too
        assert (answer.status, answer.headers["retry-after"]) == (429, "1")
        assert "try again in 1 s" in answer.json["detail"]
        visitor.house.clock.ahead += 1.0
        assert (await visitor.log_in("wrong")).status == 403
        assert (await visitor.log_in("wrong")).headers["retry-after"] == "2"
        elsewhere = Visitor(visitor.house, "203.0.113.10")
        assert (await elsewhere.log_in()).status == 204
        visitor.house.clock.ahead += 2.0
        assert (await visitor.log_in()).status == 204
        assert (await visitor.log_in("wrong")).status == 403


async def test_an_address_is_not_made_up_to_guess_on(tmp_path: Path) -> None:
    async with guarding(tmp_path) as visitor:
        found = [
            (await visitor.log_in("wrong", X_Forwarded_For=f"9.9.9.{number}, {visitor.address}")).status
            for number in range(6)
        ]
        assert found[-1] == 429


async def test_many_wrong_words_at_once_hold_up_no_poll(tmp_path: Path) -> None:
    async with guarding(tmp_path, password_hash="scrypt:13:8:10" + HASH.removeprefix("scrypt:4:8:1")) as visitor:
        before = visitor.house.newest()
        guessing = [
            asyncio.create_task(Visitor(visitor.house, f"203.0.113.{number}").log_in("wrong")) for number in range(60)
        ]
        while not all(task.done() for task in guessing):
            at = visitor.house.newest()
            await visitor.house.until(lambda at=at: visitor.house.newest() > at)  # type: ignore[misc]
        found = [task.result().status for task in guessing]
        assert set(found) == {403, 429}
        assert found.count(429) > 40  # those behind the few that wait are sent away
        assert visitor.house.newest() > before
        assert all(not state.stale for state in visitor.house.gateway.feed.snapshot().packs)


async def test_a_program_shows_its_token(tmp_path: Path) -> None:
    token = {"name": "prometheus", "hash": TOKEN_HASH}
    async with guarding(tmp_path, token=[{"name": "a", "hash": "sha256:" + "0" * 64}, token]) as visitor:
        for path in ("/metrics", "/healthz", "/api/v1/packs"):
            assert (await visitor.get(path, Authorization=f"Bearer {TOKEN}")).status == 200
            assert (await visitor.get(path, Authorization=f"bearer  {TOKEN} ")).status == 200
        answer = await visitor.get("/api/v1/session", Authorization=f"Bearer {TOKEN}")
        assert answer.json == {"needed": True, "valid": True}


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer ", "Bearer x", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", f"Bearer {TOKEN_HASH}"]
)
async def test_what_is_no_token_of_ours(tmp_path: Path, given: str) -> None:
    async with guarding(tmp_path, token=[{"name": "prometheus", "hash": TOKEN_HASH}]) as visitor:
        assert (await visitor.get("/metrics", Authorization=given)).status == 401


async def test_a_token_stands_in_no_address(tmp_path: Path) -> None:
    async with guarding(tmp_path, token=[{"name": "prometheus", "hash": TOKEN_HASH}]) as visitor:
        assert (await visitor.get(f"/metrics?token={TOKEN}&access_token={TOKEN}")).status == 401


async def test_without_a_password_nobody_comes_in_through_a_proxy(tmp_path: Path) -> None:
    async with guarding(tmp_path, password_hash=None) as visitor:
        assert (await visitor.get("/api/v1/session")).json == {"needed": True, "valid": False}
        answer = await visitor.log_in("anything")
        assert (answer.status, answer.json["detail"]) == (
            409,
            "no password is set; set one with: topbms config password",
        )


async def test_everybody_may_look_only_where_that_is_written_out(tmp_path: Path) -> None:
    async with guarding(tmp_path, password_hash=None, insecure=True) as visitor:
        assert (await visitor.get("/api/v1/session")).json == {"needed": False, "valid": True}
        assert await visitor.may_look()


async def test_a_password_is_asked_for_even_if_insecure_was_left_in(tmp_path: Path) -> None:
    async with guarding(tmp_path, insecure=True) as visitor:
        assert not await visitor.may_look()
