"""Announcements: the golden ones, written by hand from what was measured, and the traps that hold for every one."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from tests.sinks.mqtt.home import PACKS, awaited, golden, golden_reading, reading, snapshot, there, two_packs
from topbms.model.quantities import CATALOGUE
from topbms.model.reading import Reported, Snapshot
from topbms.model.words import languages, words
from topbms.sinks.mqtt.discovery import Announcer, Config
from topbms.sinks.mqtt.names import BANK, GATEWAY, Names
from topbms.sinks.mqtt.profile import UNANNOUNCED, entity_of, find
from topbms.sinks.mqtt.view import View, Viewer, render

EVERYTHING: dict[str, Reported] = {row.key: ((1.0, 2.0, 3.0) if row.each else 1.0) for row in CATALOGUE}
"""A pack that reports all there is."""


def announcer(language: str = "en", site: str = "home", **more: Any) -> Announcer:
    return Announcer(Names(site), words(language), expiry=120, version="0.1", **more)


def views(shown: Snapshot, language: str = "en", site: str = "home") -> list[View]:
    viewer = Viewer(words(language), site, "0.1")
    return [viewer.view(update.key, update.body) for update in render(shown)]


def announced(shown: Snapshot, language: str = "en", site: str = "home", **more: Any) -> dict[str, Config]:
    """Every message by its topic."""
    made = announcer(language, site, **more)
    messages = [one for view in views(shown, language, site) for one in made.announcements(view.device, view.entities)]
    topics = [topic for topic, _ in messages]
    assert len(set(topics)) == len(topics)
    return {topic: json.loads(payload) for topic, payload in messages}


def whole() -> Snapshot:
    """Two packs that report everything, and so the gateway and the bank."""
    states = {"charging": True, "charge_mosfet": True, "discharge_mosfet": True}
    packs = (there(reading(pack, EVERYTHING, states=states)) for pack in PACKS)
    return snapshot(*packs, counted={row.key: 1.0 for row in CATALOGUE if row.total})


class Found(NamedTuple):
    """One entity as it is announced."""

    component: str
    name: str
    config: Config


def configs(found: dict[str, Config]) -> Iterator[Found]:
    """Each entity, those in messages of whole devices included."""
    for topic, config in found.items():
        _, component, *rest = topic.split("/")
        if component == "device":
            for name, part in config["components"].items():
                yield Found(part["platform"], name, part)
        else:
            yield Found(component, rest[1], config)


ALL = list(configs(announced(whole())))


def test_the_messages_of_one_pack() -> None:
    found = announced(snapshot(there(golden_reading())), "fr", "topf")
    assert {topic: config for topic, config in found.items() if "/topf_gw/" not in topic} == golden("discovery")


def test_the_messages_of_the_gateway() -> None:
    found = announced(snapshot(there(golden_reading())), "fr", "topf")
    assert {topic: config for topic, config in found.items() if "/topf_gw/" in topic} == golden("gateway")


def test_the_gateway_comes_first_then_the_bank_then_packs() -> None:
    nodes = [topic.split("/")[2] for topic in announced(whole())]
    assert list(dict.fromkeys(nodes)) == ["home_gw", "home_bank", "home_battery1", "home_battery2"]


def test_bank_and_packs_hang_on_the_gateway() -> None:
    for topic, config in announced(whole()).items():
        node = topic.split("/")[2]
        assert config["device"]["identifiers"] == [node]
        assert config["device"].get("via_device") == (None if node == "home_gw" else "home_gw")


# --- the traps, each of which was seen


@pytest.mark.parametrize("one", ALL, ids=[one.config["unique_id"] for one in ALL])
class TestEntity:
    def test_no_id_is_one_that_domoticz_drops(self, one: Found) -> None:
        assert re.fullmatch(r"[a-z0-9_]+", one.name)
        assert not re.search(
            r"_(min|max|calibration|address|ssid|status|unknown|sensitivity)$|^(min|max)_|alarm", one.name
        )
        assert "battery" not in one.name
        assert one.name not in {
            "restart",
            "connection_state",
            "last_seen",
            "log_level",
            "linkquality",
            "update_available",
        }
        assert one.component in {"sensor", "binary_sensor"}

    def test_templates_take_a_key_and_nothing_else(self, one: Found) -> None:
        if one.name == "online":
            assert "value_template" not in one.config
        else:
            assert one.config["value_template"] == f"{{{{ value_json.{one.name} }}}}"

    def test_nothing_reads_like_a_temperature_or_pressure(self, one: Found) -> None:
        read = f"{one.config['state_topic']} {one.config.get('value_template')} {one.config['unique_id']}".lower()
        assert not re.search("temperature|pressure", read)

    def test_a_number_has_a_unit_and_a_text_has_none(self, one: Found) -> None:
        is_number = "state_class" in one.config
        assert is_number == bool(one.config.get("unit_of_measurement"))
        assert is_number == ("suggested_display_precision" in one.config)
        if one.component == "binary_sensor":
            assert not is_number

    def test_its_class_fits_its_unit(self, one: Found) -> None:
        """The table of what Home Assistant 2026.2 takes; any other pair costs the entity."""
        fitting: dict[str | None, set[str | None]] = {
            "V": {"voltage"},
            "mV": {"voltage"},
            "A": {"current"},
            "W": {"power"},
            "kWh": {"energy", "energy_storage"},
            "°C": {"temperature"},
            "h": {"duration"},
            "%": {None, "battery", "humidity"},
            None: {None, "enum", "timestamp", "problem", "connectivity", "battery_charging"},
        }
        unit = one.config.get("unit_of_measurement")
        assert one.config.get("device_class") in fitting.get(unit, {None})

    def test_its_state_class_fits_its_class(self, one: Found) -> None:
        expected = {"energy": "total_increasing", "energy_storage": "measurement"}
        counters = {"cycles", "charged_capacity", "discharged_capacity"}
        if "state_class" in one.config:
            default = "total_increasing" if one.name in counters else "measurement"
            assert one.config["state_class"] == expected.get(one.config.get("device_class", ""), default)

    def test_its_ids_are_made_of_ids(self, one: Found) -> None:
        assert re.fullmatch(rf"home_(gw|bank|battery1|battery2)_{one.name}", one.config["unique_id"])
        assert one.config["object_id"] == one.config["unique_id"]
        assert one.config["default_entity_id"] == f"{one.component}.{one.config['unique_id']}"

    def test_it_is_there_when_gateway_and_pack_are(self, one: Found) -> None:
        owner = one.config["unique_id"].removesuffix(f"_{one.name}").removeprefix("home_")
        own = [] if owner == "gw" else [{"topic": f"topbms/home/{owner}/availability"}]
        gateway = [{"topic": "topbms/home/availability"}]
        if one.name == "online":
            assert one.config.get("availability") == (None if owner == "gw" else gateway)
            assert "expire_after" not in one.config
            assert (one.config["payload_on"], one.config["payload_off"]) == ("online", "offline")
        else:
            assert (one.config["availability"], one.config["availability_mode"]) == (gateway + own, "all")
            assert one.config["expire_after"] == 120

    def test_options_only_with_an_enum(self, one: Found) -> None:
        assert ("options" in one.config) == (one.config.get("device_class") == "enum")
        assert not {"unknown", "unavailable"} & set(one.config.get("options", ()))

    def test_it_holds_only_what_home_assistant_knows(self, one: Found) -> None:
        known = {
            *("name", "unique_id", "object_id", "default_entity_id", "state_topic", "value_template", "availability"),
            *("availability_mode", "expire_after", "payload_on", "payload_off", "unit_of_measurement", "device_class"),
            *("state_class", "suggested_display_precision", "options", "entity_category", "enabled_by_default"),
            *("json_attributes_topic", "json_attributes_template", "device", "origin", "platform"),
        }
        assert set(one.config) <= known
        assert one.config.get("entity_category") in {None, "diagnostic"}


def test_topics_hold_only_legal_characters_and_no_message_is_long() -> None:
    for topic, config in announced(whole()).items():
        assert re.fullmatch(r"homeassistant/[a-z_]+(/[A-Za-z0-9_-]+){1,2}/config", topic)
        assert len(json.dumps(config, ensure_ascii=False).encode()) < 2000


def test_ids_are_the_same_in_every_language() -> None:
    def ids(language: str) -> list[tuple[str, str, str]]:
        found = configs(announced(whole(), language))
        return [(config["unique_id"], config["object_id"], config["default_entity_id"]) for _, _, config in found]

    assert all(ids(language) == ids("en") for language in languages())


def test_names_are_in_the_language_of_the_config_and_differ_within_a_device() -> None:
    found = announced(whole(), "fr")
    assert found["homeassistant/sensor/home_battery1/charge_energy/config"]["name"] == "Énergie chargée"
    assert found["homeassistant/sensor/home_bank/soc/config"]["device"]["name"] == "Parc"
    for node in ("home_gw", "home_bank", "home_battery1"):
        names = [config["name"] for _, _, config in configs(found) if config["unique_id"].startswith(f"{node}_")]
        assert len(set(names)) == len(names)


def test_cells_wait_until_somebody_wants_them() -> None:
    off = {name for _, name, config in ALL if config.get("enabled_by_default") is False}
    assert off == {"cell_01_voltage", "cell_02_voltage", "cell_03_voltage"}
    assert all(config["entity_category"] == "diagnostic" for _, name, config in ALL if name in off)


def test_energy_stands_beside_power() -> None:
    """Domoticz takes the power of a kWh meter from the W sensor whose unique id has the longest common begin."""
    names = {config["unique_id"] for _, _, config in ALL}
    for owner in ("bank", "battery1"):
        assert {f"home_{owner}_{way}charge_{kind}" for way in ("", "dis") for kind in ("power", "energy")} <= names


def test_stored_energy_is_kept_from_domoticz() -> None:
    apart = [topic for topic, config in announced(whole()).items() if "components" in config]
    assert apart == [f"homeassistant/device/home_{owner}/config" for owner in ("bank", "battery1", "battery2")]
    assert not any("/stored_energy/" in topic for topic in announced(whole()))


def test_everything_can_be_kept_from_domoticz() -> None:
    found = announced(whole(), for_domoticz=False)
    assert set(found) == {
        f"homeassistant/device/home_{owner}/config" for owner in ("gw", "bank", "battery1", "battery2")
    }
    assert {config["unique_id"] for _, _, config in configs(found)} == {config["unique_id"] for _, _, config in ALL}
    assert all(config["origin"]["name"] for config in found.values())


def test_every_quantity_of_the_catalogue_has_its_entity() -> None:
    for row in CATALOGUE:
        if row.key in UNANNOUNCED:
            continue
        entity = entity_of(row.key, 3 if row.each else 0)
        assert entity == find(entity.id)
        assert entity.unit


def test_an_id_that_is_none_names_no_entity() -> None:
    assert find("packs_online") is None
    assert find("cell_1_voltage") is None
    assert find("voltage_min") is None


@pytest.mark.parametrize("stale", [False, True])
def test_a_pack_is_announced_with_its_first_reading(stale: bool) -> None:
    found = announced(snapshot(there(reading()), awaited(PACKS[1], stale=stale)))
    assert {topic.split("/")[2] for topic in found} == {"home_gw", "home_battery1"} | (
        {"home_bank"} if stale else set()
    )


def test_what_a_pack_does_not_report_is_not_announced() -> None:
    found = announced(snapshot(there(reading(values={"soc": 88}, alarms=None, balancing=None))))
    assert {name for _, name, config in configs(found) if "battery1" in config["unique_id"]} == {
        "soc",
        "bms_state",
        "charging",
        "online",
    }


def test_there_is_no_bank_of_one_pack() -> None:
    assert not any(BANK in topic for topic in announced(snapshot(there(reading()))))
    assert any(BANK in topic for topic in announced(two_packs()))
    assert Names("home").node(GATEWAY) == "home_gw"
