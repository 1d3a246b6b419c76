/** What was typed and is not known to be kept: it outlives a reload, a crash of the browser and the server's absence. */

import type { Draft } from "./protocol";

const PREFIX = "gradschool:draft:";

function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null; // forbidden by the browser's settings: drafts then live as long as the page
  }
}

/** Remember a draft until the server has said that it is kept. */
export function note(draft: Draft): void {
  try {
    storage()?.setItem(PREFIX + draft.place, JSON.stringify(draft));
  } catch {
    // Full: the editor still holds the text, and the server is asked again.
  }
}

/** Forget a draft that the server has kept, unless more was typed meanwhile. */
export function forget(draft: Draft): void {
  const kept = read(draft.place);
  if (kept && sameText(kept, draft)) storage()?.removeItem(PREFIX + draft.place);
}

function sameText(a: Draft, b: Draft): boolean {
  return a.code === b.code && JSON.stringify(a.answers) === JSON.stringify(b.answers);
}

/** The draft of a place that was never acknowledged. */
export function read(place: string): Draft | null {
  try {
    const text = storage()?.getItem(PREFIX + place);
    const draft: unknown = text ? JSON.parse(text) : null;
    return isDraft(draft) ? draft : null;
  } catch {
    return null;
  }
}

/** Every draft that was never acknowledged. */
export function pending(): Draft[] {
  const places: string[] = [];
  const kept = storage();
  for (let at = 0; kept && at < kept.length; at++) {
    const key = kept.key(at);
    if (key?.startsWith(PREFIX)) places.push(key.slice(PREFIX.length));
  }
  return places.map(read).filter((draft): draft is Draft => draft !== null);
}

function isDraft(value: unknown): value is Draft {
  const draft = value as Draft | null;
  return typeof draft?.place === "string" && typeof draft.seen === "string" && !!(draft.code ?? draft.answers);
}
