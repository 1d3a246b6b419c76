/** Marks of what is done follow what happens, here or in another tab or face. */

import { connection } from "./socket";

export function watchProgress(): void {
  connection().onBroadcast((said) => {
    if (said.event !== "progress") return;
    const places = document.querySelectorAll<HTMLElement>(`[data-${said.kind}="${CSS.escape(said.place)}"][data-state]`);
    for (const place of places) {
      // An example's own state is another thing.
      if (!place.matches(".example")) place.dataset["state"] = said.state;
    }
    if (said.kind !== "exercise") return;
    const bar = document.querySelector<HTMLProgressElement>("progress[data-course]");
    if (bar && bar.max === said.total) bar.value = said.passed;
  });
}
