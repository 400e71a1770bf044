/** What the charts show, as a CSV file (RFC 4180). Pure. Times are UTC, ISO 8601; points as decimal sign. */

import { type Curve, tableOf } from "./curves";

function quoted(text: string): string {
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function head(curve: Curve, name: string): string[] {
    const key = [name, curve.quantity, curve.part].filter((part) => part !== null).join(" ");
    return curve.banded ? [key, `${key} low`, `${key} high`] : [key];
}

/** `names` are the packs' names by id. A gap, and a time that is another pack's, is an empty field. */
export function csvOf(curves: readonly Curve[], names: ReadonlyMap<string, string>): string {
    const table = tableOf(curves);
    const title = ["time", ...curves.flatMap((curve) => head(curve, names.get(curve.pack) ?? curve.pack))];
    const rows = table.times.map((time, row) => [
        new Date(time * 1000).toISOString(),
        ...curves.flatMap((curve, i) => {
            const columns = curve.banded ? [table.mean[i], table.low[i], table.high[i]] : [table.mean[i]];
            return columns.map((column) => String(column?.[row] ?? ""));
        }),
    ]);
    return [title, ...rows].map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
}
