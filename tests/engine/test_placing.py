"""Where a line is shared, and with whom."""

from ipaddress import ip_network
from pathlib import Path

import pytest

from topbms.engine.placing import Place, may_come, place_of
from topbms.settings.endpoint import Address


@pytest.mark.parametrize(
    ("share", "place"),
    [
        ("127.0.0.1:7100", Address("127.0.0.1", 7100)),
        ("localhost:7100", Address("127.0.0.1", 7100)),
        ("[::1]:7100", Address("::1", 7100)),
        ("192.168.1.2:1", Address("192.168.1.2", 1)),
        ("pty:/run/topbms/vendor", Path("/run/topbms/vendor")),
    ],
)
def test_a_place_is_a_port_or_a_terminal(share: str, place: Place) -> None:
    assert place_of(share) == place


@pytest.mark.parametrize(
    ("host", "may"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("192.168.1.20", True),
        ("::ffff:192.168.1.20", True),
        ("192.168.1.21", False),
        ("10.1.2.3", True),
        ("11.1.2.3", False),
        ("fe80::1%eth0", True),
        ("fe81::1%eth0", False),
        ("2001:db8::1", False),
    ],
)
def test_this_machine_may_always_come_and_others_by_the_list(host: str, may: bool) -> None:
    networks = [ip_network("192.168.1.20"), ip_network("10.0.0.0/8"), ip_network("fe80::/64")]
    assert may_come(host, networks) is may
