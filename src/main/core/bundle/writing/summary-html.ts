import { madeLine, verdictOf, type Chart, type SummaryFacts } from './summary-facts.ts';
import { say } from '../../../../shared/words/all-words.ts';

/** The same as one page that opens anywhere: no script, nothing from elsewhere, charts drawn into it. */
export function summaryHtml(facts: SummaryFacts): string {
  const { findings } = facts;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(say('summary.title'))}</title>
<style>${css}</style></head><body>
<h1>${escape(say('summary.title'))}</h1>
<p class="verdict ${findings[0]?.level ?? 'good'}">${escape(verdictOf(findings))}</p>
<p>${escape(madeLine(facts))}
${escape(say('summary.time', { from: facts.window.from ?? '', to: facts.window.to }))}</p>
${facts.note === '' ? '' : `<h2>${escape(say('summary.note'))}</h2><blockquote>${escape(facts.note)}</blockquote>`}
<h2>${escape(say('summary.findings'))}</h2>
${findings.length === 0 ? `<p>${escape(say('summary.none'))}</p>` : findings.map(finding).join('\n')}
<h2>${escape(say('summary.last-session'))}</h2>
${list(facts.lastSession, say('summary.no-session'))}
<h2>${escape(say('summary.timeline'))}</h2>
${list(
  facts.timeline.map(({ at, what }) => `${at} ${what}`),
  say('summary.nothing-recorded'),
)}
<h2>${escape(say('summary.over-time'))}</h2>
${facts.charts.length === 0 ? `<p>${escape(say('summary.nothing-measured'))}</p>` : facts.charts.map(chart).join('\n')}
<h2>${escape(say('summary.figures'))}</h2>
${list(
  facts.figures.map(({ name, value }) => say('summary.figure', { name, value })),
  say('summary.none'),
)}
<h2>${escape(say('summary.missing'))}</h2>
${list(facts.missing, say('summary.nothing-missing'))}
<h2>${escape(say('summary.files'))}</h2>
<table><thead><tr><th>${escape(say('summary.file'))}</th><th>${escape(say('summary.bytes'))}</th><th>${escape(say('summary.cut'))}</th></tr></thead><tbody>
${facts.files.map(({ name, bytes, cut }) => `<tr><td>${escape(name)}</td><td>${bytes}</td><td>${escape(cut ?? '')}</td></tr>`).join('\n')}
</tbody></table>
</body></html>
`;
}

const css = `:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
.verdict{font-size:1.2rem;font-weight:600;border-left:.4rem solid #2e7d32;padding-left:.7rem}.verdict.bad,.bad{border-color:#c62828}
.verdict.warning,.warning{border-color:#b26a00}section{border-left:.3rem solid #888;padding-left:.7rem;margin:1rem 0}
table{border-collapse:collapse}td,th{text-align:left;padding:.15rem .7rem .15rem 0;vertical-align:top}
svg{width:100%;height:auto;max-height:9rem}polyline{fill:none;stroke:#1565c0;stroke-width:1.5;vector-effect:non-scaling-stroke}
li,td{overflow-wrap:anywhere}blockquote{white-space:pre-wrap}`;

function finding({ level, title, evidence, next }: SummaryFacts['findings'][number]): string {
  return `<section class="${level}"><h3>${escape(title)}</h3>${list(evidence, '')}<p><strong>${escape(say('summary.what-to-do'))}</strong> ${escape(next)}</p></section>`;
}

function list(lines: readonly string[], none: string): string {
  if (lines.length === 0) return `<p>${escape(none)}</p>`;
  return `<ul>${lines.map((line) => `<li>${escape(line)}</li>`).join('')}</ul>`;
}

const width = 800;
const height = 100;
const mostPoints = 400;

function chart({ title, unit, points }: Chart): string {
  const shown = thin(points);
  const highest = Math.max(...shown.map(({ value }) => value), 1e-9);
  const [first, last] = [shown[0]?.atMs ?? 0, shown.at(-1)?.atMs ?? 1];
  const path = shown
    .map(
      ({ atMs, value }) =>
        `${(((atMs - first) / Math.max(1, last - first)) * width).toFixed(1)},${(height - (value / highest) * height).toFixed(1)}`,
    )
    .join(' ');
  const words = say('summary.chart-range', {
    title,
    highest: highest.toPrecision(3),
    unit,
    from: new Date(first).toISOString(),
    to: new Date(last).toISOString(),
  });
  return `<figure><figcaption>${escape(words)}</figcaption><svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${escape(words)}"><polyline points="${path}"/></svg></figure>`;
}

/** Of each stretch of time the highest: a peak must not be lost. */
function thin(points: Chart['points']): Chart['points'] {
  const step = Math.ceil(points.length / mostPoints);
  if (step <= 1) return points;
  return Array.from({ length: Math.ceil(points.length / step) }, (_none, i) =>
    points.slice(i * step, (i + 1) * step).reduce((a, b) => (b.value > a.value ? b : a)),
  );
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
