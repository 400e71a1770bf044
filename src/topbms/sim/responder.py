"""What the packs of a line answer to a request, faults included. Knows frames and faults, no time and no port."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from topbms.dialects.contract import Battery, Dialect
from topbms.dialects.memory import Memory, Remembering
from topbms.errors import ConfigError
from topbms.model.reading import Analog
from topbms.protocol.frame import Frame
from topbms.sim.chance import dice
from topbms.sim.faults import Echo, ErrorCode, Foreign, Garbage, HalfFrame, Late, Mute, Slow, Spike, WrongChecksum
from topbms.sim.inforce import Faults

_REPLIED = 0x00  # CID2 of a reply: another pack's words, not a question


class LivingBattery(Battery, Protocol):
    """A battery for which time passes."""

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """Characters to send `delay` s after the usual moment; `held` keeps them until the next request has come."""

    data: bytes
    delay: float = 0.0
    held: bool = False


class Answerer(Protocol):
    """What answers on a line."""

    @property
    def packs(self) -> tuple[LivingBattery, ...]:
        """The packs that live behind it, if any."""
        ...

    def asked(self, request: Frame) -> LivingBattery | None:
        """The pack that a frame asks; None for one that asks none."""
        ...

    def answer(self, request: Frame) -> Answer | None:
        """What is sent back; None for silence."""
        ...


class Responder:
    """Speaks for packs with addresses of their own; raises ConfigError when two share one.

    A pack listens to the ADR that its dialect gives to a pack of its number, which need not be the number itself.
    """

    def __init__(self, packs: Iterable[LivingBattery], dialect: Dialect, faults: Faults, seed: int) -> None:
        self.faults = faults
        self._dialect = dialect
        self._chance = dice(seed, "noise")
        self._packs: dict[int, LivingBattery] = {}
        for pack in packs:
            if self._packs.setdefault(_heard_at(pack, dialect), pack) is not pack:
                raise ConfigError("two simulated packs have address {address}", address=pack.address)

    @property
    def packs(self) -> tuple[LivingBattery, ...]:
        """The packs, in the order given."""
        return tuple(self._packs.values())

    def asked(self, request: Frame) -> LivingBattery | None:
        """The pack that a frame asks; None for an address that does not exist, or a frame that is no question."""
        is_question = self._dialect.claims(request) and request.cid2 != _REPLIED
        return self._packs.get(request.address) if is_question else None

    def answer(self, request: Frame) -> Answer | None:
        """What is sent back; None for silence."""
        address, command = self._number(request), request.cid2
        data = self._echo(request) + self._reply(request)
        if not data:
            return None
        late = self.faults.striking(Late, address, command)
        delays = [fault.delay for fault in late if fault.delay is not None]
        delays += [fault.delay for fault in self.faults.striking(Slow, address, command)]
        return Answer(data, sum(delays), any(fault.delay is None for fault in late))

    def _number(self, request: Frame) -> int:
        """The number of the pack that is asked, by which faults are ordered; where there is none, ADR."""
        pack = self._packs.get(request.address)
        return request.address if pack is None else pack.address

    def _echo(self, request: Frame) -> bytes:
        echoes = self.faults.striking(Echo, self._number(request), request.cid2)
        return request.encode() if echoes else b""

    def _reply(self, request: Frame) -> bytes:
        """The reply's characters; empty for silence."""
        address, command = self._number(request), request.cid2
        pack = self.asked(request)
        if pack is None or self.faults.striking(Mute, address, command):
            return b""
        reply = self._dialect.answer(request, _Distorted(pack, command, self.faults))
        for changing in (ErrorCode, Foreign):
            for fault in self.faults.striking(changing, address, command):
                reply = fault.change(reply)
        return self._damaged(reply.encode(), address, command)

    def _damaged(self, data: bytes, address: int, command: int) -> bytes:
        """The checksum is damaged first, while there still is one."""
        for damaging in (WrongChecksum, HalfFrame, Garbage):
            for fault in self.faults.striking(damaging, address, command):
                data = fault.damage(data, self._chance)
        return data


def _heard_at(pack: Battery, dialect: Dialect) -> int:
    """ADR of what a link asks the pack of this number."""
    return next(dialect.conversation(pack.address, dialect.request_versions[0], identify=False)).address


class _Distorted:
    """A battery whose measured values pass through the spikes in force; it has a memory if the battery has one."""

    memory: Memory

    def __init__(self, battery: Battery, command: int, faults: Faults) -> None:
        self.address = battery.address
        self.alarms = battery.alarms
        self.product = battery.product
        if isinstance(battery, Remembering):
            self.memory = battery.memory
        self._battery = battery
        self._command = command
        self._faults = faults

    def analog(self) -> Analog:
        values = self._battery.analog()
        for spike in self._faults.striking(Spike, self.address, self._command):
            values = spike.distort(values)
        return values
