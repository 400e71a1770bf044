"""Gateway for LiFePO4 packs whose BMS speaks the ASCII protocol of the YD/T 1363.3 family."""


def __getattr__(name: str) -> str:
    """`__version__`, looked up when it is asked for: that takes longer than explaining a frame."""
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 - see above

        return version("topbms")
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
