/** The editor: CodeMirror with what Python needs, in a chunk of its own that is fetched when code comes near. */

import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentLess, indentMore, toggleComment } from "@codemirror/commands";
import { pythonLanguage } from "@codemirror/lang-python";
import {
  LanguageSupport,
  bracketMatching,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
  syntaxTree,
} from "@codemirror/language";
import { type Diagnostic, linter, setDiagnostics } from "@codemirror/lint";
import { EditorState, type Extension, Prec, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  WidgetType,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { page } from "./page";
import type { CompletionItem } from "./protocol";

/** A line that something is said of: where an exception came from, where the mistake probably stands. */
export interface Mark {
  line: number;
  kind: "error" | "mistake" | "expected";
  text: string;
}

export interface EditorOptions {
  parent: HTMLElement;
  code: string;
  label: string;
  readOnly?: boolean;
  /** Numbers the lines from here on. */
  onChange: (code: string) => void;
  onRun: () => void;
  complete?: (code: string, cursor: number) => Promise<CompletionItem[]>;
  extra?: { key: string; run: () => void }[];
}

/** An editor as its islands see it. */
export interface Editor {
  readonly code: string;
  replace: (code: string) => void;
  mark: (marks: Mark[]) => void;
  goTo: (line: number) => void;
  focus: () => void;
  destroy: () => void;
}

class Note extends WidgetType {
  constructor(
    readonly text: string,
    readonly kind: string,
  ) {
    super();
  }
  override eq(other: Note): boolean {
    return other.text === this.text && other.kind === this.kind;
  }
  override toDOM(): HTMLElement {
    const note = document.createElement("span");
    note.className = `line-note ${this.kind}`;
    note.textContent = this.text;
    return note;
  }
  override ignoreEvent(): boolean {
    return true;
  }
}

const setMarks = StateEffect.define<Mark[]>();

const marked = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(decorations, transaction) {
    let next = decorations.map(transaction.changes);
    if (transaction.docChanged) {
      // A line that was edited is no longer the line that was spoken of.
      transaction.changes.iterChangedRanges((_a, _b, from, to) => {
        const lines = transaction.state.doc;
        const first = lines.lineAt(from).from;
        const last = lines.lineAt(to).to;
        next = next.update({ filterFrom: first, filterTo: last, filter: () => false });
      });
    }
    for (const effect of transaction.effects) {
      if (effect.is(setMarks)) next = decorated(transaction.state, effect.value);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function decorated(state: EditorState, marks: Mark[]): DecorationSet {
  const ranges = marks
    .filter((mark) => mark.line >= 1 && mark.line <= state.doc.lines)
    .sort((a, b) => a.line - b.line)
    .flatMap((mark) => {
      const line = state.doc.line(mark.line);
      const whole = Decoration.line({ class: `marked-line ${mark.kind}` }).range(line.from);
      if (!mark.text) return [whole];
      return [whole, Decoration.widget({ widget: new Note(mark.text, mark.kind), side: 1 }).range(line.to)];
    });
  return Decoration.set(ranges, true);
}

/** What the grammar cannot read is underlined once the typing pauses. */
const syntax = linter(
  (view) => {
    const found: Diagnostic[] = [];
    syntaxTree(view.state).iterate({
      enter: (node) => {
        if (!node.type.isError || found.length > 0) return;
        const line = view.state.doc.lineAt(Math.min(node.from, view.state.doc.length));
        const at = view.state.selection.main.head;
        if (at >= line.from && at <= line.to && view.hasFocus) return; // still being written
        const from = Math.max(line.from, Math.min(node.from, line.to - 1));
        found.push({ from, to: Math.max(from, Math.min(node.to, line.to)), severity: "error", message: "Python cannot read this line." });
      },
    });
    return found;
  },
  { delay: 600 },
);

const TYPES: Record<string, string> = { module: "namespace", instance: "variable", statement: "keyword", param: "variable", path: "text" };

function source(complete: NonNullable<EditorOptions["complete"]>) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const before = context.matchBefore(/[\w.]+$/);
    if (!context.explicit && (!before || /^\d/.test(before.text))) return null;
    if (syntaxTree(context.state).resolveInner(context.pos, -1).name.match(/Comment|String/)) return null;
    const code = context.state.doc.toString();
    const cursor = points(code, context.pos);
    let items: CompletionItem[];
    try {
      items = await complete(code, cursor);
    } catch {
      return null; // away or busy: typing goes on without help
    }
    const first = items[0];
    if (context.aborted || !first) return null;
    const options: Completion[] = items.map((item, at) => ({
      label: item.text,
      type: TYPES[item.type] ?? item.type,
      detail: item.signature || undefined,
      boost: -at / 100,
    }));
    return { from: units(code, first.start), options, validFor: /^\w*$/ };
  };
}

// Python counts characters, JavaScript UTF-16 units.
function points(code: string, unit: number): number {
  return Array.from(code.slice(0, unit)).length;
}

function units(code: string, point: number): number {
  return Array.from(code).slice(0, point).join("").length;
}

function keys(options: EditorOptions): Extension {
  const run = () => {
    options.onRun();
    return true;
  };
  return [
    Prec.highest(
      keymap.of([
        { key: "Shift-Enter", run },
        { key: "Mod-Enter", run },
        ...(options.extra ?? []).map(({ key, run: call }) => ({ key, run: () => (call(), true) })),
      ]),
    ),
    keymap.of([
      { key: "Tab", run: acceptCompletion },
      { key: "Tab", run: indentMore, shift: indentLess },
      { key: "Mod-/", run: toggleComment },
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...historyKeymap,
      ...defaultKeymap,
    ]),
  ];
}

/** The chunk's one entrance. */
export function openEditor(options: EditorOptions): Editor {
  const view = new EditorView({
    parent: options.parent,
    state: EditorState.create({ doc: options.code, extensions: extensions(options) }),
  });
  return {
    get code() {
      return view.state.doc.toString();
    },
    replace(code) {
      const old = view.state.doc.toString();
      if (old === code) return;
      let head = 0;
      while (head < old.length && head < code.length && old[head] === code[head]) head++;
      let tail = 0;
      while (tail < old.length - head && tail < code.length - head && old.at(-1 - tail) === code.at(-1 - tail)) tail++;
      view.dispatch({ changes: { from: head, to: old.length - tail, insert: code.slice(head, code.length - tail) } });
    },
    mark(marks) {
      view.dispatch({ effects: setMarks.of(marks) }, setDiagnostics(view.state, []));
    },
    goTo(number) {
      const line = view.state.doc.line(Math.max(1, Math.min(number, view.state.doc.lines)));
      view.dispatch({ selection: { anchor: line.from }, effects: EditorView.scrollIntoView(line.from, { y: "center" }) });
      view.focus();
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

function extensions(options: EditorOptions): Extension[] {
  return [
    EditorView.cspNonce.of(page.nonce),
    lineNumbers(),
    highlightActiveLineGutter(),
    highlightActiveLine(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    indentOnInput(),
    indentUnit.of("    "),
    bracketMatching(),
    closeBrackets(),
    new LanguageSupport(pythonLanguage, [
      pythonLanguage.data.of({ closeBrackets: { brackets: ["(", "[", "{", "'", '"', "'''", '"""'] } }),
    ]),
    syntaxHighlighting(classHighlighter),
    syntax,
    marked,
    options.complete
      ? autocompletion({ override: [source(options.complete)], icons: false, activateOnTypingDelay: 150, maxRenderedOptions: 60 })
      : [],
    keys(options),
    EditorState.readOnly.of(options.readOnly ?? false),
    EditorView.contentAttributes.of({ "aria-label": options.label, tabindex: "0", spellcheck: "false", autocapitalize: "off" }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) options.onChange(update.state.doc.toString());
    }),
  ];
}
