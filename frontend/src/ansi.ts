/** ANSI colors of printed text as spans. Everything else that a terminal would obey is dropped; text is only ever text. */

export interface Span {
  text: string;
  className: string;
}

interface Style {
  fg: number | null;
  bg: number | null;
  bold: boolean;
  faint: boolean;
  italic: boolean;
  underline: boolean;
}

const PLAIN: Style = { fg: null, bg: null, bold: false, faint: false, italic: false, underline: false };
// CSI sequences, OSC sequences (titles, links), lone escapes, and control characters that print nothing.
// eslint-disable-next-line no-control-regex
const SEQUENCE = /\x1b\[([0-9;:?]*)([ -/]*[@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\|$)|\x1b[@-Z\\-_]?|[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]/g;

/** Text with its colors told apart. */
export function spans(text: string): Span[] {
  const found: Span[] = [];
  let style = PLAIN;
  let from = 0;
  const add = (piece: string) => {
    if (!piece) return;
    const className = classOf(style);
    const last = found.at(-1);
    if (last && last.className === className) last.text += piece;
    else found.push({ text: piece, className });
  };
  for (const match of text.matchAll(SEQUENCE)) {
    add(text.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[2] === "m") style = styled(style, match[1] ?? "");
  }
  add(text.slice(from));
  return found;
}

/** A carriage return starts the line over, as a progress bar does; backspaces take back. */
export function overwritten(text: string): string {
  if (!/[\r\b]/.test(text)) return text;
  return text
    .replaceAll("\r\n", "\n")
    .split("\n")
    .map((line) => {
      const parts = line.split("\r");
      return taken(parts.reduce((kept, part) => (part ? part + kept.slice(part.length) : kept), ""));
    })
    .join("\n");
}

function taken(line: string): string {
  let kept = "";
  for (const char of line) kept = char === "\b" ? kept.slice(0, -1) : kept + char;
  return kept;
}

function styled(style: Style, codes: string): Style {
  const next = { ...style };
  const numbers = (codes || "0").split(/[;:]/).map(Number);
  for (let at = 0; at < numbers.length; at++) {
    const code = numbers[at] ?? 0;
    if (code === 0) Object.assign(next, PLAIN);
    else if (code === 1) next.bold = true;
    else if (code === 2) next.faint = true;
    else if (code === 3) next.italic = true;
    else if (code === 4) next.underline = true;
    else if (code === 22) next.bold = next.faint = false;
    else if (code === 23) next.italic = false;
    else if (code === 24) next.underline = false;
    else if (code === 38 || code === 48) {
      const [color, used] = extended(numbers.slice(at + 1));
      if (code === 38) next.fg = color;
      else next.bg = color;
      at += used;
    } else if (code >= 30 && code <= 37) next.fg = code - 30;
    else if (code === 39) next.fg = null;
    else if (code >= 40 && code <= 47) next.bg = code - 40;
    else if (code === 49) next.bg = null;
    else if (code >= 90 && code <= 97) next.fg = code - 82;
    else if (code >= 100 && code <= 107) next.bg = code - 92;
  }
  return next;
}

/** Of 256 or of 16 million colors the nearest of our sixteen, so that both themes stay readable. */
function extended(numbers: number[]): [number | null, number] {
  if (numbers[0] === 5) {
    const color = numbers[1] ?? 0;
    if (color < 16) return [color, 2];
    if (color >= 232) return [color > 243 ? 7 : 8, 2];
    const cube = color - 16;
    return [nearest(Math.floor(cube / 36) * 51, (Math.floor(cube / 6) % 6) * 51, (cube % 6) * 51), 2];
  }
  if (numbers[0] === 2) return [nearest(numbers[1] ?? 0, numbers[2] ?? 0, numbers[3] ?? 0), 4];
  return [null, 0];
}

function nearest(red: number, green: number, blue: number): number {
  const half = Math.max(red, green, blue) / 2;
  if (half < 32) return 8;
  return (red > half ? 1 : 0) + (green > half ? 2 : 0) + (blue > half ? 4 : 0);
}

function classOf(style: Style): string {
  const names: string[] = [];
  if (style.fg !== null) names.push(`ansi-fg-${style.fg}`);
  if (style.bg !== null) names.push(`ansi-bg-${style.bg}`);
  if (style.bold) names.push("ansi-bold");
  if (style.faint) names.push("ansi-faint");
  if (style.italic) names.push("ansi-italic");
  if (style.underline) names.push("ansi-underline");
  return names.join(" ");
}
