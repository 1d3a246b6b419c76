/** What stands below an answer: hints one at a time, earlier attempts, and the solution once it is open. */

import { render } from "preact";
import { Difference } from "./difference";
import { Html } from "./output";
import { announce, make } from "./page";
import type { Answer, Attempt, Outcome } from "./protocol";
import { connection } from "./socket";

interface Hooks {
  code: () => string;
  bringBack: (code: string) => void;
}

export class Help {
  private readonly hints: HTMLElement | null;
  private readonly history: HTMLElement | null;
  private readonly solution: HTMLElement | null;
  private readonly asker = make("div", { class: "hint-asker" });
  private total = 0;
  private taken = 0;
  private attempts: Attempt[] | null = null;
  private chosen = 0;
  private open = false;
  private shown: Extract<Answer, { event: "solution" }> | null = null;
  private beside = false;
  private note = "";

  constructor(
    article: HTMLElement,
    private readonly exercise: string,
    private readonly hooks: Hooks,
  ) {
    this.hints = article.querySelector("section.hints");
    this.history = article.querySelector("section.history");
    this.solution = article.querySelector("section.solution");
    this.total = Number(this.hints?.dataset["total"] ?? 0);
    this.taken = Number(this.hints?.dataset["taken"] ?? 0);
    this.open = this.solution?.dataset["open"] === "true";
    this.hints?.append(this.asker);
    this.draw();
  }

  /** A verdict came: the solution may be open now, and the history is longer. */
  judged(said: { solution_open: boolean }): void {
    this.open ||= said.solution_open;
    if (this.attempts) void this.fetchAttempts();
    this.draw();
  }

  private async takeHint(): Promise<void> {
    try {
      const hint = await connection().get({ do: "hint", exercise: this.exercise }, "hint");
      if (hint.number === 0) this.taken = this.total;
      else {
        this.taken = hint.number;
        this.total = hint.total;
        this.addHint(hint.html);
      }
      this.note = "";
    } catch (why) {
      this.note = String((why as Error).message);
    }
    this.draw();
  }

  private addHint(html: string): void {
    const list = this.hints?.querySelector("ol") ?? make("ol");
    if (!list.isConnected) this.asker.before(list);
    const item = make("li", { tabindex: "-1" });
    list.append(item);
    render(<Html class="prose" html={html} />, item);
    item.focus();
    announce(item.textContent ?? "");
  }

  private async fetchAttempts(): Promise<void> {
    try {
      this.attempts = (await connection().get({ do: "attempts", exercise: this.exercise }, "attempts")).items;
      this.chosen = Math.min(this.chosen, Math.max(0, this.attempts.length - 1));
    } catch (why) {
      this.note = String((why as Error).message);
    }
    this.draw();
  }

  private async showSolution(): Promise<void> {
    try {
      this.shown = await connection().get({ do: "solution", exercise: this.exercise }, "solution");
      this.note = "";
    } catch (why) {
      this.note = String((why as Error).message);
    }
    this.draw();
  }

  private draw(): void {
    render(this.hintContent(), this.asker);
    if (this.history) render(this.historyContent(), this.history);
    if (this.solution) render(this.solutionContent(), this.solution);
  }

  private hintContent() {
    if (!this.total) return null;
    const left = this.total - this.taken;
    return (
      <>
        {left > 0 ? (
          <button type="button" onClick={() => void this.takeHint()}>
            {this.taken === 0 ? "Give me a hint" : "Another hint"} <span class="count">{this.taken + 1} of {this.total}</span>
          </button>
        ) : (
          <p class="faint">These are all the hints.</p>
        )}
        {this.note && <p class="raised raised-what" role="alert">{this.note}</p>}
      </>
    );
  }

  private historyContent() {
    return (
      <details onToggle={(event) => event.currentTarget.open && !this.attempts && void this.fetchAttempts()}>
        <summary>Earlier attempts</summary>
        {this.attempts?.length === 0 && <p class="faint">None yet.</p>}
        {this.attempts && this.attempts.length > 0 && this.attemptList(this.attempts)}
      </details>
    );
  }

  private attemptList(attempts: Attempt[]) {
    const one = attempts[this.chosen];
    const before = attempts[this.chosen + 1];
    return (
      <div class="attempts">
        <ol reversed>
          {attempts.map((attempt, at) => (
            <li key={attempt.at}>
              <button type="button" class="attempt" aria-pressed={at === this.chosen} onClick={() => { this.chosen = at; this.draw(); }}>
                <span class={attempt.outcome === "passed" ? "sign held" : "sign broken"} aria-hidden="true">{attempt.outcome === "passed" ? "✓" : "✗"}</span>
                <span>{SAID[attempt.outcome]}</span>
                <span class="faint">{attempt.total ? `${attempt.passed}/${attempt.total}` : ""}</span>
                <time dateTime={new Date(attempt.at * 1000).toISOString()}>{when(attempt.at)}</time>
              </button>
            </li>
          ))}
        </ol>
        {one && (
          <div class="attempt-detail">
            <p class="faint">{before ? "Against the attempt before it" : "The first attempt"}</p>
            <Difference before={before?.code ?? ""} after={one.code} label="Changes of this attempt" />
            {one.code !== this.hooks.code() && (
              <button type="button" onClick={() => { this.hooks.bringBack(one.code); this.draw(); }}>Put this one into the editor</button>
            )}
          </div>
        )}
      </div>
    );
  }

  private solutionContent() {
    if (!this.open) return <p class="faint solution-closed">The solution opens when you have passed, or after several honest attempts.</p>;
    if (!this.shown) return <button type="button" onClick={() => void this.showSolution()}>Show the solution</button>;
    return (
      <>
        <h2>The solution</h2>
        <div class={this.beside ? "beside" : ""}>
          {this.beside && <div><p class="heat-label">yours, against it</p><Difference before={this.hooks.code()} after={this.shown.code} label="Your answer against the solution" /></div>}
          <div>{this.beside && <p class="heat-label">the solution</p>}<Html html={this.shown.html} /></div>
        </div>
        <button type="button" class="quiet" aria-pressed={this.beside} onClick={() => { this.beside = !this.beside; this.draw(); }}>
          {this.beside ? "the solution alone" : "beside mine"}
        </button>
      </>
    );
  }
}

const SAID: Record<Outcome, string> = {
  passed: "passed",
  failed: "not yet",
  crashed: "raised",
  timed_out: "too slow",
  out_of_memory: "out of memory",
  forbidden: "forbidden call",
  broken: "our fault",
};

function when(at: number): string {
  const ago = Date.now() / 1000 - at;
  if (ago < 60) return "just now";
  if (ago < 3600) return `${Math.round(ago / 60)} min ago`;
  if (ago < 86_400) return `${Math.round(ago / 3600)} h ago`;
  return new Date(at * 1000).toLocaleDateString("en", { day: "numeric", month: "short", year: "numeric" });
}
