/** An exercise's page for a program: editor, check, verdict, hints, history, solution. */

import { render } from "preact";
import { banner } from "./banners";
import { CodeBox } from "./code";
import { DraftKeeper, type Keeping } from "./drafts";
import type { Mark } from "./editor";
import { Help } from "./help";
import { announce, ctrl, dataOf, make } from "./page";
import type { Answer, Report } from "./protocol";
import { Disconnected, Refused, connection } from "./socket";
import { Verdict, spoken } from "./verdict";

interface Data {
  code: string;
  starter: string;
  revision: string;
}

type Said = Extract<Answer, { event: "verdict" }>;

const TYPING = 900; // a pause in the typing, before checking by oneself
const CHOICE = "gradschool:check-as-you-type";

export function startWorkbench(article: HTMLElement): void {
  const section = article.querySelector<HTMLElement>("section.workbench")!;
  new Workbench(article, section);
}

class Workbench {
  private readonly exercise: string;
  private readonly data: Data;
  private readonly bar = make("div", { class: "bench-bar" });
  private readonly place: HTMLElement;
  private readonly box: CodeBox;
  private readonly keeper: DraftKeeper;
  private readonly help: Help;
  private keeping: Keeping = "kept";
  private said: Said | null = null;
  private checkedCode = "";
  private checking = false;
  private again = false;
  private trouble = "";
  private asYouType = readChoice();
  private timer = 0;

  constructor(article: HTMLElement, section: HTMLElement) {
    this.exercise = section.dataset["exercise"] ?? "";
    this.data = dataOf<Data>(section);
    this.place = article.querySelector<HTMLElement>("section.verdict")!;
    this.place.removeAttribute("aria-live"); // a verdict is told in one sentence, not read out card by card
    this.box = new CodeBox(section.querySelector<HTMLElement>("pre.code")!, this.data.code, {
      label: "Your answer",
      onChange: (code) => this.changed(code),
      onRun: () => this.check(true),
      complete: async (code, cursor) =>
        (await connection().get({ do: "complete", place: this.exercise, code, cursor }, "completions")).items,
    });
    this.keeper = new DraftKeeper(`exercise/${this.exercise}`, this.data.revision, { code: this.data.code }, {
      keeping: (state) => {
        this.keeping = state;
        this.draw();
      },
      earlier: (code) => this.offer(code, "This answer was also changed elsewhere. Your version is kept."),
      replaced: (text) => this.replaced(text.code ?? ""),
    });
    section.prepend(this.bar);
    this.help = new Help(article, this.exercise, {
      code: () => this.box.code,
      bringBack: (code) => this.box.replace(code),
    });
    const unsent = this.keeper.unsent();
    if (unsent?.code !== undefined && unsent.code !== this.data.code) this.box.replace(unsent.code);
    void connection().ask({ do: "visit", kind: "exercise", place: this.exercise, block: 0 }).catch(() => undefined);
    this.draw();
  }

  private changed(code: string): void {
    this.keeper.changed({ code });
    clearTimeout(this.timer);
    if (this.asYouType) this.timer = window.setTimeout(() => this.check(false), TYPING);
    this.draw();
  }

  private check(asked: boolean): void {
    clearTimeout(this.timer);
    if (this.checking) {
      this.again = true;
      return;
    }
    if (!asked && this.box.code === this.checkedCode) return;
    this.checking = true;
    this.trouble = "";
    this.checkedCode = this.box.code;
    this.draw();
    void this.keeper.flush();
    let said: Said | null = null;
    connection().ask({ do: "submit", exercise: this.exercise, code: this.checkedCode }, (answer) => {
      if (answer.event === "verdict") said = answer;
    }).then(
      () => this.over(said, asked),
      (why: unknown) => this.over(null, asked, why),
    );
  }

