/** The one connection of a tab: requests out, answers in, and coming back by itself when the server was away. */

import { forget, pending } from "./journal";
import { page } from "./page";
import { type Answer, type Broadcast, type Draft, type Request, isLast } from "./protocol";

export type Welcome = Extract<Answer, { event: "welcome" }>;
type Hear = (answer: Answer) => void;
export type State = "connecting" | "open" | "away" | "refused";

interface Waiting {
  hear: Hear;
  over: (why?: Error) => void;
}

/** The connection was lost while an answer was awaited. */
export class Disconnected extends Error {}

/** The server said no: where, what, and the repair. */
export class Refused extends Error {
  constructor(
    readonly where: string,
    readonly what: string,
    readonly repair: string,
  ) {
    super([where && `${where}: `, what, repair && ` ${repair}`].join(""));
  }
}

const PAUSES = [250, 500, 1000, 2000, 4000, 8000];
const PATIENCE = 6; // tries before the page stops promising that it is a moment's matter

export class Connection {
  readonly tab = crypto.getRandomValues(new Uint32Array(2)).join("-");
  state: State = "connecting";
  private socket: WebSocket | null = null;
  private last = 0;
  private tries = 0;
  private timer = 0;
  private readonly waiting = new Map<number, Waiting>();
  private readonly queue: string[] = [];
  private readonly hearers = new Set<(said: Broadcast) => void>();
  private readonly watchers = new Set<(state: State, tries: number) => void>();
  /** Places whose drafts were sent with a hello that has not been answered, and what was told of them meanwhile. */
  private greeting: Set<string> | null = null;
  private held: Extract<Broadcast, { event: "draft" }>[] = [];
  private readonly welcomes = new Set<(answer: Welcome) => void>();

  constructor(private readonly url: string) {
    addEventListener("online", () => this.hurry());
    addEventListener("pageshow", (event) => event.persisted && this.hurry());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.hurry());
    this.connect();
  }

  /** Ask, and hear every answer; settles when the last has come. Waits for the connection if it is away. */
  ask(request: Request, hear: Hear = () => undefined): Promise<void> {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { hear, over: (why) => (why ? reject(why) : resolve()) });
      const text = JSON.stringify({ ...request, id });
      if (this.state === "open") this.socket?.send(text);
      else this.queue.push(text);
    });
  }

  /** Ask for one answer of the given kind. */
  async get<E extends Answer["event"]>(request: Request, event: E): Promise<Extract<Answer, { event: E }>> {
    let found: Answer | null = null;
    await this.ask(request, (answer) => {
      if (answer.event === event) found = answer;
    });
    if (!found) throw new Error(`the server answered ${request.do} without ${event}`);
    return found as Extract<Answer, { event: E }>;
  }

  /** Hear what is told to every tab. */
  onBroadcast(hear: (said: Broadcast) => void): () => void {
    this.hearers.add(hear);
    return () => this.hearers.delete(hear);
  }

  /** Watch the connection come and go. */
  onState(watch: (state: State, tries: number) => void): void {
    this.watchers.add(watch);
    watch(this.state, this.tries);
  }

  /** Hear the server's first word of every connection: what it kept of the drafts, and what runs. */
  onWelcome(hear: (answer: Welcome) => void): void {
    this.welcomes.add(hear);
  }

  /** Try now instead of waiting for the next try. */
  hurry(): void {
    if (this.state === "open" || this.state === "connecting") return;
    clearTimeout(this.timer);
    this.connect();
  }

  private connect(): void {
    this.become(this.tries ? "away" : "connecting");
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.onopen = () => this.opened(socket);
    socket.onmessage = (message) => this.heard(String(message.data));
    socket.onclose = (event) => this.lost(socket, event.code);
  }

  private opened(socket: WebSocket): void {
    this.tries = 0;
    const id = ++this.last;
    const drafts = pending();
    this.greeting = new Set(drafts.map((draft) => draft.place));
    this.held = [];
    this.waiting.set(id, { hear: (answer) => this.welcomed(answer, drafts), over: () => undefined });
    socket.send(JSON.stringify({ id, do: "hello", tab: this.tab, kind: page.kind, page: page.id, drafts }));
    this.become("open");
    for (const text of this.queue.splice(0)) socket.send(text);
  }

  /** The drafts that were kept here are on the disk now; who shows one of them learns its revision. */
  private welcomed(answer: Answer, drafts: Draft[]): void {
    if (answer.event !== "welcome") return;
    drafts.forEach((draft) => forget(draft));
    this.greeting = null;
    for (const hear of this.welcomes) hear(answer);
    for (const said of this.held.splice(0)) {
      // What our own draft has replaced came before it; everything else came after, and is the later text.
      if (answer.saved.find((each) => each.place === said.place)?.earlier !== said.code) this.tell(said);
    }
  }

  private tell(said: Broadcast): void {
    if (said.event === "draft" && this.greeting?.has(said.place)) this.held.push(said);
    else for (const hear of this.hearers) hear(said);
  }

  private heard(text: string): void {
    const said = JSON.parse(text) as { id: number } & (Answer | Broadcast);
    if (said.id === 0) {
      this.tell(said as Broadcast);
      return;
    }
    const answer = said as Answer;
    const waiting = this.waiting.get(said.id);
    if (!waiting) return;
    if (isLast(answer)) this.waiting.delete(said.id);
    if (answer.event === "error") {
      waiting.over(new Refused(answer.where, answer.what, answer.repair));
      return;
    }
    waiting.hear(answer);
    if (isLast(answer)) waiting.over();
  }

  private lost(socket: WebSocket, code: number): void {
    if (socket !== this.socket) return;
    this.tries += 1;
    // What was asked on the old connection is never answered; what still waits in the queue is asked on the next.
    const queued = new Set(this.queue.map((text) => (JSON.parse(text) as { id: number }).id));
    for (const [id, waiting] of [...this.waiting]) {
      if (queued.has(id)) continue;
      this.waiting.delete(id);
      waiting.over(new Disconnected("The connection to the studio was lost."));
    }
    const refused = code === 1008 || code === 4401 || code === 4403;
    this.become(refused ? "refused" : "away");
    const pause = PAUSES[Math.min(this.tries, PAUSES.length) - 1] ?? 8000;
    this.timer = window.setTimeout(() => this.connect(), pause);
  }

  private become(state: State): void {
    this.state = state;
    for (const watch of this.watchers) watch(state, this.tries);
  }

  /** Whether the server has been away for so long that somebody should look at it. */
  get patienceLost(): boolean {
    return this.tries > PATIENCE;
  }
}

let shared: Connection | null = null;

/** The connection of this tab; the first call opens it. */
export function connection(): Connection {
  shared ??= new Connection(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${page.base}socket`);
  return shared;
}
