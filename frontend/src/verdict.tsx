/** A verdict: the name of the bug first, then every promise with its evidence, then the next step. */

import { HeatPair, gridOf } from "./heat";
import { Ansi, Html } from "./output";
import { seconds } from "./page";
import type { Difference, Next, Outcome, Report, ScenarioReport, VerdictHtml } from "./protocol";

export interface VerdictProps {
  report: Report;
  html: VerdictHtml;
  next: Next | null;
  goTo: (line: number) => void;
  /** The code was changed since this was said. */
  stale: boolean;
}

const SAYS: Record<Outcome, string> = {
  passed: "Passed",
  failed: "Not yet",
  crashed: "It raised an exception",
  timed_out: "It took too long",
  out_of_memory: "It used too much memory",
  forbidden: "It calls what this exercise forbids",
  broken: "Our fault: the exercise or the judge failed",
};

/** The verdict in one sentence, for those who hear it. */
export function spoken(report: Report): string {
  if (report.outcome === "passed") return `Passed: ${report.total} of ${report.total} promises hold.`;
  const count = report.total ? ` ${report.passed} of ${report.total} promises hold.` : "";
  const name = report.diagnosis ? ` ${report.diagnosis.headline}` : report.message ? ` ${report.message}` : "";
  const line = report.diagnosis?.line ? ` Probably your line ${report.diagnosis.line}.` : "";
  return `${SAYS[report.outcome]}.${count}${name}${line}`;
}

export function Verdict(props: VerdictProps) {
  const { report, html, next, goTo, stale } = props;
  const passed = report.outcome === "passed";
  const firstFailing = report.scenarios.findIndex((row) => row.outcome !== "passed");
  return (
    <div class={`verdict-body ${passed ? "passed" : "failed"}${stale ? " stale" : ""}`}>
      <header class="verdict-head">
        <h2>{passed ? <><span class="tick">✓</span> Passed</> : SAYS[report.outcome]}</h2>
        <Promises scenarios={report.scenarios} total={report.total} passed={report.passed} />
        <span class="verdict-time">{seconds(report.seconds)}{stale && " · of an earlier version"}</span>
      </header>
      {report.diagnosis && <DiagnosisCard {...props} />}
      {report.message && (
        html.message ? <Html class="verdict-message prose" html={html.message} /> : <p class="verdict-message">{report.message}</p>
      )}
      <ol class="scenarios">
        {report.scenarios.map((row, at) => (
          <Scenario key={`${row.title}${row.outcome}`} row={row} first={at === firstFailing} title={html.titles?.[at]} advice={html.raised?.[at]} notes={html.notes?.[at]} goTo={goTo} />
        ))}
        {report.total > report.scenarios.length && report.scenarios.length > 0 && (
          <li class="scenario unseen"><p class="promise faint">{unseen(report.total - report.scenarios.length)}</p></li>
        )}
      </ol>
      {report.facts.length > 0 && (
        <ul class="facts-list">{report.facts.map((fact, at) => <li key={fact}><Html html={html.facts?.[at] ?? ""} />{!html.facts && fact}</li>)}</ul>
      )}
      {report.warnings.length > 0 && (
        <details class="verdict-more"><summary>{report.warnings.length === 1 ? "1 warning" : `${report.warnings.length} warnings`}</summary>
          <ul>{report.warnings.map((text, at) => <li key={at}>{text}</li>)}</ul></details>
      )}
      {report.output && (
        <details class="verdict-more"><summary>What your code printed</summary>
          <pre tabIndex={0}><Ansi text={report.output} /></pre></details>
      )}
      {passed && next && <p class="next"><a class="button primary" href={next.url}>Next: {next.title.replaceAll("`", "")}</a></p>}
    </div>
  );
}

function unseen(count: number): string {
  return count === 1 ? "One more promise was not reached." : `${count} more promises were not reached.`;
}

