/** An interactive picture: controls on the left, a picture that real torch computed, and its text for those who read it. */

import { type ComponentChildren, render } from "preact";
import { Html } from "./output";
import { announce, dataOf, make, whenNear } from "./page";
import type { Control, View } from "./protocol";
import { connection } from "./socket";

interface Data {
  name: string;
  settings: Record<string, string>;
  text?: string;
  view?: View | null;
}

const DEBOUNCE = 90;
const LONG = 14; // characters: what is longer gets two columns
const STEP = 700; // milliseconds between the pictures of a play

export function startExplorer(figure: HTMLElement): void {
  whenNear(figure, () => new Explorer(figure), "400px");
}

class Explorer {
  private readonly data: Data;
  private readonly panel = make("div", { class: "explorer-body" });
  private readonly picture = make("div", { class: "explorer-picture" });
  private readonly controls = make("div", { class: "explorer-controls" });
  private readonly words = make("div", { class: "explorer-words" });
  private settings: Record<string, string>;
  private view: View | null = null;
  private asking = false;
  private again = false;
  private timer = 0;
  private playing = 0;
  private trouble = "";

  constructor(private readonly figure: HTMLElement) {
    this.data = dataOf<Data>(figure);
    this.settings = { ...this.data.settings };
    this.panel.append(this.controls, this.picture, this.words);
    if (this.data.view) this.show(this.data.view);
    else this.wait("The picture is being computed.");
    this.ask();
  }

  /** Until there is a picture, a line says what is going on. */
  private wait(text: string, again = false): void {
    let line = this.figure.querySelector<HTMLElement>(":scope > .fallback");
    if (!line) {
      line = make("p", { class: "fallback" });
      this.figure.prepend(line);
    }
    line.replaceChildren(text);
    if (!again) return;
    const button = make("button", { type: "button" }, "Try again");
    button.addEventListener("click", () => {
      this.wait("The picture is being computed.");
      this.ask();
    });
    line.append(" ", button);
  }

  private show(found: View): void {
    // Settings that cannot be drawn leave the picture as it was, with the reason below it.
    const view = found.error && !found.html && this.view ? { ...this.view, error: found.error } : found;
    this.view = view;
    if (view === found) this.settings = { ...this.settings, ...view.settings };
    if (!this.panel.isConnected) {
      // What is seen already keeps its height, so that the text below stays where it is.
      if (this.figure.getBoundingClientRect().top < innerHeight) this.figure.style.minHeight = `${this.figure.offsetHeight}px`;
      this.figure.querySelector(".fallback")?.remove();
      this.figure.querySelectorAll(":scope > .explorer-picture").forEach((each) => each.remove());
      this.figure.prepend(this.panel);
      this.figure.classList.add("live");
    }
    this.draw();
  }