  private over(said: Said | null, asked: boolean, why?: unknown): void {
    this.checking = false;
    if (said) {
      this.said = said;
      this.box.mark(marksOf(said.report));
      this.help.judged(said);
    }
    if (why !== undefined) this.trouble = trouble(why);
    this.draw();
    if (asked) {
      announce(said ? spoken(said.report) : this.trouble);
      this.bringIntoView();
    }
    if (this.again) {
      this.again = false;
      this.check(false);
    }
  }

  /** The verdict's head must be seen; where it already is, nothing moves. */
  private bringIntoView(): void {
    const box = this.place.getBoundingClientRect();
    if (box.top > innerHeight - 160 || box.top < 0) {
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      this.place.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
    }
  }

  private reset(): void {
    const mine = this.box.code;
    connection().get({ do: "revert", place: this.keeper.place }, "saved").then(
      (saved) => {
        const code = saved.code ?? this.data.starter;
        this.keeper.quietly(() => this.box.replace(code));
        this.keeper.settled(saved.revision, { code });
        this.draw();
        banner("reset", "The starter is back.", { actions: [{ label: "Undo", run: () => this.box.replace(mine) }] });
      },
      (why: unknown) => banner("reset", trouble(why), { tone: "warning" }),
    );
  }

  private replaced(code: string): void {
    this.keeper.quietly(() => this.box.replace(code));
    this.draw();
  }

  private offer(code: string, text: string): void {
    if (code === this.box.code) return;
    banner("draft", text, {
      tone: "warning",
      actions: [{ label: "Bring the other back", run: () => this.box.replace(code) }],
    });
  }

  private draw(): void {
    render(this.barContent(), this.bar);
    const said = this.said;
    render(
      <>
        {this.trouble && <p class="raised raised-what" role="alert">{this.trouble}</p>}
        {said && (
          <Verdict report={said.report} html={said.html} next={said.next} goTo={(line) => this.box.goTo(line)}
            stale={this.box.code !== this.checkedCode && !this.checking} />
        )}
      </>,
      this.place,
    );
    this.place.classList.toggle("checking", this.checking);
  }

  private barContent() {
    return (
      <>
        <button type="button" class="primary" onClick={() => this.check(true)} aria-busy={this.checking}>
          <i class={this.checking ? "icon busy" : "icon check"} />{this.checking ? "Checking" : "Check"}
          <kbd>{ctrl}↩</kbd>
        </button>
        <label class="as-you-type">
          <input type="checkbox" checked={this.asYouType} onChange={(event) => this.choose(event.currentTarget.checked)} />
          as I type
        </label>
        <span class="bar-right">
          <span class="faint" data-keeping={this.keeping}>{KEEPING[this.keeping]}</span>
          {this.box.code.trimEnd() !== this.data.starter.trimEnd() && (
            <button type="button" class="quiet" onClick={() => this.reset()}>reset</button>
          )}
        </span>
      </>
    );
  }

  private choose(on: boolean): void {
    this.asYouType = on;
    try {
      localStorage.setItem(CHOICE, on ? "yes" : "");
    } catch {
      // The choice then holds for this page.
    }
    if (on) this.check(false);
    this.draw();
  }
}

const KEEPING: Record<Keeping, string> = { kept: "saved", typing: "…", local: "kept in this browser" };

function readChoice(): boolean {
  try {
    return localStorage.getItem(CHOICE) === "yes";
  } catch {
    return false;
  }
}

function marksOf(report: Report): Mark[] {
  const found: Mark[] = [];
  if (report.diagnosis?.line) {
    found.push({ line: report.diagnosis.line, kind: "mistake", text: report.diagnosis.headline.replaceAll("`", "") });
  }
  for (const row of report.scenarios) {
    const line = row.raised?.line;
    if (!row.raised || !line || found.some((mark) => mark.line === line)) continue;
    found.push({ line, kind: "error", text: `${row.raised.type}: ${row.raised.message.split("\n")[0] ?? ""}` });
  }
  return found;
}

export function trouble(why: unknown): string {
  if (why instanceof Disconnected) return "The connection was lost while this was checked. Check again once the studio is back.";
  if (why instanceof Refused) return [why.what, why.repair].filter(Boolean).join(" ");
  return String(why);
}
