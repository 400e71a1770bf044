/** Starts the page: with the numbers that came with it, so that the first paint shows them. */

import "./styles/tokens.css";
import "./styles/base.css";
import { mount } from "svelte";
import type { Overview } from "./api/contract";
import App from "./App.svelte";
import { live } from "./live/live.svelte";
import { router } from "./route/router.svelte";
import { speech } from "./words/speech.svelte";

function first(): Partial<Overview> | null {
    const text = document.getElementById("first")?.textContent?.trim();
    return text ? (JSON.parse(text) as Partial<Overview>) : null;
}

/** What the gateway put into the page, else what it answers now; nothing while it wants a password. */
async function begin(told: Partial<Overview> | null): Promise<void> {
    if (told?.packs) live.take(told as Overview);
    else if (!(await live.enter())) return;
    live.start();
}

const told = first();
speech.start(told?.language);
router.start();
void begin(told);
mount(App, { target: document.getElementById("app")! });

addEventListener("online", () => live.nudge());
document.addEventListener("visibilitychange", () => document.hidden || live.nudge());
