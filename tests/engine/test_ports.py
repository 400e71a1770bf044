import pytest

from topbms.engine.ports import Port, ports, radio_of


@pytest.mark.parametrize(
    ("vendor", "product", "words", "radio"),
    [
        (0x0658, 0x0200, "", "Z-Wave"),  # Aeotec Z-Stick
        (0x1CF1, 0x0030, "", "Zigbee"),  # ConBee II
        (0x10C4, 0xEA60, "ITead Sonoff Zigbee 3.0 USB Dongle Plus", "Zigbee"),
        (0x10C4, 0xEA60, "Silicon Labs Zooz ZST39", "Z-Wave"),
        (0x10C4, 0xEA60, "Silicon Labs CP2102 USB to UART Bridge", None),
        (0x0403, 0x6001, "FTDI FT232R USB UART", None),
        (0x1A86, 0x7523, "USB Serial", None),
        (None, None, "", None),
        (None, None, "/dev/serial/by-id/usb-Nabu_Casa_SkyConnect_v1.0-if00", "Zigbee"),
    ],
)
def test_a_radio_is_told_by_its_numbers_or_its_words(
    vendor: int | None, product: int | None, words: str, radio: str | None
) -> None:
    assert radio_of(vendor, product, words) == radio


def test_the_ports_of_this_machine_are_listed_in_order() -> None:
    found = ports()
    assert all(isinstance(port, Port) and port.path.startswith("/dev/") for port in found)
    assert [port.path for port in found] == sorted(port.path for port in found)
