/** How far each cell is from the mean of all cells, over time: the heat map's numbers. Pure. mV. */

import type { Curve } from "./curves";

export interface Deviation {
    times: number[];
    /** A row a cell; null where that cell or all cells are not known. */
    rows: (number | null)[][];
    cells: CellDeviation[];
    /** What the colours reach to, both ways; at least 5 mV, so that noise stays pale. */
    reach: number;
}

export interface CellDeviation {
    cell: number;
    mean: number | null;
    least: number | null;
    most: number | null;
}

const SMALLEST_REACH = 5;

function meanAt(curves: readonly Curve[], row: number): number | null {
    const known = curves.map(({ track }) => track.mean[row]).filter((value) => typeof value === "number");
    return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
}

function summary(cell: number, row: readonly (number | null)[]): CellDeviation {
    const known = row.filter((value) => value !== null);
    if (!known.length) return { cell, mean: null, least: null, most: null };
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    return { cell, mean, least: known.reduce((a, b) => Math.min(a, b)), most: known.reduce((a, b) => Math.max(a, b)) };
}

/** The 98th percentile of all distances: one spike must not make everything else pale. */
function reachOf(rows: readonly (number | null)[][]): number {
    const sizes = rows.flat().filter((value) => value !== null);
    const sorted = sizes.map(Math.abs).sort((a, b) => a - b);
    return Math.max(SMALLEST_REACH, Math.round(sorted[Math.floor(sorted.length * 0.98)] ?? 0));
}

/** `curves` are the cells of one pack, on one time axis, in the order of the cells. */
export function deviationOf(curves: readonly Curve[]): Deviation {
    const times = curves[0]?.times ?? [];
    const means = times.map((_, row) => meanAt(curves, row));
    const rows = curves.map(({ track }) =>
        track.mean.map((value, i) => {
            const mean = means[i] ?? null;
            return value === null || mean === null ? null : (value - mean) * 1000;
        }),
    );
    const cells = rows.map((row, i) => summary(curves[i]?.part ?? i + 1, row));
    return { times, rows, cells, reach: reachOf(rows) };
}

/** The cells that were lowest and highest on average; null while nothing is known. */
export function extremes(cells: readonly CellDeviation[]): { low: CellDeviation; high: CellDeviation } | null {
    const sorted = cells.filter(({ mean }) => mean !== null).sort((one, other) => one.mean! - other.mean!);
    const [low] = sorted;
    const high = sorted.at(-1);
    return low && high ? { low, high } : null;
}
