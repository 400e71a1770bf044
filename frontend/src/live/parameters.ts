/** A pack's parameters: in groups, found by text, as a table. Pure. */

import type { Parameter } from "../api/contract";

/** In the order in which people look for them. */
const GROUPS = ["cells", "pack", "currents", "temperatures", "balancing", "communication", "other", "switches"];

export interface Group {
    group: string;
    rows: Parameter[];
}

/** Without accents and capitals, so that "temperature" finds "Température". */
function plain(text: string): string {
    return text
        .normalize("NFD")
        .replace(/\p{Diacritic}/gu, "")
        .toLowerCase();
}

/** Whether each word of a search is somewhere in the parameter's name, key or value. */
export function matches(one: Parameter, search: string): boolean {
    const text = plain(`${one.name} ${one.key} ${one.text}`);
    return plain(search)
        .split(/\s+/)
        .every((word) => text.includes(word));
}

/** The groups that have rows; one that this page does not know comes last. */
export function groupsOf(parameters: readonly Parameter[]): Group[] {
    const names = [...new Set([...GROUPS, ...parameters.map(({ group }) => group)])];
    return names
        .map((group) => ({ group, rows: parameters.filter((one) => one.group === group) }))
        .filter(({ rows }) => rows.length);
}

function quoted(text: string): string {
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A CSV file (RFC 4180): key, name, value, unit. */
export function tableOf(parameters: readonly Parameter[]): string {
    const rows = parameters.map(({ key, name, value, unit }) => [key, name, String(value), unit]);
    return [["key", "name", "value", "unit"], ...rows].map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
}
