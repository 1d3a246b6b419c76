/** An example of a lesson: its code becomes an editor, its stated output what it really prints. */

import { render } from "preact";
import { banner } from "./banners";
import { CodeBox } from "./code";
import { Difference } from "./difference";
import { DraftKeeper, type Keeping } from "./drafts";
import type { Mark } from "./editor";
import { Output } from "./output";
import { announce, dataOf, make, mac, seconds } from "./page";
import type { RunEvent } from "./protocol";
import { Disconnected, Refused, connection } from "./socket";
import { Transcript, plain } from "./transcript";

export type CellState = "idle" | "queued" | "running" | "paused";

interface Data {
  code: string;
  original: string;
  stated: string | null;
  revision: string;
  ran: boolean;
}

/** What a cell asks of its page. */
export interface Lesson {
  /** Whether the kernel is free for this one; if not, it runs when its turn comes. */
  mayRun: (cell: Cell) => boolean;
  runAbove: (cell: Cell) => void;
  started: (cell: Cell) => void;
  ended: (cell: Cell) => void;
}

export class Cell {
  readonly index: number;
  readonly lessonId: string;
  readonly raises: boolean;
  state: CellState = "idle";
  ran: boolean;
  private readonly data: Data;
  private readonly bar = make("div", { class: "cell-bar" });
  private readonly figure: HTMLElement;
  private readonly extra = make("div", { class: "cell-extra" });
  private readonly box: CodeBox;
  private readonly keeper: DraftKeeper;
  private keeping: Keeping = "kept";
  private transcript: Transcript | null = null;
  private showStated = false;
  private showChanges = false;
  private trouble: string | null = null;
  private frame = 0;
  private began = 0;
  private clock = 0;

  constructor(
    readonly section: HTMLElement,
    private readonly lesson: Lesson,
  ) {
    this.index = Number(section.dataset["index"]);
    this.lessonId = section.dataset["lesson"] ?? "";
    this.raises = section.dataset["raises"] === "true";
    this.data = dataOf<Data>(section);
    this.ran = this.data.ran;
    const pre = section.querySelector<HTMLElement>(":scope > pre.code")!;
    this.figure = section.querySelector<HTMLElement>(":scope > figure.output") ?? make("figure", { class: "output none" });
    const place = `lesson/${this.lessonId}/${this.index}`;
    this.box = new CodeBox(pre, this.data.code, {
      label: `Code of example ${this.index + 1}`,
      onChange: (code) => this.changed(code),
      onRun: () => this.run(),
      complete: async (code, cursor) =>
        (await connection().get({ do: "complete", place: this.lessonId, code, cursor }, "completions")).items,
      extra: [{ key: "Alt-Enter", run: () => this.lesson.runAbove(this) }],
    });
    this.keeper = new DraftKeeper(place, this.data.revision, { code: this.data.code }, {
      keeping: (state) => this.keepingIs(state),
      earlier: (code) => this.offer(code, "This example was also changed elsewhere. Your version is kept."),
      replaced: (text) => this.replaced(text.code ?? ""),
    });
    section.prepend(this.bar);
    if (!this.figure.isConnected) section.append(this.figure);
    this.figure.before(this.extra);
    const unsent = this.keeper.unsent();
    if (unsent?.code !== undefined && unsent.code !== this.data.code) this.box.replace(unsent.code);
    this.draw();
  }

  get code(): string {
    return this.box.code;
  }

  get isChanged(): boolean {
    return this.box.code.trimEnd() !== this.data.original.trimEnd();
  }

  /** The last run ended in a way in which nothing should follow it. */
  get failed(): boolean {
    const failure = this.transcript?.failure;
    return !!this.trouble || !!this.transcript?.lost || (!!failure && !this.raises);
  }

  focus(): void {
    this.box.focus();
  }

  // ------------------------------------------------------------------ running

  run(): void {
    if (this.state === "running" || this.state === "paused") return;
    if (!this.lesson.mayRun(this)) {
      this.queue(); // the lesson calls again when it is this one's turn
      return;
    }
    void this.keeper.flush();
    this.start();
    const request = { do: "run", lesson: this.lessonId, index: this.index, code: this.box.code } as const;
    connection().ask(request, (answer) => this.hear(answer as RunEvent)).then(
      () => this.over(),
      (why: unknown) => this.over(why),
    );
  }

  /** What was typed is on the disk. */
  async kept(): Promise<void> {
    await this.keeper.flush();
  }

