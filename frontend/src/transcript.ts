/** What a run has said so far, held small: the beginning and the end of a flood, and how much lay between. */

import { overwritten } from "./ansi";
import type { RunEvent } from "./protocol";

const FIRST = 60_000; // characters kept of a text's beginning
const LAST = 40_000; // and of its end

export type Piece =
  | { kind: "text"; stream: "stdout" | "stderr"; head: string; tail: string; left: number }
  | { kind: "figure"; png: string; text: string }
  | { kind: "html"; html: string; text: string }
  | { kind: "svg"; svg: string; text: string }
  | { kind: "value"; text: string };

export interface Failure {
  name: string;
  message: string;
  traceback: string[];
  line: number | null;
  advice: string;
}

export class Transcript {
  readonly pieces: Piece[] = [];
  failure: Failure | null = null;
  lost: { reason: string; message: string } | null = null;
  done: { ok: boolean; seconds: number } | null = null;
  points: [number, number][] = [];
  step = 0;
  loss: number | null = null;
  rate = 0;

  take(event: RunEvent): void {
    if (event.event === "stream") this.print(event.stream, event.text);
    else if (event.event === "shown") this.pieces.push(shown(event));
    else if (event.event === "failed") this.failure = event;
    else if (event.event === "done") this.done = event;
    else if (event.event === "lost") this.lost = event;
    else this.train(event);
  }

  private print(stream: "stdout" | "stderr", text: string): void {
    let piece = this.pieces.at(-1);
    if (piece?.kind !== "text" || piece.stream !== stream) {
      piece = { kind: "text", stream, head: "", tail: "", left: 0 };
      this.pieces.push(piece);
    }
    if (!piece.tail && piece.head.length + text.length <= FIRST) {
      piece.head = overwritten(piece.head + text);
      return;
    }
    const room = piece.tail ? 0 : Math.max(0, FIRST - piece.head.length);
    piece.head += text.slice(0, room);
    piece.tail += text.slice(room);
    if (piece.tail.length > 2 * LAST) {
      const cut = piece.tail.indexOf("\n", piece.tail.length - LAST) + 1 || piece.tail.length - LAST;
      piece.left += cut;
      piece.tail = piece.tail.slice(cut);
    }
  }

  private train(event: Extract<RunEvent, { event: "training" }>): void {
    this.step = event.step;
    this.loss = event.loss;
    this.rate = event.rate;
    this.points.push(...event.points);
    if (this.points.length > 4000) this.points = this.points.filter((_, at) => at % 2 === 0);
  }
}

function shown(event: Extract<RunEvent, { event: "shown" }>): Piece {
  const text = event.mime["text/plain"] ?? "";
  if (event.png) return { kind: "figure", png: event.png, text };
  const svg = event.mime["image/svg+xml"];
  if (svg) return { kind: "svg", svg, text };
  const html = event.mime["text/html"];
  if (html) return { kind: "html", html, text };
  return { kind: "value", text: event.mime["text/markdown"] ?? text };
}

/** Whether the learner would see the same as the lesson states. */
export function plain(transcript: Transcript): string {
  let told = "";
  const add = (text: string) => (told += (told && !told.endsWith("\n") ? "\n" : "") + text + "\n");
  for (const piece of transcript.pieces) {
    if (piece.kind === "text") told += piece.head + piece.tail;
    else if (piece.kind !== "figure" && piece.text) add(piece.text);
  }
  if (transcript.failure) {
    const { name, message } = transcript.failure;
    add(message ? `${name}: ${message}` : name);
  }
  return told.split("\n").map((line) => line.trimEnd()).join("\n").trimEnd();
}
