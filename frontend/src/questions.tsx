/** Questions with an answer to type or to choose: the prediction comes before the truth. */

import { render } from "preact";
import { banner } from "./banners";
import { DraftKeeper } from "./drafts";
import { Help } from "./help";
import { announce, dataOf, make } from "./page";
import type { Answer, Answers, ScenarioReport } from "./protocol";
import { Html } from "./output";
import { connection } from "./socket";
import { spoken } from "./verdict";
import { trouble } from "./workbench";

interface Data {
  answers: Answers;
  revision: string;
  items: { name: string }[];
}

type Said = Extract<Answer, { event: "verdict" }>;

/** Bring the form in `section` to life. On an exercise's page `article` holds hints and history too. */
export function startQuestions(section: HTMLElement, article: HTMLElement | null): void {
  const form = section.querySelector<HTMLFormElement>("form.questions");
  if (form) new Questions(section, form, article);
}

class Questions {
  private readonly exercise: string;
  private readonly data: Data;
  private readonly fieldsets: Map<string, HTMLFieldSetElement>;
  private readonly bar = make("div", { class: "questions-bar" });
  private readonly keeper: DraftKeeper;
  private readonly help: Help | null;
  private checking = false;
  private said: Said | null = null;
  private trouble = "";

  constructor(
    section: HTMLElement,
    form: HTMLFormElement,
    article: HTMLElement | null,
  ) {
    this.exercise = section.dataset["exercise"] ?? article?.dataset["exercise"] ?? "";
    this.data = dataOf<Data>(section);
    this.fieldsets = new Map(
      [...form.querySelectorAll<HTMLFieldSetElement>("fieldset[data-item]")].map((each) => [each.dataset["item"] ?? "", each]),
    );
    this.keeper = new DraftKeeper(`exercise/${this.exercise}`, this.data.revision, { answers: this.data.answers }, {
      keeping: () => undefined,
      earlier: () => undefined,
      replaced: (text) => this.fill(text.answers ?? {}),
    });
    const unsent = this.keeper.unsent();
    if (unsent?.answers) this.fill(unsent.answers);
    form.querySelector("[type=submit]")?.remove();
    form.append(this.bar);
    form.addEventListener("input", (event) => this.typed(event));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.check();
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey || event.shiftKey)) {
        event.preventDefault();
        this.check();
      }
    });
    this.help = article ? new Help(article, this.exercise, { code: () => "", bringBack: () => undefined }) : null;
    if (article) void connection().ask({ do: "visit", kind: "exercise", place: this.exercise, block: 0 }).catch(() => undefined);
    this.draw();
  }

  private answers(): Answers {
    const found: Answers = {};
    for (const [name, fieldset] of this.fieldsets) {
      const chosen = fieldset.querySelector<HTMLInputElement>("input[type=radio]:checked, input[type=text], textarea");
      found[name] = chosen?.value ?? "";
    }
    return found;
  }

  private fill(answers: Answers): void {
    for (const [name, fieldset] of this.fieldsets) {
      const answer = answers[name] ?? "";
      for (const input of fieldset.querySelectorAll<HTMLInputElement>("input, textarea")) {
        if (input.type === "radio") input.checked = input.value === answer;
        else input.value = answer;
      }
    }
  }

  private typed(event: Event): void {
    const fieldset = (event.target as Element).closest<HTMLFieldSetElement>("fieldset[data-item]");
    if (fieldset) this.tell(fieldset, null);
    this.keeper.changed({ answers: this.answers() });
    this.draw();
  }

  private check(): void {
    if (this.checking) return;
    const empty = Object.entries(this.answers()).filter(([, answer]) => !answer.trim());
    if (empty.length === this.fieldsets.size) {
      this.trouble = "Answer at least one of them first.";
      this.draw();
      return;
    }
    this.checking = true;
    this.trouble = "";
    this.draw();
    void this.keeper.flush();
    let said: Said | null = null;
    connection().ask({ do: "submit", exercise: this.exercise, answers: this.answers() }, (answer) => {
      if (answer.event === "verdict") said = answer;
    }).then(
      () => this.over(said),
      (why: unknown) => this.over(null, why),
    );
  }

  private over(said: Said | null, why?: unknown): void {
    this.checking = false;
    this.said = said;
    if (why !== undefined) this.trouble = trouble(why);
    if (said) {
      said.report.scenarios.forEach((row, at) => this.answered(row, at, said));
      this.help?.judged(said);
      if (said.report.message) banner("questions", said.report.message);
    }
    this.draw();
    announce(said ? spoken(said.report) : this.trouble);
  }

  /** The rows stand in the order of the items. */
  private answered(row: ScenarioReport, at: number, said: Said): void {
    const name = this.data.items[at]?.name ?? "";
    const fieldset = this.fieldsets.get(name);
    if (!fieldset) return;
    const told = said.html.said?.[name];
    const open = told ? !told.answered : !(this.answers()[name] ?? "").trim();
    this.tell(fieldset, open ? null : { row, html: told?.html ?? "" });
  }

  private tell(fieldset: HTMLFieldSetElement, told: { row: ScenarioReport; html: string } | null): void {
    let place = fieldset.querySelector<HTMLElement>("div.said");
    if (!place) {
      place = make("div", { class: "said" }); // not a paragraph: an explanation may have several
      fieldset.querySelector(".said")?.remove();
      fieldset.append(place);
    }
    fieldset.dataset["said"] = told ? (told.row.outcome === "passed" ? "right" : "wrong") : "";
    render(told ? <Told row={told.row} why={told.html} /> : null, place);
  }

  private draw(): void {
    const report = this.said?.report;
    const passed = report?.outcome === "passed";
    render(
      <>
        <button type="submit" class="primary" aria-busy={this.checking}>
          <i class={this.checking ? "icon busy" : "icon check"} />{this.fieldsets.size > 1 ? "Check answers" : "Check"}
        </button>
        {report && <span class={passed ? "bar-state good" : "bar-state"}>{passed ? "✓ All right" : `${report.passed} of ${report.total} right`}</span>}
        {this.trouble && <span class="bar-state bad" role="alert">{this.trouble}</span>}
        {this.said?.next && this.help && <a class="button" href={this.said.next.url}>{passed ? "Next" : "Start here"}: {this.said.next.title.replaceAll("`", "")}</a>}
      </>,
      this.bar,
    );
  }
}

function Told({ row, why }: { row: ScenarioReport; why: string }) {
  if (row.outcome === "passed") {
    return <><p class="said-what"><span class="sign held" aria-hidden="true">✓</span> Right.</p>{why && <Html class="prose" html={why} />}</>;
  }
  const difference = row.differences[0];
  return (
    <>
      <p class="said-what">
        <span class="sign broken" aria-hidden="true">✗</span> Not this.{" "}
        {difference?.expected && !/^(another choice|an answer)$/.test(difference.expected) && (
          <>It is <code>{difference.expected}</code>.</>
        )}
        {row.raised && <code>{row.raised.type}: {row.raised.message}</code>}
      </p>
      {why ? <Html class="prose" html={why} /> : difference?.note && <p>{difference.note}</p>}
    </>
  );
}
