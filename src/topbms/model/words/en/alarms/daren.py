"""English words of the alarms that Daren boards were the first to report."""

from topbms.model.words.entry import AlarmWords

ALARMS: dict[str, AlarmWords] = {
    "fuse_blown": AlarmWords(
        words="Fuse blown",
        meaning="The BMS reports that a fuse of the pack has blown: its current is cut off, or no longer protected.",
        action="Switch the pack off, do not bridge the fuse, and call the supplier.",
    ),
}
