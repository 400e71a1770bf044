/** Data that a view asks for: the newest answer stays until a newer one comes, so that nothing flickers. */

import type { ApiError } from "../api/client";

export class Asked<T> {
    value = $state.raw<T | null>(null);
    error = $state.raw<ApiError | null>(null);
    private cut: AbortController | null = null;

    /** Ask anew; an older question that is still open no longer counts. */
    async ask(question: (signal: AbortSignal) => Promise<T>): Promise<void> {
        this.cut?.abort();
        const cut = (this.cut = new AbortController());
        try {
            const value = await question(cut.signal);
            if (cut.signal.aborted) return;
            this.value = value;
            this.error = null;
        } catch (error) {
            if (!cut.signal.aborted) this.error = error as ApiError;
        }
    }
}
