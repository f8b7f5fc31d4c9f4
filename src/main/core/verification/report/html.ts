import type { VerificationRun } from '../../../../shared/verification/verification.ts';
import { evidenceText } from './markdown.ts';
import { headOf, showsEvents, markOf, sectionsOf, statusWord, type Line } from './sections.ts';
import { say } from '../../../../shared/words/all-words.ts';

/** The results document as one page that needs nothing else: no script, no address, no font. */
export function htmlOf(run: VerificationRun): string {
  const head = headOf(run)
    .map(([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(value)}</td></tr>`)
    .join('\n');
  const sections = sectionsOf(run).map(({ title, lines, empty }) => {
    const chart = title === 'Performance' ? trafficChart(run) : title === 'Summary' ? timeChart(run) : '';
    const list =
      lines.length === 0 ? `<p>${escaped(empty)}</p>` : `<ul>\n${lines.map(lineOf).join('\n')}\n</ul>`;
    return `<section><h2>${escaped(title)}</h2>\n${chart}${list}</section>`;
  });
  const verdict = run.passed
    ? 'pass'
    : run.phases.some(({ status }) => status === 'fail')
      ? 'fail'
      : 'inconclusive';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(say('report.title-of', { target: run.target }))}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escaped(say('report.title'))}</h1>
<p class="verdict ${verdict}">${markOf(verdict)} ${escaped(run.summary)}</p>
<table>${head}</table>
${sections.join('\n')}
<p class="note">${escaped(say('report.events-note', { command: showsEvents }))}</p>
</main>
</body>
</html>
`;
}

function lineOf({ text, status, evidence, command }: Line): string {
  const mark =
    status === null ? '<b>·</b>' : `<b class="${status}" title="${statusWord(status)}">${markOf(status)}</b>`;
  const ids = evidence.length === 0 ? '' : `<span>events ${escaped(evidenceText(evidence))}</span>`;
  const again = command === null ? '' : `<code>${command.split(' ').map(wordOf).join(' ')}</code>`;
  const proof = ids === '' && again === '' ? '' : `<p class="proof">${ids} ${again}</p>`;
  return `<li>${mark}<div>${escaped(text)}${proof}</div></li>`;
}

/** A line breaks between words of a command only: a lone hyphen at its end would be read as a part of it. */
const wordOf = (word: string): string => `<span>${escaped(word)}</span>`;

type Bar = { name: string; value: number; label: string };

function timeChart({ phases }: VerificationRun): string {
  return chart(
    say('report.seconds-by-phase'),
    phases.map(({ title, durationSec }) => ({ name: title, value: durationSec, label: `${durationSec} s` })),
  );
}

function trafficChart({ figures }: VerificationRun): string {
  return chart(
    say('report.bytes-by-message'),
    figures.traffic.map(({ type, direction, bytes }) => ({
      name: `${direction === 'in' ? '←' : '→'} ${type}`,
      value: bytes,
      label: String(bytes),
    })),
  );
}

function chart(title: string, bars: readonly Bar[]): string {
  const most = Math.max(0, ...bars.map(({ value }) => value));
  if (most === 0) return '';
  const rows = bars.map(({ name, value, label }) => {
    const percent = Math.round((1_000 * value) / most) / 10;
    return `<tr><th scope="row">${escaped(name)}</th><td><i style="width:${percent}%"></i><span>${escaped(label)}</span></td></tr>`;
  });
  return `<table class="bars"><caption>${escaped(title)}</caption>${rows.join('')}</table>\n`;
}

const style = `
:root { color-scheme: light dark; --pass: #1a7f37; --fail: #c5221f; --open: #8a5a00; --line: #8884; }
@media (prefers-color-scheme: dark) { :root { --pass: #56d364; --fail: #ff7b72; --open: #e3b341; } }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0; } main { max-width: 62rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; border-bottom: 1px solid var(--line); padding-bottom: .2rem; }
th { text-align: left; padding-right: 1rem; font-weight: 600; vertical-align: top; } td { overflow-wrap: anywhere; }
ul { padding: 0; list-style: none; } li { display: flex; gap: .5rem; margin-bottom: .5rem; overflow-wrap: anywhere; }
li > b { flex: none; width: 1rem; text-align: center; } li > div { min-width: 0; }
.verdict { font-size: 1.1rem; font-weight: 600; } .pass { color: var(--pass); } .fail { color: var(--fail); }
.inconclusive { color: var(--open); } .proof, .note, caption { opacity: .75; font-size: .9em; } .proof { margin: 0; }
code { font-size: .9em; } code span { display: inline-block; max-width: 100%; }
.bars { width: 100%; max-width: 44rem; margin-bottom: 1rem; border-spacing: 0; font-size: .85em; } caption { text-align: left; }
.bars th { width: 40%; max-width: 14rem; font-weight: 400; overflow-wrap: anywhere; } .bars td { display: flex; align-items: center; gap: .4rem; }
.bars i { flex: 0 1 auto; min-width: 1px; height: .9em; background: #4c8bf5; } .bars span { flex: none; }
`;

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