  private set(name: string, value: string): void {
    if (this.settings[name] === value) return;
    this.settings = { ...this.settings, [name]: value };
    this.draw();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.ask(), DEBOUNCE);
  }

  /** One question at a time: a slider that is dragged asks again when the last picture has come. */
  private ask(): void {
    if (this.asking) {
      this.again = true;
      return;
    }
    this.asking = true;
    this.figure.setAttribute("aria-busy", "true");
    const asked = this.settings;
    connection().get({ do: "explore", name: this.data.name, settings: asked }, "view").then(
      ({ view }) => {
        this.trouble = "";
        if (!this.again) this.show(view);
      },
      (why: unknown) => {
        this.trouble = String((why as Error).message);
        this.stop();
        if (this.view) this.draw();
        else this.wait(this.trouble, true);
      },
    ).finally(() => {
      this.asking = false;
      this.figure.removeAttribute("aria-busy");
      if (!this.again) return;
      this.again = false;
      this.ask();
    });
  }

  // ------------------------------------------------------------------ playing

  private play(control: Control): void {
    if (this.playing) {
      this.stop();
      this.draw();
      return;
    }
    const last = control.maximum ?? Infinity;
    if (Number(this.settings[control.name]) >= last) this.set(control.name, String(control.minimum ?? 0));
    this.playing = window.setInterval(() => {
      if (this.asking) return;
      const next = Number(this.settings[control.name] ?? control.minimum ?? 0) + (control.step ?? 1);
      if (next > last) {
        this.stop();
        this.draw();
      } else this.set(control.name, String(next));
    }, STEP);
    this.draw();
  }

  private stop(): void {
    clearInterval(this.playing);
    this.playing = 0;
  }

  // ------------------------------------------------------------------ drawing

  private draw(): void {
    const view = this.view;
    if (!view) return;
    render(
      <>
        <div class="explorer-head">
          <p class="explorer-title">{view.title}</p>
          <button type="button" class="quiet" onClick={() => this.reset()}>reset</button>
        </div>
        {view.controls.map((control) => (
          <Field key={control.name} control={control} value={this.settings[control.name] ?? control.value}
            playing={this.playing !== 0} set={(value) => this.set(control.name, value)} play={() => this.play(control)} />
        ))}
      </>,
      this.controls,
    );
    render(view.html ? <Html html={view.html} /> : view.text && <pre tabIndex={0}>{view.text}</pre>, this.picture);
    render(
      <>
        {(this.trouble || view.error) && <p class="raised raised-what" role="alert">{this.trouble || view.error}</p>}
        {view.note && <p class="explorer-note">{view.note}</p>}
        {view.html && view.text && (
          <details><summary>as text</summary><pre tabIndex={0}>{view.text}</pre></details>
        )}
      </>,
      this.words,
    );
  }

  private reset(): void {
    this.stop();
    this.settings = { ...this.data.settings };
    announce("The settings are as the lesson gives them.");
    this.ask();
  }
}

interface FieldProps {
  control: Control;
  value: string;
  playing: boolean;
  set: (value: string) => void;
  play: () => void;
}

function Field({ control, value, playing, set, play }: FieldProps) {
  const typed = (event: { currentTarget: HTMLInputElement | HTMLSelectElement }) => set(event.currentTarget.value);
  const limits = {
    min: control.minimum ?? undefined,
    max: control.maximum ?? undefined,
    step: control.step ?? "any",
  };
  switch (control.kind) {
    case "toggle":
      return (
        <Labelled control={control} inline>
          <input type="checkbox" checked={isOn(value)} onChange={(event) => set(event.currentTarget.checked ? "yes" : "no")} />
        </Labelled>
      );
    case "choice":
      return control.choices.length <= 4 && control.choices.join("").length < 36 ? (
        <fieldset class="field segments" title={control.help}>
          <legend>{control.label}</legend>
          <div>
            {control.choices.map((choice) => (
              <button key={choice} type="button" aria-pressed={choice === value} onClick={() => set(choice)}>{choice}</button>
            ))}
          </div>
        </fieldset>
      ) : (
        <Labelled control={control}>
          <select value={value} onChange={typed}>
            {control.choices.map((choice) => <option key={choice} value={choice}>{choice}</option>)}
          </select>
        </Labelled>
      );
    case "range":
    case "step":
      return (
        <div class="field-row">
          <Labelled control={control} value={value}>
            <input type="range" {...limits} value={value} onInput={typed} />
          </Labelled>
          {control.kind === "step" && (
            <button type="button" class="play-button" onClick={play} aria-label={playing ? `Pause ${control.label}` : `Play ${control.label}`}>
              <i class={playing ? "icon pause" : "icon play"} />
            </button>
          )}
        </div>
      );
    case "number":
      return <Labelled control={control}><input type="number" {...limits} value={value} onInput={typed} /></Labelled>;
    case "text":
      return <Labelled control={control} wide={value.length > LONG}><input type="text" value={value} onInput={typed} spellcheck={false} autocomplete="off" /></Labelled>;
  }
}

function isOn(value: string): boolean {
  return /^(yes|true|on|1)$/i.test(value);
}

interface LabelledProps {
  control: Control;
  value?: string;
  inline?: boolean;
  wide?: boolean;
  children: ComponentChildren;
}

function Labelled({ control, value, inline, wide, children }: LabelledProps) {
  return (
    <label class={`field${inline ? " inline" : ""}${wide ? " wide" : ""}`} title={control.help}>
      {inline && children}
      <span class="field-label">{control.label}{value !== undefined && <output>{value}</output>}</span>
      {!inline && children}
    </label>
  );
}
