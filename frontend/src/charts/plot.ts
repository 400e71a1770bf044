/** The options of a chart: curves with their bands, axes, alarms behind. Knows uPlot, no view. */

import uPlot from "uplot";
import type { Band } from "../history/alarms";
import type { Table } from "../history/curves";
import type { LimitLine } from "../live/limits";
import { numberAxis, timeAxis, type Writing } from "./axes";
import { faint, token } from "./colours";

export interface Line {
    label: string;
    colour: string;
    dash?: readonly number[];
    /** Draws the band between low and high. */
    banded: boolean;
    /** Fills down or up to zero. */
    area?: boolean;
    /** A second scale on the right, such as "%" beside power. */
    scale?: string;
    width?: number;
}

export interface Scale {
    /** Fixed ends, or null to follow the data. */
    low: number | null;
    high: number | null;
    /** Zero is always in sight. */
    zero?: boolean;
    /** Values that are brought into sight where the data come as near to them as they themselves reach. */
    near?: readonly number[];
    right?: boolean;
}

export interface Plan {
    lines: Line[];
    scales: Record<string, Scale>;
    writing: Writing;
    span: () => [number, number];
    bands: () => Band[];
    limits: () => readonly LimitLine[];
    sync: string | null;
    cursor: (index: number | null) => void;
    select: (from: number, to: number) => void;
    back: () => void;
}

const FIRST_SCALE = "y";

/** The columns that uPlot draws: the time, then of each line its mean, or high, low and mean. */
export function columnsOf(table: Table, lines: readonly Line[]): uPlot.AlignedData {
    const columns = lines.flatMap((line, i) =>
        line.banded ? [table.high[i]!, table.low[i]!, table.mean[i]!] : [table.mean[i]!],
    );
    return [table.times, ...columns] as uPlot.AlignedData;
}

function seriesOf(line: Line): uPlot.Series[] {
    const scale = line.scale ?? FIRST_SCALE;
    const hidden: uPlot.Series = { scale, stroke: "transparent", width: 0, points: { show: false } };
    const mean: uPlot.Series = {
        label: line.label,
        scale,
        // An area speaks by its surface: the line along zero of what does not flow would only confuse.
        stroke: line.area ? "transparent" : line.colour,
        width: line.area ? 0 : (line.width ?? 1.75),
        points: { show: false, filter: lonely, size: 4 },
        ...(line.dash?.length ? { dash: [...line.dash] } : {}),
        ...(line.area ? { fill: faint(line.colour, 0.55), fillTo: 0 } : {}),
    };
    return line.banded ? [hidden, { ...hidden }, mean] : [mean];
}

/** Dots only for readings with a gap on either side, which no line can show. */
function lonely(u: uPlot, series: number): number[] | null {
    const column = u.data[series]!;
    const places = [...column.keys()].filter(
        (i) => typeof column[i] === "number" && (column[i - 1] ?? null) === null && (column[i + 1] ?? null) === null,
    );
    const single = places.filter((i) => column[i - 1] !== undefined || column[i + 1] !== undefined);
    return single.length ? single : null;
}

function bandsOf(lines: readonly Line[]): uPlot.Band[] {
    let place = 1;
    return lines.flatMap((line) => {
        const first = place;
        place += line.banded ? 3 : 1;
        return line.banded ? [{ series: [first, first + 1] as [number, number], fill: faint(line.colour, 0.2) }] : [];
    });
}

/** The ends of the data, with what is to be in sight beside them. */
function reach({ zero, near = [] }: Scale, min: number, max: number): [number, number] {
    const close = near.filter((value) => value >= min - (max - min) && value <= max + (max - min));
    const all = [min, max, ...close, ...(zero ? [0] : [])];
    return [Math.min(...all), Math.max(...all)];
}

function scaleOf(scale: Scale): uPlot.Scale {
    const { low, high, zero } = scale;
    return {
        range: (_u, min, max) => {
            const [from, to] = reach(scale, min ?? 0, max ?? (zero ? 0 : 1));
            const [least, most] = uPlot.rangeNum(from, to, 0.08, true) as [number, number];
            return [low === null ? least : Math.min(low, from), high === null ? most : Math.max(high, to)];
        },
    };
}

