/** What travels over the socket: the mirror of `web/protocol.py`. */

/** The answers to an exercise's questions, by the questions' names. */
export type Answers = Record<string, string>;

/** What the learner typed at a place: `lesson/ID/INDEX` or `exercise/ID`. `seen`: the revision that it was made from. */
export interface Draft {
  place: string;
  code?: string | null;
  answers?: Answers | null;
  seen: string;
}

/** What a tab asks for. `id` is added by the connection. */
export type Request =
  | { do: "hello"; tab: string; kind: string; page: string; drafts: Draft[] }
  | { do: "run"; lesson: string; index: number; code: string }
  | { do: "run_above"; lesson: string; index: number }
  | { do: "run_all" | "interrupt" | "restart" | "pause" | "resume" | "read"; lesson: string }
  | { do: "complete"; place: string; code: string; cursor: number }
  | ({ do: "save" } & Draft)
  | { do: "revert"; place: string }
  | { do: "submit"; exercise: string; code?: string; answers?: Answers }
  | { do: "hint" | "solution" | "attempts"; exercise: string }
  | { do: "reset"; exercise?: string; lesson?: string }
  | { do: "explore"; name: string; settings: Record<string, string> }
  | { do: "visit"; kind: "lesson" | "exercise"; place: string; block: number }
  | { do: "search"; q: string }
  | { do: "status" };

export type Outcome = "passed" | "failed" | "crashed" | "timed_out" | "out_of_memory" | "forbidden" | "broken";

/** A tensor small enough to be drawn: its values in reading order (null: not a number that JSON has). */
export interface Grid {
  shape: number[];
  values: (number | string)[];
}

export interface Difference {
  name: string;
  expected: string;
  got: string;
  note: string;
  expected_grid?: Grid | null;
  got_grid?: Grid | null;
  wrong?: number[];
}

export interface Raised {
  type: string;
  message: string;
  line: number | null;
  frames: string[];
  advice: string;
}

export interface ScenarioReport {
  title: string;
  outcome: Outcome;
  case: string;
  differences: Difference[];
  raised: Raised | null;
}

export interface Diagnosis {
  mistake: string;
  headline: string;
  explanation: string;
  line: number | null;
}

export interface Report {
  exercise: string;
  outcome: Outcome;
  passed: number;
  total: number;
  scenarios: ScenarioReport[];
  diagnosis: Diagnosis | null;
  message: string;
  output: string;
  warnings: string[];
  facts: string[];
  seconds: number;
}

export interface CompletionItem {
  text: string;
  start: number;
  end: number;
  type: string;
  signature: string;
}

export interface Attempt {
  at: number;
  code: string;
  outcome: Outcome;
  mistake: string;
  passed: number;
  total: number;
}

export interface Control {
  name: string;
  label: string;
  kind: "range" | "number" | "choice" | "text" | "toggle" | "step";
  value: string;
  minimum: number | null;
  maximum: number | null;
  step: number | null;
  choices: string[];
  help: string;
}

export interface View {
  title: string;
  controls: Control[];
  settings: Record<string, string>;
  html: string;
  text: string;
  note: string;
  error?: string;
}

export interface Found {
  kind: "lesson" | "exercise" | "term" | "section" | string;
  id: string;
  number: string;
  title: string;
  where: string;
  url: string;
}

/** What a run says while it lasts. `index` is the example's. */
export type RunEvent =
  | { event: "stream"; index: number; stream: "stdout" | "stderr"; text: string }
  | { event: "shown"; index: number; mime: Record<string, string>; png: string; result: boolean }
  | {
      event: "failed";
      index: number;
      name: string;
      message: string;
      traceback: string[];
      line: number | null;
      advice: string;
    }
  | { event: "training"; index: number; step: number; loss: number | null; rate: number; points: [number, number][] }
  | { event: "done"; index: number; ok: boolean; seconds: number }
  | { event: "lost"; index: number; reason: string; message: string };

/** A verdict's prose as HTML. `titles`, `raised` and `notes` stand in the order of the scenarios. */
export interface VerdictHtml {
  headline?: string;
  explanation?: string;
  message?: string;
  titles?: string[];
  /** Advice on each scenario's exception, or "". */
  raised?: string[];
  /** What is said of each difference. */
  notes?: string[][];
  facts?: string[];
  /** What is said of each answer, by the question's name. */
  said?: Record<string, { right: boolean; answered: boolean; html: string }>;
}

/** Where a learner goes next. */
export interface Next {
  title: string;
  url: string;
  number?: string;
  kind?: string;
}

export interface SavedAnswer {
  event: "saved";
  place: string;
  revision: string;
  code: string | null;
  earlier: string | null;
  answers: Answers | null;
}

export type Answer =
  | RunEvent
  | SavedAnswer
  | {
      event: "welcome";
      server: string;
      version: string;
      saved: Omit<SavedAnswer, "event">[];
      running: [string, number][];
      paused: string[];
    }
  | { event: "end" }
  | { event: "completions"; items: CompletionItem[] }
  | { event: "verdict"; report: Report; html: VerdictHtml; next: Next | null; solution_open: boolean }
  | { event: "hint"; number: number; total: number; html: string }
  | { event: "solution"; code: string; html: string }
  | { event: "attempts"; items: Attempt[] }
  | { event: "view"; view: View }
  | { event: "found"; items: Found[] }
  | { event: "status"; passed: number; total: number; next: Next | null }
  | { event: "error"; where: string; what: string; repair: string; kind: string };

/** What a tab hears unasked: `id` is 0. */
export type Broadcast =
  | { event: "draft"; place: string; code: string; revision: string; tab: string; answers: Answers | null }
  | { event: "progress"; kind: "lesson" | "exercise"; place: string; state: string; passed: number; total: number }
  | { event: "running"; lesson: string; index: number; state: "running" | "paused" | "idle" }
  | { event: "problem"; text: string };

/** The one answer of these ends the request; the others end with `end` or with `error`. */
const LAST = new Set([
  "end", "error", "completions", "saved", "hint", "attempts", "solution", "view", "found", "status", "welcome",
]);

export function isLast(answer: Answer): boolean {
  return LAST.has(answer.event);
}
