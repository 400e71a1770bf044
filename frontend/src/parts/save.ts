/** Gives the reader a file that the page made. */

export function save(name: string, type: string, text: string): void {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    // Not at once: some browsers read the file only after the click has ended.
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
