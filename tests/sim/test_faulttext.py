import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topbms.errors import ConfigError
from topbms.sim.faults import (
    Cut,
    Echo,
    ErrorCode,
    Fault,
    Foreign,
    Garbage,
    HalfFrame,
    HalfOpen,
    Late,
    Mute,
    Slow,
    Spike,
    WrongChecksum,
)
from topbms.sim.faulttext import KINDS, parse_fault


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("cut", Cut()),
        ("half-open", HalfOpen()),
        ("half-open:present", HalfOpen(present=True)),
        ("mute", Mute()),
        ("mute:2", Mute(pack=2)),
        ("mute:2:command=F1", Mute(pack=2, command=0xF1)),
        ("slow:1:delay=0.3", Slow(pack=1, delay=0.3)),
        ("late", Late()),
        ("late:3:delay=2", Late(pack=3, delay=2.0)),
        ("garbage:instead", Garbage(where="instead")),
        ("garbage:1:after:count=5:every=4", Garbage(pack=1, where="after", count=5, every=4)),
        ("half-frame:keep=40", HalfFrame(keep=40)),
        ("checksum:1:once", WrongChecksum(pack=1, times=1)),
        ("echo", Echo()),
        ("foreign:1:address=2", Foreign(pack=1, address=2)),
        ("foreign:info=2", Foreign(info=2)),
        ("rtn:1:code=A0", ErrorCode(pack=1, code=0xA0)),
        ("spike:1:soc=0", Spike(pack=1, quantity="soc", value=0.0)),
        ("spike:1:soc=0:every=3:times=2", Spike(pack=1, every=3, times=2)),
        ("spike:cell_voltages.16=5.1", Spike(quantity="cell_voltages", value=5.1, place=16)),
        (" mute : 2 ", Mute(pack=2)),
    ],
)
def test_texts_and_the_faults_they_order(text: str, fault: Fault) -> None:
    assert parse_fault(text) == fault


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_s_example_can_be_read_and_is_explained(name: str) -> None:
    kind = KINDS[name]
    assert type(parse_fault(kind.example)) is kind.fault
    assert kind.example.split(":")[0] == name
    assert kind.meaning


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "fault '' is not known; known are: cut, half-open, mute"),
        ("smoke:1", "fault 'smoke' is not known"),
        ("cut:1", "fault 'cut:1': '1' cannot be read; 'cut' would be right, allowed are: no parts"),
        ("half-open:once", "allowed are: present"),
        ("mute:", "'' cannot be read"),
        ("mute:two", "allowed are: a pack's address, once, times=, every=, command="),
        ("slow:delay", "'delay' cannot be read"),
        ("slow:delay=long", "'delay=long' cannot be read; 'slow:1:delay=0.3' would be right"),
        ("rtn:code=XY", "'code=XY' cannot be read"),
        ("garbage:around", "allowed are: a pack's address, before, after, instead, count="),
        ("spike:soc=low", "'soc=low' cannot be read"),
        ("spike:soc", "allowed are: a pack's address, once, times=, every=, command=, cell_voltages="),
        ("spike:power=1", "'power' cannot be set"),
        ("spike:soc=900", "soc = 900.0 does not fit into its register"),
        ("mute:command=999", "command 999 is no byte from 00 to FF"),
        ("spike:soc.3=1", "soc has no place 3"),
        ("spike:cell_voltages.0=3", "cell_voltages has no place 0"),
        ("mute:every=0", "a fault strikes every 1, 2, 3"),
    ],
)
def test_texts_that_order_nothing_say_what_would(text: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_fault(text)
    assert words in str(caught.value)


@settings(max_examples=50)
@given(st.text(alphabet="abcdefghlmoprstu0123456789:=.,-∞٣", max_size=30) | st.text())
def test_any_text_is_a_fault_or_the_user_s_error(text: str) -> None:
    for tried in (text, *(f"{name}:{text}" for name in KINDS)):
        try:
            made: object = parse_fault(tried)
        except ConfigError as error:
            made = error
        assert isinstance(made, Fault | ConfigError)
        assert str(made)
