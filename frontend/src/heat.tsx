/** Small tensors as heat maps, expected beside got, with what differs marked. */

import type { Grid } from "./protocol";

const MOST = 512; // elements drawn

/** Read a tensor out of its printed form, `tensor([[1., 2.]], dtype=…)`; null if it is no small tensor. */
export function gridOf(text: string): Grid | null {
  const match = /^tensor\((.*)\)$/s.exec(text.trim());
  if (!match?.[1]) return null;
  const body = match[1].replace(/,\s*(dtype|grad_fn|requires_grad|device|size|names)=.*$/s, "");
  const json = body
    .replace(/\bnan\b/g, '"nan"')
    .replace(/-inf\b/g, '"-inf"')
    .replace(/\binf\b/g, '"inf"')
    .replace(/\bTrue\b/g, "1")
    .replace(/\bFalse\b/g, "0")
    .replace(/(\d)\.(?=[\s,\]eE]|$)/g, "$1.0")
    .replace(/,\s*\]/g, "]");
  try {
    return flat(JSON.parse(json) as Nested);
  } catch {
    return null;
  }
}

type Nested = number | string | Nested[];

function flat(value: Nested): Grid | null {
  const shape: number[] = [];
  for (let part: Nested | undefined = value; Array.isArray(part); part = part[0]) shape.push(part.length);
  const values = leaves(value);
  const count = shape.reduce((product, size) => product * size, 1);
  return values.length === count && count > 0 && count <= MOST ? { shape, values } : null;
}

function leaves(value: Nested): (number | string)[] {
  return Array.isArray(value) ? value.flatMap(leaves) : [value];
}

/** Which elements are not the same, at the precision with which they are written. */
export function differing(expected: Grid, got: Grid): boolean[] {
  return expected.values.map((value, at) => {
    const other = got.values[at];
    if (typeof value !== "number" || typeof other !== "number") return value !== other;
    return Math.abs(value - other) > 1e-4 * Math.max(Math.abs(value), Math.abs(other)) + 1e-7;
  });
}

export function sameShape(a: Grid, b: Grid): boolean {
  return a.shape.length === b.shape.length && a.shape.every((size, at) => size === b.shape[at]);
}

function number(value: number | string): string {
  if (typeof value === "string") return value.replace("-", "−").replace("inf", "∞");
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = Number.isInteger(value) && size < 1e5
    ? String(value)
    : size >= 1e4 || size < 1e-3 ? value.toExponential(1) : value.toPrecision(3).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
  return text.replace("-", "−");
}

/** 0 to 8: how strong the cell's color is, on one scale for both tensors. */
function strength(value: number | string, low: number, high: number): string {
  if (typeof value !== "number") return "odd";
  if (high === low) return "h4";
  return `h${Math.round(((value - low) / (high - low)) * 8)}`;
}

interface Props {
  grid: Grid;
  label: string;
  wrong: boolean[];
  range: [number, number];
}

/** One tensor: its last axis runs to the right, the one before it down, the rest as separate tables. Axes of one take no room. */
function Heat({ grid, label, wrong, range }: Props) {
  const axes = grid.shape.flatMap((size, axis) => (size === 1 ? [] : [axis]));
  const column = grid.shape.length === 1 ? 0 : grid.shape.at(-1) === 1 && axes.length === 1 ? undefined : axes.at(-1);
  const row = column === undefined ? axes.at(-1) : axes.filter((axis) => axis !== column).at(-1);
  const columns = column === undefined ? 1 : (grid.shape[column] ?? 1);
  const rows = row === undefined ? 1 : (grid.shape[row] ?? 1);
  const tables = grid.values.length / (rows * columns);
  return (
    <div class="heat" role="group" aria-label={label}>
      {Array.from({ length: tables }, (_, table) => (
        <table key={table}>
          {tables > 1 && <caption>{place(grid.shape, [row, column], table * rows * columns)}</caption>}
          <tbody>
            {Array.from({ length: rows }, (_, down) => (
              <tr key={down}>
                {Array.from({ length: columns }, (_, right) => {
                  const at = (table * rows + down) * columns + right;
                  return <HeatCell key={right} value={grid.values[at] ?? 0} wrong={wrong[at] ?? false} range={range} />;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}

function HeatCell({ value, wrong, range }: { value: number | string; wrong: boolean; range: [number, number] }) {
  return (
    <td class={`${strength(value, ...range)}${wrong ? " wrong" : ""}`}>
      {number(value)}
      {wrong && <span class="visually-hidden"> differs</span>}
    </td>
  );
}

/** Where a table stands in its tensor, as one would index it. */
function place(shape: number[], shown: (number | undefined)[], at: number): string {
  const index: (number | string)[] = [];
  let rest = at;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] ?? 1;
    index.unshift(shown.includes(axis) ? ":" : rest % size);
    rest = Math.floor(rest / size);
  }
  return `[${index.join(", ")}]`;
}

/** Expected and got side by side, on one color scale. */
export function HeatPair({ expected, got, wrong }: { expected: Grid; got: Grid; wrong?: number[] }) {
  const finite = [...expected.values, ...got.values].filter((value): value is number => typeof value === "number");
  const range: [number, number] = finite.length ? [Math.min(...finite), Math.max(...finite)] : [0, 0];
  const comparable = sameShape(expected, got);
  const none = expected.values.map(() => false);
  const marks = wrong ? expected.values.map((_, at) => wrong.includes(at)) : comparable ? differing(expected, got) : none;
  return (
    <div class="heat-pair">
      <div><p class="heat-label">expected</p><Heat grid={expected} label="expected" wrong={none} range={range} /></div>
      <div><p class="heat-label">got</p><Heat grid={got} label="got" wrong={comparable ? marks : got.values.map(() => false)} range={range} /></div>
    </div>
  );
}
