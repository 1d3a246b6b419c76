/** A loss curve that grows while a training runs, with its throughput. */

import { seconds } from "./page";
import type { Transcript } from "./transcript";

const WIDTH = 640;
const HEIGHT = 190;
const LEFT = 58;
const RIGHT = 14;
const TOP = 12;
const BOTTOM = 26;

interface Scale {
  low: number;
  high: number;
  log: boolean;
}

/** Where the loss falls by a factor of twenty, a logarithm shows more of its end. */
function scaleOf(values: number[]): Scale {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const log = low > 0 && high / low > 20;
  if (low === high) return { low: low - 0.5 * Math.abs(low || 1), high: high + 0.5 * Math.abs(high || 1), log: false };
  return { low, high, log };
}

function fraction(value: number, scale: Scale): number {
  if (scale.log) return Math.log(value / scale.low) / Math.log(scale.high / scale.low);
  return (value - scale.low) / (scale.high - scale.low);
}

function ticks(scale: Scale): number[] {
  if (scale.log) {
    return [0, 0.5, 1].map((part) => scale.low * (scale.high / scale.low) ** part);
  }
  return [0, 0.5, 1].map((part) => scale.low + part * (scale.high - scale.low));
}

function number(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 10_000)) return value.toExponential(1);
  return value.toPrecision(3).replace(/\.?0+$/, "");
}

/** Fewer points than pixels: the mean of each column, so that noise stays noise and nothing is drawn twice. */
function thinned(points: [number, number][]): [number, number][] {
  if (points.length <= WIDTH) return points;
  const share = points.length / WIDTH;
  const found: [number, number][] = [];
  for (let column = 0; column < WIDTH; column++) {
    const part = points.slice(Math.floor(column * share), Math.floor((column + 1) * share));
    const last = part.at(-1);
    if (last) found.push([last[0], part.reduce((sum, point) => sum + point[1], 0) / part.length]);
  }
  return found;
}

export function Training({ transcript }: { transcript: Transcript }) {
  const points = transcript.points.filter((point) => Number.isFinite(point[1]));
  const last = points.at(-1);
  const first = points[0];
  if (!first || !last) return null;
  const scale = scaleOf(points.map((point) => point[1]));
  const span = Math.max(1, last[0] - first[0]);
  const x = (step: number) => LEFT + ((step - first[0]) / span) * (WIDTH - LEFT - RIGHT);
  const y = (loss: number) => HEIGHT - BOTTOM - fraction(loss, scale) * (HEIGHT - TOP - BOTTOM);
  const path = thinned(points).map(([step, loss]) => `${x(step).toFixed(1)},${y(loss).toFixed(1)}`).join(" ");
  const running = !transcript.done && !transcript.lost;
  return (
    <figure class={running ? "training running" : "training"}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`Loss from ${number(first[1])} to ${number(last[1])} over ${last[0]} steps`}>
        {ticks(scale).map((value) => (
          <g key={value}>
            <line class="grid" x1={LEFT} x2={WIDTH - RIGHT} y1={y(value)} y2={y(value)} />
            <text class="tick" x={LEFT - 8} y={y(value) + 4} text-anchor="end">{number(value)}</text>
          </g>
        ))}
        <text class="tick" x={LEFT} y={HEIGHT - 6}>{first[0].toLocaleString("en")}</text>
        <text class="tick" x={WIDTH - RIGHT} y={HEIGHT - 6} text-anchor="end">step {last[0].toLocaleString("en")}</text>
        <polyline class="curve" points={path} />
        <circle class="head" cx={x(last[0])} cy={y(last[1])} r="4" />
      </svg>
      <figcaption>
        <span>loss <b>{transcript.loss === null ? "not finite" : number(transcript.loss)}</b></span>
        <span>step <b>{transcript.step.toLocaleString("en")}</b></span>
        {transcript.rate > 0 && <span><b>{number(transcript.rate)}</b> steps/s</span>}
        {transcript.done && <span>in <b>{seconds(transcript.done.seconds)}</b></span>}
        {scale.log && <span class="faint">log scale</span>}
      </figcaption>
    </figure>
  );
}
