/** The cells of a pack as bars: where each stands on a scale, who is weakest and strongest. Pure. */

import type { Level } from "../api/contract";
import { list } from "./activity";
import type { Seen } from "./freshness";
import { type LimitLine, limitLines } from "./limits";

export interface CellBar {
    number: number;
    voltage: number | null;
    /** Where the bar ends on the scale, 0 to 1. */
    share: number;
    lowest: boolean;
    highest: boolean;
    balancing: boolean;
    /** What the pack itself says of this cell: low, high, fault; empty for normal. */
    limit: string;
    level: Level | null;
}

export interface CellScale {
    low: number;
    high: number;
}

export interface Cells {
    bars: CellBar[];
    scale: CellScale;
    mean: number | null;
    lowest: CellBar | null;
    highest: CellBar | null;
    /** mV. */
    spread: number | null;
    /** The pack's own limits; `share` is where on the scale, outside of 0 to 1 for one that is out of sight. */
    limits: (LimitLine & { share: number })[];
}

/** Usual limits of a LiFePO4 cell, while the pack's own are not known: undervoltage and overvoltage protection. */
const USUAL: CellScale = { low: 2.5, high: 3.65 };

/** From a little below the lowest to a little above the highest, 10 mV wide at least. */
export function tight(voltages: readonly number[]): CellScale {
    const [low, high] = [Math.min(...voltages), Math.max(...voltages)];
    const room = Math.max(0.004, (high - low) * 0.15);
    return { low: Math.floor((low - room) * 500) / 500, high: Math.ceil((high + room) * 500) / 500 };
}

function mean(numbers: readonly number[]): number | null {
    return numbers.length ? numbers.reduce((sum, one) => sum + one, 0) / numbers.length : null;
}

/** From the pack's lowest limit to its highest, where it tells one; wider where a cell is beyond it. */
function scaleOf(known: readonly number[], zoomed: boolean, limits: readonly LimitLine[]): CellScale {
    if (zoomed && known.length) return tight(known);
    const voltages = (side: string): number[] => limits.filter((one) => one.side === side).map((one) => one.voltage);
    const [lows, highs] = [voltages("low"), voltages("high")];
    return {
        low: Math.min(...(lows.length ? lows : [USUAL.low]), ...known),
        high: Math.max(...(highs.length ? highs : [USUAL.high]), ...known),
    };
}

/** `zoomed` stretches the spread over the whole width. */
export function cellsOf(pack: Seen, zoomed: boolean): Cells {
    const voltages = list(pack.values, "cell_voltages");
    const known = voltages.filter((voltage) => voltage !== null);
    const lines = limitLines(pack.thresholds?.cell_voltages);
    const scale = scaleOf(known, zoomed, lines);
    const shareOf = (voltage: number): number => (voltage - scale.low) / (scale.high - scale.low);
    const limits = lines.map((line) => ({ ...line, share: shareOf(line.voltage) }));
    const [low, high] = [voltages.indexOf(Math.min(...known)), voltages.indexOf(Math.max(...known))];
    const bars = voltages.map((voltage, i) => ({
        number: i + 1,
        voltage,
        share: voltage === null ? 0 : shareOf(voltage),
        lowest: i === low && low !== high,
        highest: i === high && low !== high,
        balancing: pack.balancing?.includes(i + 1) ?? false,
        limit: limitOf(pack.limits?.cells[i]),
        level: pack.alarms.find(({ cell }) => cell === i + 1)?.level ?? null,
    }));
    const spread = known.length ? (Math.max(...known) - Math.min(...known)) * 1000 : null;
    return { bars, scale, mean: mean(known), lowest: bars[low] ?? null, highest: bars[high] ?? null, spread, limits };
}

/** What a pack says of a sensor, where that is news. */
export function limitOf(word: string | undefined): string {
    return word === undefined || word === "normal" ? "" : word;
}
