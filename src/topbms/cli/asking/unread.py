"""What to say of a pack that gave no usable answer, and what to try."""

from topbms.errors import FrameError, LinkError, ReplyError


def unread(port: str, pack: int, baud: int, trouble: FrameError | ReplyError | None) -> LinkError:
    """The error; `trouble` is what was wrong with what it sent, None for silence."""
    if trouble is None:
        return LinkError(
            "{port}: no usable answer from pack {pack} at {baud} baud; see who answers with: topbms scan {port}",
            port=port,
            pack=pack,
            baud=baud,
        )
    return LinkError(
        "{port}: no usable answer from pack {pack} at {baud} baud ({trouble}); "
        "see who answers with: topbms scan {port}",
        port=port,
        pack=pack,
        baud=baud,
        trouble=trouble,
    )
