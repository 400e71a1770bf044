/** Axes with the reader's numbers and dates. Knows uPlot's options, no data. */

import type uPlot from "uplot";
import { decimalsFor } from "../format/number";
import type { TimeStyle } from "../format/time";
import { token } from "./colours";

export interface Writing {
    time(seconds: number, style: TimeStyle): string;
    number(value: number, decimals: number): string;
}

const DAY = 86_400;

function styleFor(step: number): TimeStyle {
    if (step < 60) return "clockSeconds";
    if (step < DAY) return "clock";
    return step < 28 * DAY ? "day" : "month";
}

/** Clock times, with the day below the first of each day. */
function ticks(splits: readonly number[], step: number, writing: Writing): string[] {
    const style = styleFor(step);
    let shown = "";
    return splits.map((split) => {
        const text = writing.time(split, style);
        if (step >= DAY) return text;
        const day = writing.time(split, "day");
        const fresh = day !== shown;
        shown = day;
        return fresh ? `${text}\n${day}` : text;
    });
}

function look(): Partial<uPlot.Axis> {
    return {
        stroke: token("--quiet"),
        font: "12px system-ui, sans-serif",
        grid: { stroke: token("--grid"), width: 1 },
        ticks: { show: false },
    };
}

export function timeAxis(writing: Writing): uPlot.Axis {
    return { ...look(), space: 64, size: 42, values: (_u, splits, _i, _space, step) => ticks(splits, step, writing) };
}

export function numberAxis(scale: string, writing: Writing, right = false): uPlot.Axis {
    return {
        ...look(),
        scale,
        size: 52,
        gap: 6,
        space: 34,
        side: right ? 1 : 3,
        ...(right ? { grid: { show: false } } : {}),
        values: (_u, splits, _i, _space, step) => splits.map((split) => writing.number(split, decimalsFor(step))),
    };
}
