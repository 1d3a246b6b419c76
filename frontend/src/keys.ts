/** Keys that work everywhere outside of a text: search, previous, next, help. */

import { page } from "./page";

export function watchKeys(search: () => void): void {
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      search();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
    const call = bound(event.key, search);
    if (!call) return;
    event.preventDefault();
    call();
  });
}

function bound(key: string, search: () => void): (() => void) | null {
  switch (key) {
    case "/":
      return search;
    case "?":
      return () => (location.href = `${page.base}help`);
    case "[":
    case "]": {
      const link = document.querySelector<HTMLAnchorElement>(`nav.turn a[rel="${key === "[" ? "prev" : "next"}"]`);
      return link ? () => link.click() : null;
    }
    case "j":
    case "k":
      return () => step(key === "j" ? 1 : -1);
    default:
      return null;
  }
}

/** To the next example, exercise or heading of the page. */
function step(by: number): void {
  const places = [...document.querySelectorAll<HTMLElement>("main h2, main .example, main .exercise-card, main .explorer")];
  const now = places.findIndex((place) => place.getBoundingClientRect().top > (by > 0 ? 90 : 60));
  const at = by > 0 ? now : (now < 0 ? places.length : now) - 1;
  const next = places[by > 0 ? (at < 0 ? places.length - 1 : at) : Math.max(0, at)];
  next?.scrollIntoView({ block: "start" });
}

function writing(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return !!element?.closest?.('input, textarea, select, [contenteditable="true"], [role="textbox"], dialog');
}
