/** What the learner has to know now, one line each, above the page: offline, problems, drafts that met. */

import { render } from "preact";
import { connection } from "./socket";

interface Action {
  label: string;
  run: () => void;
}

interface Banner {
  id: string;
  tone: "note" | "warning";
  text: string;
  actions: Action[];
  keep: boolean;
}

const shown = new Map<string, Banner>();

/** Say something until it is dismissed or said again under the same id. */
export function banner(id: string, text: string, options: Partial<Omit<Banner, "id" | "text">> = {}): void {
  shown.set(id, { id, text, tone: "note", actions: [], keep: false, ...options });
  draw();
}

export function dismiss(id: string): void {
  if (shown.delete(id)) draw();
}

function draw(): void {
  const place = document.getElementById("banner");
  if (place) render(<Banners all={[...shown.values()]} />, place);
}

function Banners({ all }: { all: Banner[] }) {
  return (
    <>
      {all.map((each) => (
        <div key={each.id} class={`banner ${each.tone}`} data-banner={each.id}>
          <p>{each.text}</p>
          {each.actions.map((action) => (
            <button key={action.label} type="button" onClick={() => { action.run(); }}>{action.label}</button>
          ))}
          {!each.keep && (
            <button type="button" class="quiet close" aria-label="Dismiss" onClick={() => dismiss(each.id)}>×</button>
          )}
        </div>
      ))}
    </>
  );
}

/** Tell of the connection and of the server's problems. */
export function watchConnection(): void {
  const link = connection();
  let timer = 0;
  link.onState((state, tries) => {
    clearTimeout(timer);
    if (state === "open") dismiss("offline");
    // A restart takes less than this: nobody needs to be told of it.
    else if (state === "away") timer = window.setTimeout(() => away(tries), tries > 2 ? 0 : 700);
    else if (state === "refused") refused();
  });
  link.onBroadcast((said) => {
    if (said.event === "problem") banner("problem", said.text, { tone: "warning" });
  });
}

function away(tries: number): void {
  const long = tries > 6;
  const text = long
    ? "The studio does not answer. Start it again in your terminal: gradschool web. What you typed is safe in this browser."
    : "The studio does not answer; trying again. What you type is kept in this browser.";
  banner("offline", text, { tone: "warning", keep: true, actions: [{ label: "Try now", run: () => connection().hurry() }] });
}

function refused(): void {
  const text = "This page is no longer signed in. Open the address that the studio printed in your terminal. What you typed is safe in this browser.";
  banner("offline", text, { tone: "warning", keep: true });
}
