/** How old a pack's numbers are by this device's clock. Pure.
 *
 * Gateway and device may disagree about the time, so what counts is the age that was told and when it came.
 */

import type { Link, Pack, Values } from "../api/contract";

/** A pack, and the moment of its numbers by this device's clock in ms; null before its first reading. */
export interface Seen extends Omit<Pack, "values"> {
    /** Empty before the first reading. */
    values: Values;
    seenAt: number | null;
}

export function seen(pack: Pack, now: number): Seen {
    return { ...pack, values: pack.values ?? {}, seenAt: pack.age === null ? null : now - pack.age * 1000 };
}

/** Seconds since the numbers were read; null before the first ones. */
export function age(pack: Seen, now: number): number | null {
    return pack.seenAt === null ? null : Math.max(0, (now - pack.seenAt) / 1000);
}

/** Whether the numbers are too old to trust, by the gateway's word or because time went on without it. */
export function isStale(pack: Seen, now: number): boolean {
    const old = age(pack, now);
    return pack.stale || (old !== null && old > pack.limit);
}

/** The packs with `pack` in the place of its older self, or at the end. */
export function replaced(packs: readonly Seen[], pack: Seen): Seen[] {
    return packs.some(({ id }) => id === pack.id)
        ? packs.map((old) => (old.id === pack.id ? pack : old))
        : [...packs, pack];
}

/** A link that the gateway has not opened yet, nor tried in vain: no reason to cry wolf. */
export function isNew(link: Link): boolean {
    return !link.up && link.since === null;
}

/** The links that are down. */
export function downLinks(links: readonly Link[]): Link[] {
    return links.filter((link) => !link.up && !isNew(link));
}
