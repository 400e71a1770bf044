/** Alarms and cuts of the log as bands behind a chart. Pure. */

import type { HappenedEvent, Level } from "../api/contract";

export interface Band {
    from: number;
    to: number;
    level: Level;
    event: HappenedEvent;
}

/** The alarms that touch the span, cut to it; what still lasts reaches its end. */
export function bandsOf(events: readonly HappenedEvent[], from: number, to: number): Band[] {
    return events
        .filter((event) => event.alarm && event.begin <= to && (event.end ?? to) >= from)
        .map((event) => ({
            from: Math.max(from, event.begin),
            to: Math.min(to, event.end ?? to),
            level: event.alarm!.level,
            event,
        }));
}
