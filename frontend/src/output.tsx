/** What a run printed, showed and raised, drawn below its code. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { spans } from "./ansi";
import { page } from "./page";
import type { Failure, Piece, Transcript } from "./transcript";
import { Training } from "./training";

/** Text with its ANSI colors. Never HTML. */
export function Ansi({ text }: { text: string }) {
  return (
    <>
      {spans(text).map((span, at) =>
        span.className ? <span key={at} class={span.className}>{span.text}</span> : span.text,
      )}
    </>
  );
}

function Text({ piece }: { piece: Extract<Piece, { kind: "text" }> }) {
  const box = useRef<HTMLPreElement>(null);
  const stuck = useRef(true);
  useEffect(() => {
    const element = box.current;
    if (element && stuck.current) element.scrollTop = element.scrollHeight;
  });
  const left = piece.left;
  return (
    <pre
      ref={box}
      class={piece.stream === "stderr" ? "stderr" : ""}
      tabIndex={0}
      aria-label={piece.stream === "stderr" ? "Warnings and errors" : "Output"}
      onScroll={(event) => {
        const at = event.currentTarget;
        stuck.current = at.scrollHeight - at.scrollTop - at.clientHeight < 24;
      }}
    >
      <Ansi text={piece.head} />
      {left > 0 && <span class="left-out">{`\n… ${left.toLocaleString("en")} characters left out …\n`}</span>}
      {piece.tail && <Ansi text={piece.tail} />}
    </pre>
  );
}

/** Rich output was made by the learner's program: a frame without scripts, forms or an origin of its own. */
function Sandboxed({ html, text }: { html: string; text: string }) {
  const [height, setHeight] = useState(guess(html));
  return (
    <div class="rich">
      <iframe
        title="Rich output"
        sandbox=""
        srcdoc={framed(html)}
        style={{ height: `${height}px` }}
        loading="lazy"
      />
      <div class="rich-tools">
        <button type="button" class="quiet" onClick={() => setHeight(Math.min(900, height + 160))}>taller</button>
        {text && (
          <details>
            <summary>as text</summary>
            <pre tabIndex={0}>{text}</pre>
          </details>
        )}
      </div>
    </div>
  );
}

function guess(html: string): number {
  const rows = (html.match(/<tr|<br|<p|<li|<div|<h\d/gi) ?? []).length;
  const svg = /<svg[^>]*\bheight="?(\d+)/i.exec(html);
  return Math.min(520, Math.max(64, svg ? Number(svg[1]) + 24 : rows * 30 + 24));
}

function framed(html: string): string {
  const dark = getComputedStyle(document.documentElement).colorScheme === "dark";
  const colors = dark ? "color-scheme:dark;color:#e6e2da;background:#1b1d20" : "color-scheme:light;color:#1f2328;background:#fff";
  const style = `body{margin:8px;font:15px/1.5 system-ui,sans-serif;${colors}}table{border-collapse:collapse}td,th{padding:2px 10px;text-align:right}`;
  return `<!doctype html><meta charset="utf-8"><style nonce="${page.nonce}">${style}</style>${html}`;
}

function Shown({ piece }: { piece: Piece }) {
  switch (piece.kind) {
    case "text":
      return <Text piece={piece} />;
    case "figure":
      return (
        <img class="figure" src={`data:image/png;base64,${piece.png}`} alt={figureText(piece.text)} />
      );
    case "svg":
      return <img class="figure" src={`data:image/svg+xml,${encodeURIComponent(piece.svg)}`} alt={figureText(piece.text)} />;
    case "html":
      return <Sandboxed html={piece.html} text={piece.text} />;
    case "value":
      return <pre class="value" tabIndex={0} aria-label="Value"><Ansi text={piece.text} /></pre>;
  }
}

function figureText(text: string): string {
  return text && !text.startsWith("<Figure") ? text : "Figure drawn by the example";
}

/** An exception: what it says, what usually causes it, and Python's own words for those who want them. */
export function Raised({ failure, expected, goTo }: { failure: Failure; expected: boolean; goTo?: (line: number) => void }) {
  const line = failure.line;
  return (
    <div class={expected ? "raised expected" : "raised"}>
      <p class="raised-what">
        <strong>{failure.name}</strong>
        {failure.message && <span class="raised-message">{failure.message}</span>}
        {line !== null && goTo && (
          <button type="button" class="line-link" onClick={() => goTo(line)}>line {line}</button>
        )}
      </p>
      {failure.advice && <Html class="advice prose" html={failure.advice} />}
      {failure.traceback.length > 0 && (
        <details>
          <summary>traceback</summary>
          <pre class="traceback" tabIndex={0}><Ansi text={failure.traceback.join("\n")} /></pre>
        </details>
      )}
    </div>
  );
}

/** HTML that the server rendered from the course's own prose. */
export function Html({ html, class: name = "" }: { html: string; class?: string }) {
  return <div class={name} dangerouslySetInnerHTML={{ __html: html }} />;
}

interface OutputProps {
  transcript: Transcript;
  raises: boolean;
  goTo: (line: number) => void;
  children?: ComponentChildren;
}

export function Output({ transcript, raises, goTo, children }: OutputProps) {
  const { pieces, failure, lost, done } = transcript;
  const silent = done?.ok && pieces.length === 0 && !failure && transcript.points.length === 0;
  return (
    <>
      {transcript.points.length > 0 && <Training transcript={transcript} />}
      {pieces.map((piece, at) => <Shown key={at} piece={piece} />)}
      {failure && <Raised failure={failure} expected={raises} goTo={goTo} />}
      {lost && <div class="raised"><p class="raised-what"><strong>The kernel was lost.</strong> {lost.message}</p></div>}
      {silent && <p class="silent">Ran without printing anything.</p>}
      {children}
    </>
  );
}
