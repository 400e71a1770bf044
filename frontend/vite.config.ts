/// <reference types="vitest/config" />
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

// `npm run dev` shows the page with the data of a gateway that runs: topbms demo, or one on the network.
const gateway = process.env["TOPBMS_GATEWAY"] ?? "http://127.0.0.1:8765";

export default defineConfig({
    // Relative addresses: the same files serve at / and behind any path prefix.
    base: "./",
    plugins: [svelte()],
    build: {
        outDir: "../src/topbms/web/static",
        emptyOutDir: true,
        target: ["chrome111", "firefox114", "safari16.4"],
        // No data: addresses, which the page's content security policy would have to allow.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        // The pages behind the first one are small: one file of style for all of them is one wait less.
        cssCodeSplit: false,
    },
    server: { proxy: { "/api": { target: gateway, changeOrigin: true } } },
    test: { include: ["tests/**/*.test.ts"] },
});