const SHADE: Record<Band["level"], string> = { warning: "--warning", protection: "--danger", fault: "--danger" };

/** Alarms stand behind the curves as tinted bands. */
function tintAlarms(u: uPlot, bands: readonly Band[]): void {
    paint(u, bands, () => u.bbox.height, 0.14);
}

/** A bar on top, before the curves, grows with the level: a tint is not the only sign. */
function capAlarms(u: uPlot, bands: readonly Band[]): void {
    paint(u, bands, (band) => (band.level === "warning" ? 3 : 7) * devicePixelRatio, 1);
}

function paint(u: uPlot, bands: readonly Band[], tall: (band: Band) => number, share: number): void {
    const { left, top } = u.bbox;
    u.ctx.save();
    for (const band of bands) {
        const from = Math.max(left, u.valToPos(band.from, "x", true));
        const width = Math.max(2, u.valToPos(band.to, "x", true) - from);
        u.ctx.fillStyle = faint(token(SHADE[band.level]), share);
        u.ctx.fillRect(from, top, width, tall(band));
    }
    u.ctx.restore();
}

/** The pack's own limits, where the curves come near enough to see them: dashed for a warning, else whole. */
function drawLimits(u: uPlot, limits: readonly LimitLine[]): void {
    const { left, top, width, height } = u.bbox;
    u.ctx.save();
    for (const { voltage, level } of limits) {
        const y = Math.round(u.valToPos(voltage, FIRST_SCALE, true));
        if (y < top || y > top + height) continue;
        u.ctx.beginPath();
        u.ctx.strokeStyle = token(SHADE[level]);
        u.ctx.lineWidth = (level === "warning" ? 1.5 : 2) * devicePixelRatio;
        u.ctx.setLineDash(level === "warning" ? [6 * devicePixelRatio, 4 * devicePixelRatio] : []);
        u.ctx.moveTo(left, y);
        u.ctx.lineTo(left + width, y);
        u.ctx.stroke();
    }
    u.ctx.restore();
}

/** A drag selects; what it means is the view's business. */
function selected(u: uPlot, plan: Plan): void {
    const { left, width } = u.select;
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    if (width > 4) plan.select(u.posToVal(left, "x"), u.posToVal(left + width, "x"));
}

/** Charts share where the cursor is, not a drag: one drag would zoom as often as there are charts. */
const SHARED = new Set(["mousemove", "mouseenter", "mouseleave"]);

function syncOf(key: string): uPlot.Cursor.Sync {
    return { key, setSeries: false, filters: { pub: (type) => SHARED.has(type) } };
}

function cursorOf(plan: Plan): uPlot.Cursor {
    return {
        y: false,
        drag: { x: true, y: false, setScale: false },
        points: { size: 7, width: 1 },
        bind: { dblclick: () => () => (plan.back(), null) },
        ...(plan.sync ? { sync: syncOf(plan.sync) } : {}),
    };
}

export function optionsOf(plan: Plan, width: number, height: number): uPlot.Options {
    const scales = Object.entries(plan.scales);
    return {
        width,
        height,
        padding: [8, scales.some(([, scale]) => scale.right) ? 0 : 12, 0, 0],
        legend: { show: false },
        cursor: cursorOf(plan),
        scales: {
            x: { time: true, range: plan.span },
            ...Object.fromEntries(scales.map(([name, scale]) => [name, scaleOf(scale)])),
        },
        axes: [timeAxis(plan.writing), ...scales.map(([name, scale]) => numberAxis(name, plan.writing, scale.right))],
        series: [{}, ...plan.lines.flatMap(seriesOf)],
        bands: bandsOf(plan.lines),
        hooks: {
            drawClear: [(u) => tintAlarms(u, plan.bands())],
            draw: [(u) => drawLimits(u, plan.limits()), (u) => capAlarms(u, plan.bands())],
            setCursor: [(u) => plan.cursor(u.cursor.idx ?? null)],
            setSelect: [(u) => selected(u, plan)],
        },
    };
}
