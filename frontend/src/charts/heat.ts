/** The heat map's pixels: a row a cell, a column a time, diverging colours around the mean. Knows no view. */

import type { Deviation } from "../history/deviation";
import { diverging, type Rgb, rgb } from "./blend";
import { token } from "./colours";

/** Draw into `canvas`, one pixel a value; the style sheet stretches it. Gaps stay clear. */
export function drawHeat(canvas: HTMLCanvasElement, { rows, times, reach }: Deviation): void {
    const brush = canvas.getContext("2d");
    if (!brush || !times.length || !rows.length) return;
    canvas.width = times.length;
    canvas.height = rows.length;
    const [low, middle, high] = ["--heat-low", "--heat-mid", "--heat-high"].map((name) => rgb(token(name))) as [
        Rgb,
        Rgb,
        Rgb,
    ];
    const image = brush.createImageData(times.length, rows.length);
    rows.forEach((row, y) =>
        row.forEach((value, x) => {
            if (value === null) return;
            image.data.set([...diverging(value / reach, low, middle, high), 255], 4 * (y * times.length + x));
        }),
    );
    brush.putImageData(image, 0, 0);
}
