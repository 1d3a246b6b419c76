/** What the server says of the page that it rendered, and the words that every island uses. */

const meta = document.querySelector<HTMLMetaElement>('meta[name="studio"]')?.dataset ?? {};

export const page = {
  base: meta["base"] ?? "/",
  nonce: meta["nonce"] ?? "",
  kind: meta["kind"] ?? "",
  id: meta["id"] ?? "",
  version: meta["version"] ?? "",
};

/** The JSON that the server laid into an island. */
export function dataOf<T>(island: Element): T {
  const script = island.querySelector(":scope > script.data");
  return JSON.parse(script?.textContent ?? "{}") as T;
}

export function announce(text: string): void {
  const region = document.getElementById("announce");
  if (!region) return;
  region.textContent = "";
  // A region that is emptied and filled in one go is not always read; a moment lies between.
  setTimeout(() => (region.textContent = text), 50);
}

/** `Ctrl` or `⌘`, as this keyboard has it. */
export const mac = /Mac|iPhone|iPad/.test(navigator.platform);
export const ctrl = mac ? "⌘" : "Ctrl-";

/** Call once when the element comes near the window, or at once where that cannot be watched. */
export function whenNear(element: Element, call: () => void, margin = "600px"): void {
  if (!("IntersectionObserver" in window)) {
    call();
    return;
  }
  const watch = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      call();
    },
    { rootMargin: margin },
  );
  watch.observe(element);
}

/** Make an element with attributes and children; text is always text. */
export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Seconds as one says them. */
export function seconds(count: number): string {
  if (count < 0.0995) return `${Math.max(1, Math.round(count * 1000))} ms`;
  if (count < 10) return `${count.toFixed(1)} s`;
  if (count < 100) return `${Math.round(count)} s`;
  return `${Math.floor(count / 60)} min ${Math.round(count % 60)} s`;
}