  /** A run of several examples comes to this one. */
  start(): void {
    this.figure.style.minHeight = `${this.figure.offsetHeight}px`;
    this.transcript = new Transcript();
    this.trouble = null;
    this.showStated = false;
    this.began = performance.now();
    this.become("running");
    this.lesson.started(this);
    this.clock = window.setInterval(() => this.draw(), 500);
  }

  queue(): void {
    if (this.state === "idle") this.become("queued");
  }

  hear(event: RunEvent): void {
    if (!this.transcript) return;
    if (event.event === "stream" || event.event === "shown" || event.event === "failed" || event.event === "training"
      || event.event === "done" || event.event === "lost") this.transcript.take(event);
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  /** The run ended, or never began. Of several in a row only what went wrong is announced. */
  over(why?: unknown, several = false): void {
    clearInterval(this.clock);
    if (this.state === "idle") return;
    const transcript = this.transcript;
    if (why !== undefined) this.trouble = trouble(why);
    if (this.state === "queued" && !this.trouble) {
      this.become("idle");
      return;
    }
    this.ran ||= transcript?.done !== null;
    this.box.mark(this.marksOf(transcript));
    this.become("idle");
    this.figure.style.minHeight = "";
    this.lesson.ended(this);
    if (!several || this.failed) announce(this.inWords());
  }

  /** Nothing runs any more: the namespace was emptied. */
  forget(): void {
    this.ran = false;
    this.draw();
  }

  pauseIs(paused: boolean): void {
    if (this.state === "running" && paused) this.become("paused");
    else if (this.state === "paused" && !paused) this.become("running");
  }

  private marksOf(transcript: Transcript | null): Mark[] {
    const failure = transcript?.failure;
    if (!failure?.line) return [];
    const first = failure.message.split("\n")[0] ?? "";
    const text = first ? `${failure.name}: ${first}` : failure.name;
    return [{ line: failure.line, kind: this.raises ? "expected" : "error", text }];
  }

  private inWords(): string {
    const transcript = this.transcript;
    const name = `Example ${this.index + 1}`;
    if (this.trouble) return `${name}: ${this.trouble}`;
    if (transcript?.lost) return `${name}: the kernel was lost. ${transcript.lost.message}`;
    if (transcript?.failure) return `${name} raised ${transcript.failure.name}: ${transcript.failure.message}`;
    const said = transcript ? plain(transcript) : "";
    return `${name} ran. ${said.length > 300 ? `${said.slice(0, 300)} …` : said}`;
  }

  // ------------------------------------------------------------------ the text

  reset(): void {
    if (!this.isChanged) return;
    const mine = this.box.code;
    this.box.replace(this.data.original);
    this.showChanges = false;
    const link = connection();
    link.get({ do: "revert", place: this.keeper.place }, "saved").then(
      (saved) => this.keeper.settled(saved.revision, { code: saved.code ?? this.data.original }),
      () => undefined, // away: the keeper sends the original's text as what was typed
    );
    banner("reset", `Example ${this.index + 1} is as the lesson gives it.`, {
      actions: [{ label: "Undo", run: () => this.box.replace(mine) }],
    });
    this.draw();
  }

  private changed(code: string): void {
    this.keeper.changed({ code });
    this.draw();
  }

  private keepingIs(state: Keeping): void {
    if (this.keeping === state) return;
    this.keeping = state;
    this.draw();
  }

  private replaced(code: string): void {
    this.keeper.settled(this.keeper.seen, { code });
    this.showing(code);
  }

  private offer(code: string, text: string): void {
    if (code === this.box.code) return;
    banner(`draft-${this.index}`, text, {
      tone: "warning",
      actions: [{ label: "Bring the other back", run: () => this.box.replace(code) }],
    });
  }

  private showing(code: string): void {
    this.keeper.quietly(() => this.box.replace(code));
    this.draw();
  }

  // ------------------------------------------------------------------ drawing

  private become(state: CellState): void {
    this.state = state;
    this.section.dataset["state"] = state;
    this.draw();
  }

  private draw(): void {
    render(<Bar cell={this} view={this.barView()} />, this.bar);
    render(
      <>
        {this.showChanges && this.isChanged && (
          <Difference before={this.data.original} after={this.box.code} label="What you changed" />
        )}
      </>,
      this.extra,
    );
    this.section.classList.toggle("changed", this.isChanged);
    if (this.transcript) this.drawOutput(this.transcript);
    else if (this.trouble) this.drawOutput(new Transcript());
  }

  private drawOutput(transcript: Transcript): void {
    if (!this.figure.classList.contains("live")) {
      this.figure.className = "output live";
      this.figure.replaceChildren();
    }
    const nothingYet = this.state === "running" && transcript.pieces.length === 0 && !transcript.failure;
    const stated = this.data.stated;
    const same = stated !== null && transcript.done !== null && plain(transcript) === stated.trimEnd();
    render(
      <>
        <figcaption>
          <span>{nothingYet ? "Running" : "Output"}</span>
          {same && <span class="same">as the lesson states</span>}
          {stated !== null && transcript.done && !same && (
            <button type="button" class="quiet" aria-expanded={this.showStated} onClick={() => this.toggleStated()}>
              {this.showStated ? "hide the lesson’s output" : "the lesson’s output"}
            </button>
          )}
        </figcaption>
        <Output transcript={transcript} raises={this.raises} goTo={(line) => this.box.goTo(line)}>
          {this.trouble && <p class="raised raised-what">{this.trouble}</p>}
          {transcript.failure?.name === "NameError" && this.index > 0 && (
            <p><button type="button" onClick={() => this.lesson.runAbove(this)}>Run the examples above, then this one</button></p>
          )}
          {this.showStated && stated !== null && <pre class="stated" tabIndex={0} aria-label="The lesson's output">{stated}</pre>}
        </Output>
      </>,
      this.figure,
    );
  }

  private toggleStated(): void {
    this.showStated = !this.showStated;
    this.draw();
  }

  private barView(): BarView {
    return {
      state: this.state,
      changed: this.isChanged,
      showChanges: this.showChanges,
      keeping: this.keeping,
      elapsed: performance.now() - this.began,
      took: this.transcript?.done?.seconds ?? null,
      ok: this.transcript ? !this.transcript.failure && !this.transcript.lost && !this.trouble : true,
      toggleChanges: () => {
        this.showChanges = !this.showChanges;
        this.draw();
      },
    };
  }
}

function trouble(why: unknown): string {
  if (why instanceof Disconnected) return "The connection was lost while this ran. Run it again once the studio is back.";
  if (why instanceof Refused) return [why.what, why.repair].filter(Boolean).join(" ");
  return String(why);
}

interface BarView {
  state: CellState;
  changed: boolean;
  showChanges: boolean;
  keeping: Keeping;
  elapsed: number;
  took: number | null;
  ok: boolean;
  toggleChanges: () => void;
}

function Bar({ cell, view }: { cell: Cell; view: BarView }) {
  const busy = view.state === "running" || view.state === "paused";
  const lesson = cell.lessonId;
  const ask = (what: "interrupt" | "pause" | "resume") => void connection().ask({ do: what, lesson }).catch(() => undefined);
  return (
    <>
      {busy ? (
        <>
          <button type="button" class="stop" onClick={() => ask("interrupt")}><i class="icon stop" />Stop</button>
          <button type="button" class="quiet" onClick={() => ask(view.state === "paused" ? "resume" : "pause")}>
            {view.state === "paused" ? "Resume" : "Pause"}
          </button>
        </>
      ) : (
        <button type="button" class="run" title={mac ? "⇧↩" : "Shift-Enter"} disabled={view.state === "queued"}
          aria-label={`Run example ${cell.index + 1}`} onClick={() => cell.run()}>
          <i class="icon play" />Run
        </button>
      )}
      <span class={view.ok ? "bar-state" : "bar-state bad"}>{stateText(view)}</span>
      <span class="bar-right">
        {view.keeping === "local" && <span class="faint">kept in this browser</span>}
        {view.changed && (
          <>
            <button type="button" class="quiet" aria-expanded={view.showChanges} onClick={view.toggleChanges}>
              {view.showChanges ? "hide changes" : "changed"}
            </button>
            <button type="button" class="quiet" onClick={() => cell.reset()} aria-label={`Reset example ${cell.index + 1}`}>reset</button>
          </>
        )}
      </span>
    </>
  );
}

function stateText(view: BarView): string {
  if (view.state === "queued") return "waits";
  if (view.state === "paused") return "paused";
  if (view.state === "running") return view.elapsed > 900 ? `${Math.floor(view.elapsed / 1000)} s` : "";
  return view.took === null ? "" : seconds(view.took);
}
