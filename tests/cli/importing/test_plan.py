"""From the old set-up to a config: which port, which pack, which idx."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.importing.oldfiles import BROKEN, OLD, SHARED
from topbms.cli.configuring.draft import DraftDomoticz, DraftLink, DraftPack
from topbms.cli.importing.crontabs import Crontab, Entry
from topbms.cli.importing.oldsetup import OldSetup, read_setup
from topbms.cli.importing.plan import Plan, interval_of, plan
from topbms.cli.importing.receivers import Receiver
from topbms.cli.importing.senders import Asked
from topbms.cli.importing.units import Bridge
from topbms.cli.speech import speak
from topbms.errors import ConfigError

URL = "http://house.lan:8080"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    speak("en")
    yield
    speak("en")


def setup_of(
    *parts: Bridge | Asked | Receiver, crontabs: tuple[Crontab, ...] = (), readers: tuple[str, ...] = ()
) -> OldSetup:
    return OldSetup(
        bridges=tuple(part for part in parts if isinstance(part, Bridge)),
        asked=tuple(part for part in parts if isinstance(part, Asked)),
        receivers=tuple(part for part in parts if isinstance(part, Receiver)),
        readers=readers,
        crontabs=crontabs,
        faults=(),
    )


def asked(tty: str, address: int = 1, version: int = 0x21) -> Asked:
    return Asked(tty, address, version, "cmd_bat.sh")


def receiver(name: str, tty: str, *idx: tuple[str, int], url: str | None = URL) -> Receiver:
    return Receiver(name, tty, url, idx)


def notes(planned: Plan) -> list[str]:
    return [str(note) for note in planned.notes]


def packs(planned: Plan) -> list[list[tuple[int, str]]]:
    return [[(pack.address, pack.id) for pack in link.packs] for link in planned.draft.links]


def test_the_old_set_up() -> None:
    setup = read_setup([OLD])
    planned = plan(setup)
    assert (setup.faults, planned.notes) == ((), ())
    assert planned.ttys == (("/dev/ttyV0",), ("/dev/ttyV1",))
    assert planned.draft.links == (
        DraftLink(
            "link1",
            "socket://192.168.10.49:6126",
            (DraftPack(1, "battery1", "Battery 1"),),
            comment="until now /dev/ttyV0 (socat-serial-1.service)",
        ),
        DraftLink(
            "link2",
            "socket://192.168.10.49:6127",
            (DraftPack(1, "battery2", "Battery 2"),),
            comment="until now /dev/ttyV1 (socat-serial-2.service)",
        ),
    )
    assert planned.draft.domoticz == DraftDomoticz(
        "http://192.168.10.12:8080",
        60.0,
        {
            "battery1": {
                "voltage": 2284,
                "current": 2404,
                "soc": 2290,
                "remaining_capacity": 2401,
                "cycle_count": 2402,
            },
            "battery2": {
                "voltage": 2384,
                "current": 2504,
                "soc": 2390,
                "remaining_capacity": 2501,
                "cycle_count": 2502,
            },
        },
    )


def test_two_packs_on_one_real_port() -> None:
    planned = plan(read_setup([SHARED]))
    assert planned.notes == ()
    (link,) = planned.draft.links
    assert (link.url, link.version, link.comment) == ("/dev/ttyUSB0", "52", "")
    assert packs(planned) == [[(1, "battery1"), (2, "battery2")]]
    assert planned.draft.domoticz is not None
    assert planned.draft.domoticz.url == "https://house.lan:8443"
    assert planned.draft.domoticz.interval == 300.0
    assert {pack: idx["voltage"] for pack, idx in planned.draft.domoticz.idx.items()} == {
        "battery1": 11,
        "battery2": 21,
    }


def test_what_is_left_of_a_broken_set_up() -> None:
    setup = read_setup([BROKEN])
    planned = plan(setup)
    (link,) = planned.draft.links
    assert link.url == "socket://converter.lan:6127"
    assert packs(planned) == [[(1, "battery2")]]
    assert planned.draft.domoticz is None
    assert notes(planned) == ["/dev/ttyV1: no request to a pack was found; address 1 is assumed"]
    assert {Path(str(fault).split(":")[0].split(",")[0]).name for fault in setup.faults} == {
        "socat-serial-1.service",
        "domoticz_bat1.sh",
        "domoticz_bat2.sh",
        "cmd_bat.sh",
    }


def test_a_file_that_was_named_and_is_none_of_them() -> None:
    setup = read_setup([BROKEN / "crontab-notes.txt", OLD / "cmd_bat.sh"])
    assert [str(fault) for fault in setup.faults] == [
        f"{BROKEN / 'crontab-notes.txt'} is none of the old scripts' files; left out"
    ]


def test_nothing_that_could_be_used() -> None:
    with pytest.raises(ConfigError, match="no file tells a port of a battery") as caught:
        plan(setup_of())
    assert caught.value.exit_code == 2


def test_a_pack_that_no_script_receives() -> None:
    planned = plan(setup_of(asked("/dev/ttyUSB0"), asked("/dev/ttyUSB1"), receiver("b2.sh", "/dev/ttyUSB1")))
    assert packs(planned) == [[(1, "battery1")], [(1, "battery2")]]


def test_two_scripts_with_one_number() -> None:
    planned = plan(
        setup_of(
            asked("/dev/ttyUSB0"),
            asked("/dev/ttyUSB1"),
            receiver("old1.sh", "/dev/ttyUSB0"),
            receiver("new1.sh", "/dev/ttyUSB1"),
        )
    )
    assert packs(planned) == [[(1, "battery1")], [(1, "battery2")]]


def test_a_pack_that_is_asked_twice_is_one() -> None:
    assert packs(plan(setup_of(asked("/dev/ttyUSB0", 3), asked("/dev/ttyUSB0", 3)))) == [[(3, "battery1")]]


def test_a_script_too_many() -> None:
    planned = plan(
        setup_of(asked("/dev/ttyUSB0"), receiver("b1.sh", "/dev/ttyUSB0"), receiver("b2.sh", "/dev/ttyUSB0"))
    )
    assert packs(planned) == [[(1, "battery1")]]
    assert notes(planned) == ["b2.sh: no pack is left for it on /dev/ttyUSB0; left out"]


def test_a_unit_alone_makes_a_link_whose_packs_are_looked_for() -> None:
    planned = plan(setup_of(Bridge("/dev/ttyV0", "h", 1, "a.service")))
    assert packs(planned) == [[]]
    assert planned.draft.links[0].url == "socket://h:1"


def test_a_tty_that_nothing_makes() -> None:
    planned = plan(setup_of(asked("/dev/ttyV5"), asked("/dev/serial/by-id/usb-x"), asked("/dev/ttyAMA0")))
    assert [link.url for link in planned.draft.links] == ["/dev/ttyV5", "/dev/serial/by-id/usb-x", "/dev/ttyAMA0"]
    assert notes(planned) == ["/dev/ttyV5 is taken for a real port: no unit was found that makes it"]


def test_a_tty_that_two_units_make() -> None:
    planned = plan(
        setup_of(
            Bridge("/dev/ttyV0", "h", 1, "a"), Bridge("/dev/ttyV0", "h", 2, "b"), Bridge("/dev/ttyV0", "h", 1, "c")
        )
    )
    assert [link.url for link in planned.draft.links] == ["socket://h:1"]
    assert notes(planned) == [
        "/dev/ttyV0 is made from socket://h:1 and from socket://h:2; the first is taken",
    ]


def test_two_ttys_that_lead_to_one_port(tmp_path: Path) -> None:
    planned = plan(
        setup_of(
            Bridge("/dev/ttyV0", "h", 1, "a"),
            Bridge("/dev/ttyV1", "h", 1, "b"),
            asked("/dev/ttyV0", 1),
            asked("/dev/ttyV1", 2),
            receiver("b1.sh", "/dev/ttyV1"),
        )
    )
    assert packs(planned) == [[(1, "battery1"), (2, "battery2")]]
    assert planned.ttys == (("/dev/ttyV0", "/dev/ttyV1"),)
    assert planned.draft.links[0].comment == "until now /dev/ttyV0, /dev/ttyV1 (a, b)"
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert len(plan(setup_of(asked(f"{tmp_path}/a"), asked(f"{tmp_path}/b", 2))).draft.links) == 1


def test_an_idx_that_two_scripts_have() -> None:
    planned = plan(
        setup_of(
            asked("/dev/ttyUSB0"),
            asked("/dev/ttyUSB1"),
            receiver("b1.sh", "/dev/ttyUSB0", ("voltage", 1), ("current", 2)),
            receiver("b2.sh", "/dev/ttyUSB1", ("voltage", 1), ("current", 3)),
        )
    )
    assert planned.draft.domoticz is not None
    assert planned.draft.domoticz.idx == {"battery1": {"voltage": 1, "current": 2}, "battery2": {"current": 3}}
    assert notes(planned) == ["b2.sh: idx 1 is in b1.sh already; left out"]


def test_scripts_of_two_domoticz() -> None:
    planned = plan(
        setup_of(
            asked("/dev/ttyUSB0"),
            asked("/dev/ttyUSB1"),
            asked("/dev/ttyUSB2"),
            receiver("b1.sh", "/dev/ttyUSB0", ("voltage", 1)),
            receiver("b2.sh", "/dev/ttyUSB1", ("voltage", 1), url="http://other:8080"),
            receiver("b3.sh", "/dev/ttyUSB2", ("voltage", 3), url=None),
        )
    )
    assert planned.draft.domoticz == DraftDomoticz(URL, 60.0, {"battery1": {"voltage": 1}, "battery3": {"voltage": 3}})
    assert notes(planned) == [f"b2.sh: its idx are not of the Domoticz at {URL}; left out"]


@pytest.mark.parametrize(
    ("times", "seconds"),
    [([], 60.0), (["@reboot"], 60.0), (["*/10 * * * *", "@reboot", "*/2 * * * *"], 120.0), (["5 4 * * *"], 60.0)],
)
def test_the_interval_is_that_of_the_crontab(times: list[str], seconds: float) -> None:
    entries = tuple(Entry(f"{when} cmd_bat.sh", when, "cmd_bat.sh") for when in times)
    assert interval_of(setup_of(crontabs=(Crontab(entries),))) == seconds


def test_names_are_in_the_language_of_the_command_line() -> None:
    speak("fr")
    assert plan(setup_of(asked("/dev/ttyUSB0"))).draft.language == "fr"


def test_socat_in_a_crontab_makes_ttys_too(tmp_path: Path) -> None:
    (tmp_path / "crontab").write_text("@reboot socat pty,link=/dev/ttyV0 tcp:h:1\n", encoding="utf-8")
    assert read_setup([tmp_path]).bridges == (Bridge("/dev/ttyV0", "h", 1),)
