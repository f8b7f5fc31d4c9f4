import type { BundleFile, BundleFinding } from '../../../../shared/bundle/bundle.ts';
import type { Check } from '../../../../shared/machine/checks.ts';
import { findTrouble } from '../analysers/analysers.ts';
import { gatherFacts, type Facts } from '../analysers/facts.ts';
import type { Source } from '../source/source.ts';
import { safeTarget } from '../collectors/safe-fields.ts';
import { say } from '../../../../shared/words/all-words.ts';

/** What both summaries tell; every text in it has been redacted. */
export type SummaryFacts = {
  createdAt: string;
  version: string;
  host: string;
  platform: string;
  window: { from: string | null; to: string };
  note: string;
  findings: readonly BundleFinding[];
  missing: readonly string[];
  files: readonly Pick<BundleFile, 'name' | 'bytes' | 'cut'>[];
  /** The newest session, in a line each. */
  lastSession: readonly string[];
  timeline: readonly { at: string; what: string }[];
  figures: readonly { name: string; value: string }[];
  charts: readonly Chart[];
};
export type Chart = { title: string; unit: string; points: readonly { atMs: number; value: number }[] };

export function verdictOf(findings: readonly BundleFinding[]): string {
  const bad = findings.filter(({ level }) => level === 'bad');
  const warnings = findings.filter(({ level }) => level === 'warning');
  if (bad.length > 0) return say('summary.wrong', { title: bad[0]?.title ?? '', more: bad.length - 1 });
  if (warnings.length > 0) return say('summary.trouble', { title: warnings[0]?.title ?? '' });
  return say('summary.fine');
}

/** When, by what and where it was made. */
export function madeLine({ createdAt: at, version, platform, host }: SummaryFacts): string {
  return say('summary.made', { at, version, platform, host });
}

/** All that the summaries say, of a bundle with these files. */
export async function gatherSummary(
  source: Source,
  checks: readonly Check[],
  given: { host: string; note: string; files: SummaryFacts['files'] },
): Promise<SummaryFacts> {
  const { redactor, window, version, platform } = source;
  const facts = await gatherFacts(source, checks);
  return {
    ...{ createdAt: new Date().toISOString(), version, host: given.host, platform },
    window: { from: new Date(window.fromMs).toISOString(), to: new Date(window.toMs).toISOString() },
    note: redactor.text(given.note),
    findings: findTrouble(facts, redactor),
    missing: [...new Set(source.missing)].map((line) => redactor.sentence(line)),
    files: given.files,
    ...sessionFacts(facts, source),
  };
}

const mostSteps = 40;

function sessionFacts(
  facts: Facts,
  source: Source,
): Pick<SummaryFacts, 'lastSession' | 'timeline' | 'figures' | 'charts'> {
  const { redactor } = source;
  const [last] = facts.sessions;
  const steps = facts.events.filter(
    ({ sessionId, type }) =>
      last === undefined || sessionId === last.sessionId || !type.startsWith('session'),
  );
  return {
    lastSession: last === undefined ? [] : linesOf(last, source),
    timeline: steps.slice(-mostSteps).map(({ wallMs, type, reason }) => ({
      at: new Date(wallMs).toISOString(),
      what: `${redactor.name(type)}${reason === null ? '' : `: ${redactor.sentence(reason)}`}`,
    })),
    figures: [
      { name: say('summary.sessions'), value: String(facts.sessions.length) },
      { name: say('summary.frames'), value: String(facts.analysis?.events ?? say('summary.not-analysed')) },
      {
        name: say('summary.duplicates'),
        value: String(facts.analysis?.duplicates ?? say('summary.not-analysed')),
      },
      {
        name: say('summary.database'),
        value: say('summary.database-is', {
          how: facts.database.how,
          integrity: redactor.sentence(facts.database.integrity),
          megabytes: megabytes(facts.database.bytes),
        }),
      },
      {
        name: say('summary.disk-free'),
        value:
          facts.database.freeBytes === null
            ? say('summary.unknown')
            : say('summary.megabytes', { megabytes: megabytes(facts.database.freeBytes) }),
      },
    ],
    charts: chartsOf(facts),
  };
}

function linesOf(session: Facts['sessions'][number], { redactor }: Source): string[] {
  const { chunks, receipt } = session;
  const sum = (name: 'capturedSec' | 'sentSec' | 'deliveredSec' | 'transcribedSec'): number =>
    Math.round(receipt.minutes.reduce((total, minute) => total + minute[name], 0));
  return [
    say('summary.session', {
      from: session.startedAt,
      to: session.endedAt ?? '',
      mode: session.mode,
      target: safeTarget(session.target, redactor) ?? '',
    }),
    say('summary.state', {
      state: session.state,
      reason: session.reason === null ? '' : redactor.sentence(session.reason),
    }),
    say('summary.seconds', {
      captured: sum('capturedSec'),
      sent: sum('sentSec'),
      delivered: sum('deliveredSec'),
      transcribed: sum('transcribedSec'),
    }),
    say('summary.chunks', chunks),
    ...receipt.notes.slice(0, 10).map((note) => redactor.sentence(note)),
  ];
}

function chartsOf({ samples }: Facts): Chart[] {
  const wanted = [
    { title: say('summary.chart.memory'), unit: 'MB', name: 'process.main.rssBytes', factor: 1 / 1024 ** 2 },
    { title: say('summary.chart.sent'), unit: 'kB/s', name: 'net.outBytesPerSec', factor: 1 / 1000 },
    {
      title: say('summary.chart.queued'),
      unit: say('summary.unit.sound'),
      name: 'link.queuedSec',
      factor: 1,
    },
    { title: say('summary.chart.round-trip'), unit: 'ms', name: 'link.roundTripP95MaxMs', factor: 1 },
    { title: say('summary.chart.disk'), unit: 'ms', name: 'store.writeP99MaxMs', factor: 1 },
  ];
  return wanted.flatMap(({ title, unit, name, factor }) => {
    const points = samples.flatMap(({ atMs, figures }) => {
      const value = figures[name];
      return value === undefined ? [] : [{ atMs, value: value * factor }];
    });
    return points.length < 2 ? [] : [{ title, unit, points }];
  });
}

function megabytes(bytes: number): string {
  return (bytes / 1024 ** 2).toFixed(1);
}
