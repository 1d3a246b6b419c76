/** A lesson's page: its examples together, how far one has read, and what runs. */

import { render } from "preact";
import { banner } from "./banners";
import { Cell } from "./cell";
import { announce } from "./page";
import type { Answer, RunEvent } from "./protocol";
import { connection } from "./socket";

export function startLesson(article: HTMLElement): void {
  const id = article.dataset["lesson"] ?? "";
  const lesson = new LessonPage(id, article);
  lesson.draw();
  watchReading(article, id);
}

class LessonPage {
  private readonly cells: Cell[];
  private readonly tools: HTMLElement | null;
  private current: Cell | null = null;
  private together = false;
  private readonly waiting: Cell[] = [];

  constructor(
    private readonly id: string,
    article: HTMLElement,
  ) {
    this.tools = article.querySelector(".lesson-tools");
    const sections = article.querySelectorAll<HTMLElement>('section.example:not([data-evaluated="false"])');
    this.cells = [...sections].map((section) => new Cell(section, this));
    const link = connection();
    addEventListener("keydown", (event) => {
      if (event.key === "." && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.interrupt();
      }
    });
    link.onBroadcast((said) => {
      if (said.event !== "running" || said.lesson !== id) return;
      for (const cell of this.cells) cell.pauseIs(said.state === "paused" && cell.index === said.index);
    });
  }

  mayRun(cell: Cell): boolean {
    if (!this.together && this.current === null) return true;
    if (!this.waiting.includes(cell)) this.waiting.push(cell);
    return false;
  }

  started(cell: Cell): void {
    this.current = cell;
    this.draw();
  }

  ended(cell: Cell): void {
    if (this.current === cell && !this.together) this.free();
    this.draw();
  }

  /** The kernel is free: who waits comes next, in the order in which they asked. A run that failed sends them home. */
  private free(): void {
    const failed = this.current?.failed ?? false;
    this.current = null;
    if (failed) for (const cell of this.waiting.splice(0)) cell.over();
    const next = this.waiting.shift();
    if (next) queueMicrotask(() => next.run());
  }

  runAbove(cell: Cell): void {
    const above = this.cells.filter((each) => each.index < cell.index);
    this.several(above, { do: "run_above", lesson: this.id, index: cell.index }, () => cell.run());
  }

  runAll(): void {
    this.several(this.cells, { do: "run_all", lesson: this.id }, () => announce("All examples ran."));
  }

  private several(cells: Cell[], request: Parameters<ReturnType<typeof connection>["ask"]>[0], then: () => void): void {
    if (this.together || this.current) return;
    this.together = true;
    cells.forEach((cell) => cell.queue());
    this.draw();
    let stopped = false;
    const hear = (answer: Answer) => {
      const cell = "index" in answer ? this.cells.find((each) => each.index === answer.index) : undefined;
      if (!cell) return;
      if (cell.state === "queued") cell.start();
      cell.hear(answer as RunEvent);
      if (answer.event === "failed" && !cell.raises) stopped = true;
      if (answer.event === "done" || answer.event === "lost") cell.over(undefined, true);
    };
    const over = (why?: unknown) => {
      this.together = false;
      const first = cells.find((cell) => cell.state !== "idle");
      cells.forEach((cell) => cell.over(cell === first ? why : undefined));
      this.free();
      this.draw();
      if (why === undefined && !stopped) then();
    };
    // The server runs what is on the disk.
    Promise.all(cells.map((cell) => cell.kept()))
      .then(() => connection().ask(request, hear))
      .then(() => over(), over);
  }

  private restart(): void {
    connection().ask({ do: "restart", lesson: this.id }).then(
      () => {
        this.cells.forEach((cell) => cell.forget());
        announce("The lesson's namespace is empty.");
        banner("restart", "The namespace is empty: nothing has been run yet.");
      },
      (why: unknown) => banner("restart", String((why as Error).message), { tone: "warning" }),
    );
  }

  private interrupt(): void {
    void connection().ask({ do: "interrupt", lesson: this.id }).catch(() => undefined);
  }

  private resetAll(): void {
    this.cells.forEach((cell) => cell.reset());
    this.draw();
  }

  draw(): void {
    if (!this.tools || this.cells.length === 0) return;
    const busy = this.together || this.current !== null;
    render(
      <>
        <button type="button" disabled={busy} onClick={() => this.runAll()}><i class="icon play" />Run all {this.cells.length}</button>
        <button type="button" class="quiet" onClick={() => this.restart()}>Restart</button>
        <button type="button" class="quiet" disabled={busy} onClick={() => this.resetAll()}>Reset all</button>
        {busy && (
          <button type="button" class="stop" onClick={() => this.interrupt()}>
            <i class="icon stop" />Stop
          </button>
        )}
      </>,
      this.tools,
    );
  }
}

/** Remember the block on top, and that the end was reached. */
function watchReading(article: HTMLElement, id: string): void {
  const blocks = [...article.querySelectorAll<HTMLElement>("[data-block]")];
  let told = -1;
  let timer = 0;
  const tell = () => {
    const top = blocks.findLast((block) => block.getBoundingClientRect().top < innerHeight * 0.4);
    const block = Number(top?.dataset["block"] ?? 0);
    if (block === told) return;
    told = block;
    void connection().ask({ do: "visit", kind: "lesson", place: id, block }).catch(() => undefined);
  };
  addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = window.setTimeout(tell, 800);
  }, { passive: true });
  const end = article.querySelector("nav.turn");
  if (!end) return;
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    void connection().ask({ do: "read", lesson: id }).catch(() => undefined);
  });
  watch.observe(end);
}
