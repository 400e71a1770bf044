/** The languages, and how values get into their sentences. Pure. */

import { en } from "./en";
import { fr } from "./fr";

export type Key = keyof typeof en;
export type Words = Record<Key, string>;
export type Filling = Record<string, string | number>;

export const LANGUAGES: Readonly<Record<string, Words>> = { en, fr };

/** French says "0 batterie", English "0 packs". */
const SINGULAR: Readonly<Record<string, readonly number[]>> = { en: [1], fr: [0, 1] };

/** `template` with `{name}` filled in, and of `{count:one|many}` the noun that fits. */
export function fill(template: string, values: Filling, language: string): string {
    return template.replace(/\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
        const value = values[name];
        if (value === undefined) return whole;
        if (one === undefined || many === undefined) return String(value);
        return SINGULAR[language]?.includes(Number(value)) ? one : many;
    });
}

/** The language to begin with: the reader's choice, the gateway's, the browser's, English. */
export function choose(...wishes: (string | null | undefined)[]): string {
    const known = wishes.map((wish) => wish?.slice(0, 2).toLowerCase() ?? "").find((wish) => wish in LANGUAGES);
    return known ?? "en";
}

/** The locale for numbers and dates: the reader's own variant of the language, such as fr-CA. */
export function localeOf(language: string, preferred: readonly string[]): string {
    return preferred.find((locale) => locale.toLowerCase().startsWith(language)) ?? language;
}
