"""Which packs are asked: requests in escaped bytes, decoded as any frame is."""

import pytest

from tests.cli.importing.oldfiles import BROKEN, OLD, SHARED, old_file
from topbms.cli.importing.files import gather
from topbms.cli.importing.senders import Asked, is_sender, sent_by

REQUEST = r"\x7E\x32\x31\x30\x32\x34\x36\x34\x32\x45\x30\x30\x32\x30\x32\x46\x44\x33\x32\x0D"


def asked(*lines: str) -> list[tuple[str, int]]:
    sent = sent_by(old_file("cmd_bat.sh", *lines))
    assert sent.faults == ()
    return [(one.tty, one.address) for one in sent.asked]


def faults(*lines: str) -> list[str]:
    sent = sent_by(old_file("cmd_bat.sh", *lines))
    assert sent.asked == ()
    return [str(fault) for fault in sent.faults]


def test_one_pack_on_each_tty() -> None:
    (file,) = gather([OLD / "cmd_bat.sh"]).files
    assert sent_by(file).asked == (
        Asked("/dev/ttyV0", 1, 0x21, "cmd_bat.sh"),
        Asked("/dev/ttyV1", 1, 0x21, "cmd_bat.sh"),
    )


def test_two_packs_on_one_tty_in_other_spellings() -> None:
    (file,) = gather([SHARED / "cmd_bat.sh"]).files
    sent = sent_by(file)
    assert sent.faults == ()
    assert sent.asked == (
        Asked("/dev/ttyUSB0", 1, 0x52, "cmd_bat.sh"),
        Asked("/dev/ttyUSB0", 2, 0x52, "cmd_bat.sh"),
    )


@pytest.mark.parametrize(
    "line",
    [
        f'echo -ne "{REQUEST}" > /dev/ttyV1',
        f"echo -ne '{REQUEST}'>/dev/ttyV1",
        f'/usr/bin/printf "{REQUEST}" >> "/dev/ttyV1"   # ask',
        r'echo -ne "~21024642E00202FD32\r" > /dev/ttyV1',
        f'sleep 1; echo -ne "{REQUEST.lower().replace("e", "E")}" > /dev/ttyV1; sleep 1',
    ],
)
def test_spellings_of_a_request(line: str) -> None:
    assert asked(line) == [("/dev/ttyV1", 2)]


def test_other_requests_are_passed_over() -> None:
    assert asked(r'echo -ne "~21014644E00201FD32\r" > /dev/ttyV1', "echo hello > /dev/ttyV1") == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (r'echo -ne "~21024642E00202FD33\r" > /dev/ttyV1', "CHKSUM is FD33, the characters add up to FD32"),
        (r'echo -ne "\x7E21" > /dev/ttyV1', "only 2 characters, a frame has at least 16"),
        (r'echo -ne "~21FF4642E002FFFCDE\r" > /dev/ttyV1', "it asks address 255; packs have 1 to 16"),
        (f'echo -ne "{REQUEST}"', "the request goes to no port that could be told (> /dev/…)"),
        (f'echo -ne "{REQUEST}" > $tty', "the request goes to no port that could be told (> /dev/…)"),
        (f'echo -ne "{REQUEST}" > reply.txt', "the request goes to no port that could be told (> /dev/…)"),
        (r'echo -ne "~210146990000FDA0\r" > /dev/ttyV1', "command 99 is not known to any dialect with VER 21"),
        (r'echo -ne "~210146040000FDAE\r" > /dev/ttyV1', "the BMS answered RTN 04: the command is not known to it"),
    ],
)
def test_a_request_that_cannot_be_used_is_named(line: str, reason: str) -> None:
    assert faults("# first", line) == [f"cmd_bat.sh, line 2: {reason}"]


def test_the_rest_of_a_broken_file_goes_on() -> None:
    (file,) = gather([BROKEN / "cmd_bat.sh"]).files
    assert [str(fault).partition(", ")[2].partition(":")[0] for fault in sent_by(file).faults] == [
        "line 2",
        "line 3",
        "line 4",
    ]


def test_a_path_at_home_is_no_frame() -> None:
    assert not is_sender(old_file("x.sh", "~/bin/x", "cd ~", "ls ~anne/"))
    assert is_sender(old_file("x.sh", "true", f'echo "{REQUEST}"'))
