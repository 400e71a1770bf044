/** Which curves share a chart: those of one unit and one order of size. Pure. */

import type { Quantity } from "../api/contract";
import type { Curve } from "./curves";

export interface Group {
    /** Names the chart: unit and size. */
    key: string;
    quantities: Quantity[];
    curves: Curve[];
}

/** A cell's and a pack's voltage have one unit, but no common scale. */
function groupKey({ unit, highest, key }: Quantity): string {
    if (unit === null || unit === "") return key;
    return unit === "V" && highest < 10 ? "V cell" : unit;
}

/** The charts in the order of the quantities; curves of no known quantity are left out. */
export function grouped(curves: readonly Curve[], quantities: readonly Quantity[]): Group[] {
    const groups = new Map<string, Group>();
    for (const quantity of quantities) {
        const own = curves.filter((curve) => curve.quantity === quantity.key);
        if (!own.length) continue;
        const key = groupKey(quantity);
        const group = groups.get(key) ?? { key, quantities: [], curves: [] };
        groups.set(key, group);
        group.quantities.push(quantity);
        group.curves.push(...own);
    }
    return [...groups.values()];
}

/** Ends that make a chart readable: a percentage from 0 to 100, power around zero. */
export function scaleOf(group: Group): { low: number | null; high: number | null; zero: boolean } {
    const unit = group.quantities[0]?.unit;
    if (unit === "%") return { low: 0, high: 100, zero: false };
    return { low: null, high: null, zero: unit === "W" || unit === "A" };
}
