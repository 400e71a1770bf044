/** The page's clock: ticks each second, so that ages grow between readings. */

class Clock {
    /** Milliseconds, as Date.now(). */
    now = $state(Date.now());
    private timer: ReturnType<typeof setInterval> | null = null;

    /** Tick from now on. `slept` is called after a pause that no timer explains: the device was asleep. */
    start(slept: () => void): void {
        this.timer ??= setInterval(() => {
            const before = this.now;
            this.now = Date.now();
            if (this.now - before > 5_000) slept();
        }, 1_000);
    }
}

export const clock = new Clock();