/** One dot for each promise. */
function Promises({ scenarios, total, passed }: { scenarios: ScenarioReport[]; total: number; passed: number }) {
  if (!total) return null;
  return (
    <span class="promises">
      <span class="dots" aria-hidden="true">
        {Array.from({ length: total }, (_, at) => (
          <i key={at} class={scenarios[at] ? (scenarios[at].outcome === "passed" ? "dot held" : "dot broken") : "dot"} />
        ))}
      </span>
      {passed} of {total} promises hold
    </span>
  );
}

function DiagnosisCard({ report, html, goTo }: VerdictProps) {
  const diagnosis = report.diagnosis!;
  const line = diagnosis.line;
  return (
    <section class="diagnosis" aria-label="Diagnosis">
      <p class="eyebrow">Your bug, by name</p>
      <h3>{html.headline ? <span dangerouslySetInnerHTML={{ __html: html.headline }} /> : diagnosis.headline}</h3>
      {html.explanation ? <Html class="prose" html={html.explanation} /> : <p>{diagnosis.explanation}</p>}
      {line !== null && (
        <p><button type="button" class="line-link" onClick={() => goTo(line)}>Look at your line {line}</button></p>
      )}
    </section>
  );
}

interface ScenarioProps {
  row: ScenarioReport;
  title: string | undefined;
  advice: string | undefined;
  notes: string[] | undefined;
  /** The smallest counter-example: its evidence is shown at once, that of the others when it is asked for. */
  first: boolean;
  goTo: (line: number) => void;
}

function Scenario({ row, title, advice, notes, first, goTo }: ScenarioProps) {
  const passed = row.outcome === "passed";
  const promise = (
    <>
      <span class="sign" aria-hidden="true">{passed ? "✓" : "✗"}</span>
      <span>
        <span class="visually-hidden">{passed ? "holds: " : "does not hold: "}</span>
        {title ? <span dangerouslySetInnerHTML={{ __html: title }} /> : row.title}
      </span>
    </>
  );
  if (passed) return <li class="scenario passed"><p class="promise">{promise}</p></li>;
  return (
    <li class="scenario failed">
      <details open={first}>
        <summary class="promise">{promise}</summary>
        {row.case && <p class="case"><span class="label">with</span><code>{row.case}</code></p>}
        {row.differences.map((each, at) => <Evidence key={each.name} difference={each} note={notes?.[at]} />)}
        {row.raised && <RowRaised row={row} advice={advice} goTo={goTo} />}
      </details>
    </li>
  );
}

function RowRaised({ row, advice, goTo }: Pick<ScenarioProps, "row" | "advice" | "goTo">) {
  const raised = row.raised!;
  const line = raised.line;
  return (
    <div class="raised">
      <p class="raised-what">
        <strong>{raised.type}</strong> <span class="raised-message">{raised.message}</span>
        {line !== null && <button type="button" class="line-link" onClick={() => goTo(line)}>line {line}</button>}
      </p>
      {advice ? <Html class="advice prose" html={advice} /> : raised.advice && <p class="advice">{raised.advice}</p>}
      {raised.frames.length > 0 && (
        <details><summary>traceback</summary><pre tabIndex={0}>{raised.frames.join("\n")}</pre></details>
      )}
    </div>
  );
}

/** What one value came to: as heat maps where both are small tensors, as words where not. */
function Evidence({ difference, note }: { difference: Difference; note: string | undefined }) {
  const expected = difference.expected_grid ?? gridOf(difference.expected);
  const got = difference.got_grid ?? gridOf(difference.got);
  const drawn = expected && got && expected.shape.length > 0 && got.shape.length > 0;
  return (
    <div class="evidence">
      <p class="evidence-name"><code>{difference.name}</code></p>
      {drawn ? (
        <HeatPair expected={expected} got={got} wrong={difference.wrong} />
      ) : (
        <dl class="versus">
          <div><dt>expected</dt><dd><code>{difference.expected}</code></dd></div>
          <div><dt>got</dt><dd class="got"><code>{difference.got}</code></dd></div>
        </dl>
      )}
      {note ? <Html class="evidence-note" html={note} /> : difference.note && <p class="evidence-note">{difference.note}</p>}
    </div>
  );
}
