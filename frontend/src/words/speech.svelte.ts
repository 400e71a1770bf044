/** The page's language and how it says things: words, numbers and times in the reader's way. */

import { speak } from "../api/client";
import { formatNumber, withUnit } from "../format/number";
import { formatPower, formatQuantity, formatSize } from "../format/quantity";
import {
    formatAge,
    formatDuration,
    formatMoment,
    formatTime,
    formatWall,
    type TimeStyle,
    type TimeUnits,
} from "../format/time";
import { choose, type Filling, fill, type Key, LANGUAGES, localeOf } from "./words";

const KEPT = "topbms.language";

class Speech {
    language = $state("en");
    locale = $derived(localeOf(this.language, navigator.languages));
    units: TimeUnits = $derived({
        day: this.say("unit.day"),
        hour: this.say("unit.hour"),
        minute: this.say("unit.minute"),
        second: this.say("unit.second"),
        bareMinutes: this.language === "fr",
    });

    /** Begin with the reader's earlier choice, else the gateway's language. */
    start(gateway: string | undefined): void {
        this.use(choose(remembered(), gateway, navigator.language));
    }

    /** Speak another language, and remember it. */
    choose(language: string): void {
        this.use(language);
        try {
            localStorage.setItem(KEPT, language);
        } catch {
            // A browser that keeps nothing asks again next time.
        }
    }

    private use(language: string): void {
        this.language = language;
        document.documentElement.lang = language;
        speak(language);
    }

    say(key: Key, values: Filling = {}): string {
        return fill(LANGUAGES[this.language]?.[key] ?? key, values, this.language);
    }

    /** Words whose key is made of data: `fallback` where the page has none. */
    name(key: string, fallback: string): string {
        return LANGUAGES[this.language]?.[key as Key] ?? fallback;
    }

    number(value: number | null | undefined, decimals = 0, unit = "", signed = false): string {
        return withUnit(formatNumber(value, decimals, this.locale, signed), unit);
    }

    quantity(key: string, value: number | null | undefined, signed = false): string {
        return formatQuantity(key, value, this.locale, signed);
    }

    power(watts: number | null | undefined, signed = false): string {
        return formatPower(watts, this.locale, signed);
    }

    size(bytes: number | null): string {
        return formatSize(bytes, this.locale, this.say("unit.byte"));
    }

    time(seconds: number | null | undefined, style: TimeStyle): string {
        return formatTime(seconds, style, this.locale);
    }

    /** A time that has no zone, such as a pack's clock shows it. */
    wall(time: string): string {
        return formatWall(time, this.locale);
    }

    /** A moment, with its day unless that is today. */
    moment(seconds: number | null | undefined): string {
        return formatMoment(seconds, Date.now() / 1000, this.locale);
    }

    duration(seconds: number | null | undefined): string {
        return formatDuration(seconds, this.units);
    }

    ago(seconds: number): string {
        if (seconds < 1) return this.say("now");
        return this.say("ago", { age: formatAge(seconds, this.units) });
    }

    /** A time of day within a sentence. */
    clock(seconds: number): string {
        const clock = this.time(seconds, "clock");
        const [hours = "", minutes = ""] = clock.split(":");
        return this.say("clock", { clock, hours: String(Number(hours)), minutes });
    }
}

function remembered(): string | null {
    try {
        return localStorage.getItem(KEPT);
    } catch {
        return null;
    }
}

export const speech = new Speech();
