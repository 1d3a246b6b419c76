/** Code that is a plain `<pre>` until somebody comes near, and an editor from then on, in the very same place. */

import type { Editor, EditorOptions, Mark } from "./editor";
import { whenNear } from "./page";

type Options = Omit<EditorOptions, "parent" | "code">;

export class CodeBox {
  private editor: Editor | null = null;
  private opening: Promise<Editor> | null = null;
  private marks: Mark[] = [];
  private text: string;
  private readonly host: HTMLElement;

  constructor(
    private readonly pre: HTMLElement,
    code: string,
    private readonly options: Options,
  ) {
    this.text = code;
    this.host = document.createElement("div");
    this.host.className = "code-host";
    pre.replaceWith(this.host);
    this.host.append(pre);
    pre.tabIndex = 0;
    pre.setAttribute("role", "textbox");
    pre.setAttribute("aria-multiline", "true");
    pre.setAttribute("aria-label", options.label);
    // `open` hands the focus on, if it is still here by then: who has gone on meanwhile isn't called back.
    pre.addEventListener("focus", () => void this.open());
    pre.addEventListener("keydown", (event) => {
      // The editor is on its way; the keys that run must not wait for it.
      if (event.key !== "Enter" || !(event.shiftKey || event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      options.onRun();
    });
    pre.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "mouse") event.preventDefault();
      pre.focus();
    });
    whenNear(this.host, () => idle(() => void this.open()), "200px");
  }

  get code(): string {
    return this.text;
  }

  /** Show another text, as if it had been typed. */
  replace(code: string): void {
    if (this.editor) this.editor.replace(code);
    else {
      this.pre.textContent = code;
      this.take(code);
    }
  }

  mark(marks: Mark[]): void {
    this.marks = marks;
    this.editor?.mark(marks);
  }

  goTo(line: number): void {
    void this.open().then((editor) => editor.goTo(line));
  }

  focus(): void {
    void this.open().then((editor) => editor.focus());
  }

  private open(): Promise<Editor> {
    this.opening ??= import("./editor").then(({ openEditor }) => {
      const editor = openEditor({
        ...this.options,
        parent: this.host,
        code: this.text,
        onChange: (code) => this.take(code),
      });
      const focused = document.activeElement === this.pre;
      this.pre.remove();
      this.editor = editor;
      if (this.marks.length) editor.mark(this.marks);
      if (focused) editor.focus();
      return editor;
    });
    return this.opening;
  }

  private take(code: string): void {
    this.text = code;
    this.options.onChange(code);
  }
}

function idle(call: () => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(call, { timeout: 400 });
  else setTimeout(call, 30);
}
