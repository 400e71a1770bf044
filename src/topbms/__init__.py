"""Gateway for LiFePO4 packs whose BMS speaks the ASCII protocol of the YD/T 1363.3 family."""

from importlib.metadata import version

__version__ = version("topbms")
