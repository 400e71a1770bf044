/** What svelte-check and Vite must know alike. */
export default { compilerOptions: { runes: true } };
