/** Moments and lengths of time as people of a place write them. Pure: locale and words come in. */

import { NONE, THIN } from "./number";

const STYLES = {
    clock: { timeStyle: "short" },
    clockSeconds: { timeStyle: "medium" },
    day: { day: "numeric", month: "short" },
    month: { month: "short", year: "numeric" },
    moment: { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" },
    full: { dateStyle: "long", timeStyle: "medium" },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

export type TimeStyle = keyof typeof STYLES;

const kept = new Map<string, Intl.DateTimeFormat>();

/** A moment of UTC seconds in the reader's time zone. */
export function formatTime(seconds: number | null | undefined, style: TimeStyle, locale: string): string {
    if (seconds === null || seconds === undefined) return NONE;
    const key = `${locale} ${style}`;
    let known = kept.get(key);
    if (!known) kept.set(key, (known = new Intl.DateTimeFormat(locale, STYLES[style])));
    return known.format(seconds * 1000);
}

/** A time without zone, such as 2026-11-23T08:15:00, as it was written; the text itself where no calendar has it. */
export function formatWall(time: string, locale: string): string {
    const moment = Date.parse(`${time}Z`);
    if (Number.isNaN(moment)) return time.replace("T", " ");
    const format = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
    return format.format(moment);
}

/** The moment with its day, unless that is the day of `now`; both UTC seconds. */
export function formatMoment(seconds: number | null | undefined, now: number, locale: string): string {
    if (seconds === null || seconds === undefined) return NONE;
    const sameDay = new Date(seconds * 1000).toDateString() === new Date(now * 1000).toDateString();
    return formatTime(seconds, sameDay ? "clock" : "moment", locale);
}

/** How a language abbreviates day, hour, minute and second, and whether minutes after hours go without. */
export interface TimeUnits {
    day: string;
    hour: string;
    minute: string;
    second: string;
    bareMinutes: boolean;
}

/** A length of time in at most two units, such as 1 h 10 min; French leaves its last unit out. */
export function formatDuration(seconds: number | null | undefined, units: TimeUnits): string {
    if (seconds === null || seconds === undefined) return NONE;
    const whole = Math.round(seconds);
    if (whole < 60) return `${whole}${THIN}${units.second}`;
    const minutes = Math.round(seconds / 60);
    if (minutes < 60) return `${minutes}${THIN}${units.minute}`;
    const hours = Math.floor(minutes / 60);
    if (hours < 48) return pair(hours, units.hour, minutes % 60, units.bareMinutes ? "" : units.minute, 2);
    return pair(Math.floor(hours / 24), units.day, hours % 24, units.hour, 1);
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string, width: number): string {
    const head = `${large}${THIN}${largeUnit}`;
    if (!small) return head;
    const number = String(small).padStart(smallUnit ? 1 : width, "0");
    return `${head}${THIN}${number}${smallUnit ? THIN + smallUnit : ""}`;
}

/** The time a reader must wait, coarse on purpose: a remaining time of hours is not known to the minute. */
export function coarse(hours: number): number {
    const minutes = hours * 60;
    const step = minutes < 120 ? 5 : minutes < 600 ? 15 : 60;
    return Math.max(step, Math.round(minutes / step) * step) * 60;
}

/** An age in its one greatest unit: 4 s, 7 min, 3 h, 2 d. */
export function formatAge(seconds: number, units: TimeUnits): string {
    const steps: [number, string][] = [
        [86_400 * 2, units.day],
        [3600, units.hour],
        [60, units.minute],
    ];
    for (const [from, unit] of steps) {
        const size = unit === units.day ? 86_400 : from;
        if (seconds >= from) return `${Math.floor(seconds / size)}${THIN}${unit}`;
    }
    return `${Math.floor(seconds)}${THIN}${units.second}`;
}
