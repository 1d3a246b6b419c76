/** Which lines changed between two texts: the longest common subsequence, in lines. */

export interface Line {
  kind: "same" | "out" | "in";
  text: string;
}

const MOST = 2_000_000; // cells of the table; beyond that the middle is shown as replaced whole

export function lines(before: string, after: string): Line[] {
  const a = split(before);
  const b = split(after);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  return [
    ...a.slice(0, head).map(same),
    ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...a.slice(a.length - tail).map(same),
  ];
}

function split(text: string): string[] {
  return text.replace(/\n$/, "").split("\n");
}

function same(text: string): Line {
  return { kind: "same", text };
}

function middle(a: string[], b: string[]): Line[] {
  if (a.length * b.length > MOST) {
    return [...a.map((text): Line => ({ kind: "out", text })), ...b.map((text): Line => ({ kind: "in", text }))];
  }
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] =
        a[i] === b[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
    }
  }
  const found: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      found.push(same(a[i] ?? ""));
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))) {
      found.push({ kind: "out", text: a[i++] ?? "" });
    } else {
      found.push({ kind: "in", text: b[j++] ?? "" });
    }
  }
  return found;
}

/** Only the changed lines with `around` lines beside them; null stands for what is left out. */
export function folded(all: Line[], around = 2): (Line | null)[] {
  const near = all.map((_, at) =>
    all.slice(Math.max(0, at - around), at + around + 1).some((line) => line.kind !== "same"),
  );
  const found: (Line | null)[] = [];
  all.forEach((line, at) => {
    if (near[at]) found.push(line);
    else if (found.at(-1) !== null) found.push(null);
  });
  return found;
}
