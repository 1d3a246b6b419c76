/** Formulas, set by KaTeX. Loaded only where a page has some, before it is first painted: so nothing moves. */

import katex from "katex";

export function set(root: ParentNode): void {
  for (const place of root.querySelectorAll<HTMLElement>(".math[data-tex]:not(.set)")) {
    try {
      katex.render(place.dataset["tex"] ?? "", place, { displayMode: place.dataset["display"] === "true" || place.tagName === "DIV", throwOnError: true, strict: false });
      place.classList.add("set");
    } catch {
      place.classList.add("set", "plain"); // its text form stays
    }
  }
}

set(document);
// Hints, verdicts and solutions come later.
new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) if (node instanceof Element && node.querySelector?.(".math[data-tex]:not(.set)")) set(node);
  }
}).observe(document.body, { childList: true, subtree: true });
