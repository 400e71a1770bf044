/** One stream that is kept up: reconnects, goes on from the last event, notices when it is dead. Knows no content. */

import { ApiError, request } from "./client";
import { EventParser, events, type ServerEvent } from "./sse";

/** The gateway says something each 15 s; this long without a byte is no pause any more. */
const SILENCE = 40_000;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 15_000;

export interface Listener {
    event(event: ServerEvent): void;
    /** Connected; `again` after a cut. */
    up(again: boolean): void;
    down(error: ApiError): void;
}

/** How long to wait before the attempt after `failures` failed ones, ms. */
export function backoff(failures: number): number {
    return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.max(0, failures - 1));
}

export class Stream {
    private readonly parser = new EventParser();
    private cut = new AbortController();
    private wake = (): void => {};
    private failures = 0;
    private connected = 0;
    private heardAt = 0;
    private ended = false;

    constructor(
        private readonly listener: Listener,
        sequence: number | null = null,
    ) {
        if (sequence !== null) this.parser.lastId = String(sequence);
    }

    /** Follow the stream until `end`. */
    async run(): Promise<void> {
        while (!this.ended) {
            const error = await this.once();
            if (this.ended) return;
            this.failures += 1;
            this.listener.down(error);
            await this.pause(backoff(this.failures));
        }
    }

    end(): void {
        this.ended = true;
        this.retry();
    }

    /** Try at once, such as when the device woke up; a connection that was heard just now is left alone. */
    nudge(): void {
        if (Date.now() - this.heardAt > SILENCE / 2) this.retry();
    }

    private retry(): void {
        this.cut.abort();
        this.wake();
    }

    private async once(): Promise<ApiError> {
        this.cut = new AbortController();
        this.heardAt = Date.now();
        const watch = setInterval(() => Date.now() - this.heardAt > SILENCE && this.cut.abort(), 1_000);
        try {
            await this.follow(this.cut.signal);
            return new ApiError(0, "");
        } catch (error) {
            return error instanceof ApiError ? error : new ApiError(0, String(error));
        } finally {
            clearInterval(watch);
        }
    }

    private async follow(signal: AbortSignal): Promise<void> {
        const { lastId } = this.parser;
        const headers: Record<string, string> = { Accept: "text/event-stream" };
        if (lastId) headers["Last-Event-ID"] = lastId;
        const answer = await request("stream", {}, { headers, signal, cache: "no-store" });
        this.failures = 0;
        this.listener.up(this.connected++ > 0);
        for await (const event of events(answer, this.parser, () => (this.heardAt = Date.now()))) {
            this.listener.event(event);
        }
    }

    private pause(milliseconds: number): Promise<void> {
        return new Promise((resolve) => {
            const timer = setTimeout(resolve, milliseconds);
            this.wake = () => (clearTimeout(timer), resolve());
        });
    }
}
