/** What is known now, kept up by the stream. Every view reads from here; none asks for the latest by itself. */

import { type ApiError, get, whenDenied } from "../api/client";
import type { Bank, HappenedEvent, Health, Link, Overview, Pack, Session } from "../api/contract";
import type { ServerEvent } from "../api/sse";
import { Stream } from "../api/stream";
import { clock } from "./clock.svelte";
import { replaced, type Seen, seen } from "./freshness";

const ENERGY_EVERY = 60_000;

/** `quiet` until the first connection, so that a page just opened does not cry wolf. */
export type Connection = "quiet" | "live" | "lost";

class Live {
    overview = $state.raw<Overview | null>(null);
    packs = $state.raw<Seen[]>([]);
    bank = $state.raw<Bank | null>(null);
    links = $state.raw<Link[]>([]);
    health = $state.raw<Health | null>(null);
    /** The newest happening of this session. */
    event = $state.raw<HappenedEvent | null>(null);
    connection = $state<Connection>("quiet");
    /** Since when the gateway cannot be reached, ms. */
    lostAt = $state<number | null>(null);
    /** The gateway asks who we are. */
    locked = $state(false);
    private stream: Stream | null = null;
    private energyAt = 0;

    /** The whole picture at once. */
    take(overview: Overview): void {
        // A gateway that was replaced serves another page too, and no longer the parts of this one.
        if (this.overview && this.overview.version !== overview.version) location.reload();
        const now = Date.now();
        this.overview = overview;
        this.packs = overview.packs.map((pack) => seen(pack, now));
        this.bank = overview.bank;
        this.links = overview.links;
        this.energyAt = now;
    }

    /** Whether we may look; when the gateway wants a password first, the page asks for it. */
    async enter(): Promise<boolean> {
        const session = await get<Session>("session").catch(() => null);
        this.locked = session !== null && session.needed && !session.valid;
        if (!this.locked) await this.refresh();
        return !this.locked;
    }

    /** Fetch the whole picture; tells whether there is one. */
    async refresh(): Promise<boolean> {
        try {
            this.take(await get<Overview>("overview"));
            this.locked = false;
            return true;
        } catch (error) {
            this.failed(error as ApiError);
            return false;
        }
    }

    start(): void {
        this.stream?.end();
        this.stream = new Stream(
            { event: (event) => this.heard(event), up: (again) => this.up(again), down: (error) => this.failed(error) },
            this.overview?.sequence ?? null,
        );
        void this.stream.run();
        clock.start(() => this.stream?.nudge());
    }

    stop(): void {
        this.stream?.end();
        this.stream = null;
    }

    /** The gateway wants its password (again): nothing is shown before it has it. */
    lock(): void {
        this.locked = true;
        this.stop();
    }

    /** The device woke up, or its network came back. */
    nudge(): void {
        this.stream?.nudge();
    }

    private up(again: boolean): void {
        this.connection = "live";
        this.lostAt = null;
        if (again || !this.overview) void this.refresh();
    }

    private failed(error: ApiError): void {
        if (error.status === 401) return;
        this.lostAt ??= Date.now();
        this.connection = "lost";
    }

    private heard({ event, data }: ServerEvent): void {
        if (event === "resync") return void this.refresh();
        const told: unknown = JSON.parse(data);
        if (event === "reading") this.packs = replaced(this.packs, seen(told as Pack, Date.now()));
        else if (event === "bank") this.banked(told as Bank);
        else if (event === "health") this.checked(told as Health);
        else if (event === "event") this.happened(told as HappenedEvent);
    }

    private banked(bank: Bank): void {
        this.bank = bank;
        // Today's energy is no part of the stream; a minute is fine enough for kWh.
        if (Date.now() - this.energyAt > ENERGY_EVERY) void this.refresh();
    }

    private checked(health: Health): void {
        this.health = health;
        this.links = health.links;
    }

    private happened(event: HappenedEvent): void {
        this.event = event;
        // What a cut or a silent pack changes elsewhere (links, who counts in the bank) comes with the whole picture.
        if (event.kind !== "value_held") void this.refresh();
    }
}

export const live = new Live();
whenDenied(() => live.lock());
