/** A text that is kept as it is typed: in the browser at once, on the disk a moment later, and never the wrong one. */

import { forget, note, read } from "./journal";
import type { Answers, Draft } from "./protocol";
import { Refused, connection } from "./socket";

const PAUSE = 500;
const AGAIN = 5000;

export interface Text {
  code?: string;
  answers?: Answers;
}

export type Keeping = "kept" | "typing" | "local";

interface Hooks {
  /** How the text is kept, for the little word beside the editor. */
  keeping: (state: Keeping) => void;
  /** This tab's text replaced another's: offer it. */
  earlier: (code: string) => void;
  /** Another tab's text replaced this one's. */
  replaced: (text: Text) => void;
}

export class DraftKeeper {
  private timer = 0;
  private current: Text;
  private sent: Text | null = null;
  private quiet = false;
  /** What this tab itself sent lately: found on the disk after a broken connection, it is nobody else's. */
  private readonly own: string[] = [];

  constructor(
    readonly place: string,
    private revision: string,
    shown: Text,
    private readonly hooks: Hooks,
  ) {
    this.current = shown;
    const link = connection();
    link.onBroadcast((said) => {
      if (said.event !== "draft" || said.place !== place || said.tab === link.tab) return;
      // Somebody types here at this moment: theirs is the later text, and the save that is to come offers the other.
      if (this.timer !== 0 || this.sent) return;
      this.revision = said.revision;
      this.heard(said.answers ? { answers: said.answers } : { code: said.code });
    });
    link.onWelcome((answer) => {
      const saved = answer.saved.find((each) => each.place === place);
      if (saved) this.acknowledged(saved.revision, saved.earlier);
      else if (this.sent) void this.save();
    });
    addEventListener("pagehide", () => void this.flush());
  }

  /** What was typed here before the page was closed and never reached the server; it is sent with `hello`. */
  unsent(): Text | null {
    const draft = read(this.place);
    if (!draft) return null;
    return draft.answers ? { answers: draft.answers } : { code: draft.code ?? "" };
  }

  /** The revision that this tab's text was made from. */
  get seen(): string {
    return this.revision;
  }

  /** Change what is shown without its being kept as if it had been typed. */
  quietly(change: () => void): void {
    this.quiet = true;
    try {
      change();
    } finally {
      this.quiet = false;
    }
  }

  /** The learner typed. */
  changed(text: Text): void {
    if (this.quiet) return;
    this.current = text;
    note(this.draft(text));
    this.hooks.keeping(connection().state === "open" ? "typing" : "local");
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), PAUSE);
  }

  /** Save what waits, now. */
  async flush(): Promise<void> {
    if (!this.timer) return;
    clearTimeout(this.timer);
    await this.save();
  }

  /** Forget what waits: the text on the disk was replaced on purpose. */
  settled(revision: string, text: Text): void {
    clearTimeout(this.timer);
    this.timer = 0;
    forget(this.draft(this.current));
    this.current = text;
    this.sent = null;
    this.revision = revision;
    this.hooks.keeping("kept");
  }

  private draft(text: Text): Draft {
    return { place: this.place, ...text, seen: this.revision };
  }

  private async save(): Promise<void> {
    this.timer = 0;
    const link = connection();
    if (link.state !== "open") {
      this.hooks.keeping("local"); // `hello` carries it as soon as somebody answers
      return;
    }
    const text = this.current;
    this.sent = text;
    this.own.push(JSON.stringify(text));
    if (this.own.length > 20) this.own.shift();
    try {
      const saved = await link.get({ do: "save", ...this.draft(text) }, "saved");
      forget(this.draft(text));
      this.acknowledged(saved.revision, saved.earlier, text);
    } catch (why) {
      this.hooks.keeping("local");
      // The disk refused: ask again, for what is full may be emptied.
      if (why instanceof Refused) this.timer ||= window.setTimeout(() => void this.save(), AGAIN);
    }
  }

  private acknowledged(revision: string, earlier: string | null, text?: Text): void {
    this.revision = revision;
    this.sent = null;
    if (!text || text === this.current) this.hooks.keeping("kept");
    if (earlier !== null && !this.own.includes(JSON.stringify({ code: earlier }))) this.hooks.earlier(earlier);
  }

  private heard(text: Text): void {
    const mine = this.current;
    if (JSON.stringify(text) === JSON.stringify(mine)) return;
    this.current = text;
    forget(this.draft(mine));
    this.hooks.replaced(text);
  }
}
