"""The web site: from a request to its reply, by way of login, rights and the table of commands."""

from typing import Literal, NamedTuple

from tests.servers.domoticz import creation, gateways, system, values
from tests.servers.domoticz.asking import Ask, RefusalError
from tests.servers.domoticz.login import REMOVAL, Caller, Gate, Way
from tests.servers.domoticz.wire import Request, Response

COMMANDS = {**system.COMMANDS, **gateways.COMMANDS, **creation.COMMANDS, **values.COMMANDS}


class Seen(NamedTuple):
    """One request: its command (empty if it had none), its parameters, and how it was logged in.

    `login` is "fault" where an ordered fault answered instead.
    """

    command: str
    params: dict[str, str]
    login: Way | Literal["fault"]


class Site:
    """Everything behind `/json.htm`; there is no other page here."""

    def __init__(self, gate: Gate) -> None:
        self.seen: list[Seen] = []
        self._gate = gate

    def note(self, request: Request, login: Way | Literal["fault"]) -> None:
        self.seen.append(Seen(request.params.get("param", ""), request.params, login))

    def respond(self, request: Request) -> Response:
        caller = self._gate.identify(request)
        self.note(request, caller.way)
        if request.path != "/json.htm":
            return Response.stock(404)
        if caller.user is None and not _is_open(request):
            return Response.stock(401, (REMOVAL,))
        if request.method == "POST" and "?" not in request.target:
            return Response.stock(401, (REMOVAL,))
        if request.params.get("type") != "command":
            return Response(404)
        return _run(Ask(request.params, caller, self._gate))


def _is_open(request: Request) -> bool:
    """Whether the URL alone asks for a command that answers anyone."""
    return request.query.get("type") == "command" and request.query.get("param", "") in system.OPEN


def _run(ask: Ask) -> Response:
    command = COMMANDS.get(ask.text("param"))
    if command is None:
        return Response.of_json({"status": "ERROR"})
    try:
        answer = command(ask) or {"status": "ERR"}
    except RefusalError as refusal:
        return Response.of_json({"status": refusal.word}, refusal.http_status, _cookies(ask, ask.caller))
    return Response.of_json(answer, cookies=_cookies(ask, ask.caller))


def _cookies(ask: Ask, caller: Caller) -> tuple[str, ...]:
    """A fresh login takes the place of a renewal."""
    return tuple(ask.cookies) or ((caller.cookie,) if caller.cookie else ())
