/** A word of the glossary says what it means without leaving the page. */

import { make, page } from "./page";

let card: HTMLElement | null = null;
let timer = 0;
const read = new Map<string, Promise<string>>();

export function watchWords(): void {
  const words = `a[href*="${page.base}glossary#"], a[href^="#term-"]`;
  const near = (event: Event) => {
    const link = (event.target as Element | null)?.closest?.<HTMLAnchorElement>(words);
    if (!link || page.kind === "glossary") return;
    clearTimeout(timer);
    timer = window.setTimeout(() => void show(link), event.type === "focusin" ? 0 : 250);
  };
  const away = () => {
    clearTimeout(timer);
    timer = window.setTimeout(hide, 200);
  };
  document.addEventListener("pointerover", near);
  document.addEventListener("focusin", near);
  document.addEventListener("pointerout", (event) => (event.target as Element).closest?.(words) && away());
  document.addEventListener("focusout", (event) => (event.target as Element).closest?.(words) && away());
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  addEventListener("scroll", hide, { passive: true });
}

/** The whole glossary is one page: it is fetched once, and its terms are found by their ids. */
function meaning(link: HTMLAnchorElement): Promise<string> {
  const url = new URL(link.href);
  const id = decodeURIComponent(url.hash.slice(1));
  const known = read.get(id);
  if (known) return known;
  const found = fetch(url.pathname, { credentials: "same-origin" })
    .then((answer) => (answer.ok ? answer.text() : ""))
    .then((html) => {
      const term = new DOMParser().parseFromString(html, "text/html").getElementById(id);
      const said = term?.tagName === "DT" ? term.nextElementSibling : term;
      return said?.textContent?.trim() ?? "";
    });
  read.set(id, found);
  return found;
}

async function show(link: HTMLAnchorElement): Promise<void> {
  const text = await meaning(link).catch(() => "");
  if (!text || !link.isConnected) return;
  hide();
  card = make("div", { class: "word-card", role: "tooltip", id: "word-card" }, make("strong", {}, link.textContent ?? ""), make("p", {}, text));
  document.body.append(card);
  link.setAttribute("aria-describedby", "word-card");
  const at = link.getBoundingClientRect();
  const width = card.offsetWidth;
  card.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8)) + scrollX}px`;
  const below = at.bottom + card.offsetHeight + 8 < innerHeight;
  card.style.top = `${(below ? at.bottom + 6 : at.top - card.offsetHeight - 6) + scrollY}px`;
}

function hide(): void {
  document.querySelector("[aria-describedby=word-card]")?.removeAttribute("aria-describedby");
  card?.remove();
  card = null;
}
