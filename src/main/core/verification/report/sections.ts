import type {
  CheckStatus,
  PartId,
  VerificationCheck,
  VerificationRun,
} from '../../../../shared/verification/verification.ts';
import { askedOfPhases, verifyCommand } from '../../../../shared/verification/verify-command.ts';
import { figureTitles } from '../../../../shared/verification/figures.ts';

/** One line of the results document, with what shows it and how to see it again. */
export type Line = {
  text: string;
  status: CheckStatus | null;
  evidence: readonly number[];
  command: string | null;
};

export type Section = { title: string; lines: Line[]; empty: string };

const mark: Readonly<Record<CheckStatus, string>> = {
  pass: '✓',
  fail: '✗',
  skip: '–',
  inconclusive: '?',
};
export const markOf = (status: CheckStatus): string => mark[status];

export const statusWords: Readonly<Record<CheckStatus, string>> = {
  pass: 'passed',
  fail: 'failed',
  skip: 'left out',
  inconclusive: 'no evidence',
};

type Placed = { phase: PartId; phaseTitle: string; check: VerificationCheck };

/** The results document of the testing guide, section by section. */
export function sectionsOf(run: VerificationRun): Section[] {
  const all = run.phases.flatMap(({ id, title, checks }) =>
    checks.map((check): Placed => ({ phase: id, phaseTitle: title, check })),
  );
  const of = (...phases: PartId[]): Placed[] => all.filter(({ phase }) => phases.includes(phase));
  const failed = all.filter(({ check }) => check.status === 'fail');
  const open = all.filter(({ check }) => check.status === 'inconclusive');
  const toDo = [
    section('Issues found', failed, run, 'None.'),
    section('Without evidence', open, run, 'Nothing.'),
    { title: 'Recommendations', lines: recommendations([...failed, ...open], run), empty: 'None.' },
  ];
  const summary = { title: 'Summary', lines: summaryLines(run), empty: '' };
  const isOfScenarios = run.phases.some(({ id }) => id === 'scenario');
  if (isOfScenarios) return [summary, section('Scenarios', of('scenario'), run, 'Not run.'), ...toDo];
  return [
    summary,
    section('Duplicates', of('duplicates'), run, 'The phase was not run.'),
    {
      title: 'Performance',
      lines: [...figureLines(run), ...linesOf(of('handshake', 'stress', 'traffic', 'memory', 'soak'), run)],
      empty: 'Nothing was measured.',
    },
    section(
      'Functions',
      of('environment', 'health', 'monitoring', 'end-to-end', 'reconnect'),
      run,
      'Not run.',
    ),
    section('Errors', of('bad-input'), run, 'The phase was not run.'),
    ...toDo,
    { title: 'Readiness checklist', lines: readiness(run), empty: '' },
  ];
}

export function headOf(run: VerificationRun): (readonly [name: string, value: string])[] {
  return [
    ['Date', `${run.startedAt.slice(0, 19).replace('T', ' ')} UTC`],
    ['Tester', `ScrumBot Desktop ${run.version}, ${commandFor(run, null)}`],
    ['Instance', `${run.target}${placeText(run)}`],
    ['Server version', run.serverVersion ?? 'not named'],
    ['Duration', `${run.durationSec} s`],
    ['Run', run.runId],
  ];
}

function placeText({ target, url }: VerificationRun): string {
  if (url === null) return ' (inside this app)';
  return url === target ? '' : ` (${url})`;
}

function section(title: string, placed: readonly Placed[], run: VerificationRun, empty: string): Section {
  return { title, lines: linesOf(placed, run), empty };
}

function linesOf(placed: readonly Placed[], run: VerificationRun): Line[] {
  // Several phases have a check of the same name, such as those that were not run.
  const isMixed = new Set(placed.map(({ phaseTitle }) => phaseTitle)).size > 1;
  return placed.map(({ phase, phaseTitle, check }) => ({
    text: `${isMixed ? `${phaseTitle} · ` : ''}${check.title}: ${check.found}${limitText(check)}`,
    status: check.status,
    evidence: check.evidence,
    command: commandFor(run, [phase]),
  }));
}

/** What re-checks some phases as they were asked for, or all of the run. */
function commandFor(run: VerificationRun, ids: readonly PartId[] | null): string {
  const scenarios = run.phases.flatMap(({ file }) => (file === undefined ? [] : [file]));
  const asked = { ...run.asked, quick: run.quick, scenarios };
  // One that would disturb people, and was left out for it, comes to the same only with all of the run.
  const isLeftOut = (id: PartId): boolean =>
    run.phases.some((phase) => phase.id === id && phase.checks.some((check) => check.id === 'left-out'));
  const phases = ids?.filter((id) => id !== 'scenario').filter((id) => !isLeftOut(id)) ?? [];
  return verifyCommand(run.target, phases.length > 0 ? askedOfPhases(asked, phases) : asked);
}

