"""What everything is called at the broker: topics and unique ids. Pure; promises to users.

    topbms/home/state                      the gateway
    topbms/home/availability               online, offline (retained; the gateway's last will)
    topbms/home/gateway                    the id of the gateway that serves this site (retained)
    topbms/home/history                    its events and health, one after the other
    topbms/home/battery1/state             a pack, or the bank
    topbms/home/battery1/availability      online, offline when the pack is silent (retained)
    topbms/home/battery1/history           its readings, one after the other

The names are English and made of ids, never of what people call a pack.
"""

from dataclasses import dataclass

from topbms.model.bank import BANK

__all__ = ["BANK", "GATEWAY", "Names"]

GATEWAY = "gw"
"""What the gateway is called there; no pack may have that id."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one site. `topic` and `prefix` are what its topics and its announcements begin with.

    An `owner` is a pack's id, BANK or GATEWAY.
    """

    site: str
    topic: str = "topbms"
    prefix: str = "homeassistant"

    def base(self, owner: str) -> str:
        """What the topics of an owner begin with."""
        site = f"{self.topic}/{self.site}"
        return site if owner == GATEWAY else f"{site}/{owner}"

    def state(self, owner: str) -> str:
        """Where its state goes."""
        return f"{self.base(owner)}/state"

    def availability(self, owner: str) -> str:
        """Where it is said whether it is there."""
        return f"{self.base(owner)}/availability"

    def history(self, owner: str) -> str:
        """Where its records go, one after the other."""
        return f"{self.base(owner)}/history"

    @property
    def holder(self) -> str:
        """Where it stands which gateway serves this site."""
        return f"{self.base(GATEWAY)}/gateway"

    def node(self, owner: str) -> str:
        """Its device, as identifier, in topics of announcements and at the begin of unique ids."""
        return f"{self.site}_{owner}"
