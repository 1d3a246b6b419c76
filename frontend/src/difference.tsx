/** Two texts, line by line: what was taken out and what was put in. */

import { folded, lines } from "./diff";

const SIGN = { same: " ", in: "+", out: "−" } as const;
const SAID = { same: "", in: "added: ", out: "removed: " } as const;

export function Difference({ before, after, label }: { before: string; after: string; label: string }) {
  const all = lines(before, after);
  if (all.every((line) => line.kind === "same")) return <p class="faint">No difference.</p>;
  return (
    <pre class="diff" tabIndex={0} aria-label={label}>
      {folded(all).map((line, at) =>
        line ? (
          <span key={at} class={`diff-line ${line.kind}`}>
            <span class="sign" aria-hidden="true">{SIGN[line.kind]}</span>
            {SAID[line.kind] && <span class="visually-hidden">{SAID[line.kind]}</span>}
            {line.text || " "}
          </span>
        ) : (
          <span key={at} class="diff-line gap">⋯</span>
        ),
      )}
    </pre>
  );
}
