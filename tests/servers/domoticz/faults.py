"""Faults to order: what goes wrong with the next requests, before Domoticz ever sees them."""

from dataclasses import dataclass, field

from tests.servers.domoticz.wire import Response

_GARBAGE = b"<!DOCTYPE html><html><body>Please sign in to the guest network</body></html>"


@dataclass(slots=True)
class Faults:
    """A queue of wrong replies; None in it is a connection cut without a word."""

    waiting: list[Response | None] = field(default_factory=list)

    def fail(self, times: int, status: int) -> None:
        self.waiting += [Response.stock(status)] * times

    def garble(self, times: int) -> None:
        """200 and a body that is no JSON, as from a captive portal or a proxy."""
        self.waiting += [Response(200, _GARBAGE, "text/html")] * times

    def cut(self, times: int) -> None:
        self.waiting += [None] * times
