/** Fingers on a chart, which uPlot does not know: a drag along the time zooms, a tap shows values.
 *
 * Two taps are a double click to every browser, and come to uPlot as one.
 */

import type uPlot from "uplot";

const SLACK = 10;

/** Follow one finger; up and down stays the page's scrolling (touch-action in Chart.svelte). */
export function followTouch(u: uPlot): void {
    let begin: number | null = null;
    const place = (event: PointerEvent): number => {
        const box = u.over.getBoundingClientRect();
        return Math.max(0, Math.min(box.width, event.clientX - box.left));
    };
    const span = (x: number): { left: number; width: number } => ({
        left: Math.min(begin!, x),
        width: Math.abs(x - begin!),
    });

    function down(event: PointerEvent): void {
        if (event.pointerType !== "touch") return;
        begin = place(event);
        u.setCursor({ left: begin, top: 0 });
    }

    function move(event: PointerEvent): void {
        if (begin === null) return;
        const { left, width } = span(place(event));
        u.setCursor({ left: place(event), top: 0 });
        if (width > SLACK) u.setSelect({ left, width, top: 0, height: u.over.clientHeight }, false);
    }

    function up(event: PointerEvent): void {
        if (begin === null) return;
        const { left, width } = span(place(event));
        begin = null;
        if (width > SLACK) u.setSelect({ left, width, top: 0, height: u.over.clientHeight }, true);
    }

    /** The browser took the finger for scrolling. */
    function cancel(): void {
        begin = null;
        u.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
    }

    u.over.addEventListener("pointerdown", down);
    u.over.addEventListener("pointermove", move);
    u.over.addEventListener("pointerup", up);
    u.over.addEventListener("pointercancel", cancel);
}