function limitText({ value, unit, limit }: VerificationCheck): string {
  if (value === null || limit === null || typeof limit === 'string') return '';
  return ` (${value}${unit === '' ? '' : ` ${unit}`}, limit ${limit})`;
}

function summaryLines(run: VerificationRun): Line[] {
  const isFailed = run.phases.some(({ status }) => status === 'fail');
  const deciding = run.phases.filter(({ status }) => !isFailed || status === 'fail');
  return [
    {
      text: run.summary,
      status: run.passed ? 'pass' : isFailed ? 'fail' : 'inconclusive',
      evidence: firstOf(deciding.flatMap(({ checks }) => checks)),
      command: commandFor(run, null),
    },
    ...run.phases.map((phase) => ({
      text: `${phase.title}: ${statusWords[phase.status]} in ${phase.durationSec} s`,
      status: phase.status,
      evidence: firstOf(phase.checks),
      command: commandFor(run, [phase.id]),
    })),
  ];
}

/** An event of each check, as far as they are different ones; more of them are at the checks themselves. */
function firstOf(checks: readonly VerificationCheck[]): number[] {
  return [...new Set(checks.flatMap(({ evidence }) => evidence.slice(0, 1)))].slice(0, 5);
}

/** The check that measured each figure. */
const measuredBy: Readonly<Record<keyof typeof figureTitles, readonly [phase: PartId, check: string]>> = {
  handshakeP50Ms: ['handshake', 'ack-p50'],
  firstResultMs: ['end-to-end', 'first-result'],
  stressP95Ms: ['stress', 'latency'],
  resultsPerTranscription: ['duplicates', 'per-transcription'],
  bytesInPerMinute: ['traffic', 'bytes-in'],
  bytesOutPerMinute: ['traffic', 'bytes-out'],
  messagesInPerMinute: ['traffic', 'messages'],
  serverGrowthMbPerConnection: ['memory', 'abandoned'],
};

function figureLines(run: VerificationRun): Line[] {
  return Object.entries(figureTitles).flatMap(([id, [title, unit]]) => {
    const figure = id as keyof typeof figureTitles;
    const value = run.figures[figure];
    const [phase, check] = measuredBy[figure];
    const measuring = run.phases.find((one) => one.id === phase)?.checks.find((one) => one.id === check);
    return value === null
      ? []
      : [
          {
            text: `${title}: ${value}${unit === '' ? '' : ` ${unit}`}`,
            status: null,
            evidence: measuring?.evidence ?? [],
            command: commandFor(run, [phase]),
          },
        ];
  });
}

function recommendations(placed: readonly Placed[], run: VerificationRun): Line[] {
  return placed.flatMap(({ phase, phaseTitle, check }) =>
    check.next === null
      ? []
      : [
          {
            text: `${phaseTitle} · ${check.title}: ${check.next}`,
            status: null,
            evidence: check.evidence,
            command: commandFor(run, [phase]),
          },
        ],
  );
}

const questions: readonly (readonly [text: string, phases: readonly PartId[]])[] = [
  ['The server can be reached and answers its health addresses', ['environment', 'health']],
  ['HANDSHAKE is acknowledged in time', ['handshake']],
  ['Every event is recorded and can be read', ['monitoring']],
  ['Speech comes back as words, and meetings end whole', ['end-to-end']],
  ['No duplicate, no deprecated name, one result a transcription', ['duplicates']],
  ['Nothing is lost when a connection breaks', ['reconnect']],
  ['Load is borne', ['stress']],
  ['Bad input harms nobody', ['bad-input']],
  ['Traffic and memory are within their limits', ['traffic', 'memory']],
  ['It lasts', ['soak']],
];

function readiness(run: VerificationRun): Line[] {
  return questions.map(([text, ids]) => {
    const phases = run.phases.filter(({ id }) => ids.includes(id));
    const worst = (['fail', 'inconclusive', 'pass', 'skip'] as const).find((status) =>
      phases.some((phase) => phase.status === status),
    );
    const status = worst ?? 'skip';
    return {
      text: `${text}: ${phases.length === 0 ? 'not looked at' : statusWords[status]}`,
      status,
      evidence: firstOf(phases.flatMap(({ checks }) => checks)),
      command: commandFor(run, ids),
    };
  });
}
