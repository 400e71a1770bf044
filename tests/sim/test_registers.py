import pytest

from tests.sim.wire import ANALOG, Saying, heard
from topbms.errors import ConfigError
from topbms.model.reading import Analog
from topbms.sim.registers import REGISTERS, check


@pytest.mark.parametrize(
    ("quantity", "value", "shown"),
    [
        ("current", 1.2345, 1.23),
        ("current", -9999.0, -327.68),
        ("current", 9999.0, 327.67),
        ("cell_voltages", 3.34567, 3.346),
        ("temperatures", -80.0, -40),
        ("temperatures", 20.6, 21),
        ("soc", 300.0, 255),
        ("voltage", 2000.0, 655.35),
    ],
)
def test_the_nearest_value_that_fits_is_shown(quantity: str, value: float, shown: float) -> None:
    assert REGISTERS[quantity].fit(value) == shown


@pytest.mark.parametrize("end", ["lowest", "highest"])
def test_the_ends_of_every_register_can_be_sent(end: str) -> None:
    ends = {quantity: getattr(register, end) for quantity, register in REGISTERS.items()}
    cells, temperatures = ends.pop("cell_voltages"), ends.pop("temperatures")
    sent = Analog(
        pack=1,
        cell_voltages=(cells,) * 16,
        temperatures=(temperatures,) * 6,
        environment_temperature=temperatures,
        mosfet_temperature=temperatures,
        balancing=(),
        **ends,
    )
    assert heard(Saying(sent), ANALOG) == sent


def test_a_value_that_fits_passes() -> None:
    check("soc", 255)


@pytest.mark.parametrize(
    ("quantity", "value", "words"),
    [
        ("soc", 256, "soc = 256 does not fit into its register, 0 to 255 do"),
        ("soc", float("nan"), "does not fit"),
        ("power", 1, "'power' cannot be set; these can: cell_voltages, temperatures, current"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(quantity: str, value: float, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        check(quantity, value)
    assert words in str(caught.value)
