import type {
  CheckStatus,
  PartId,
  VerificationCheck,
  VerificationRun,
} from '../../../../shared/verification/verification.ts';
import { figureTitles } from './compare.ts';

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

type Placed = { phase: PartId; check: VerificationCheck };

/** The results document of the testing guide, section by section. */
export function sectionsOf(run: VerificationRun): Section[] {
  const all = run.phases.flatMap(({ id, checks }) => checks.map((check): Placed => ({ phase: id, check })));
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
    ['Date', run.startedAt],
    ['Tester', `ScrumBot Desktop ${run.version}, scrumbot verify${run.quick ? ' --quick' : ''}`],
    ['Instance', `${run.target}${run.url === null ? ' (inside this app)' : ` (${run.url})`}`],
    ['Server version', run.serverVersion ?? 'not named'],
    ['Duration', `${run.durationSec} s`],
    ['Run', run.runId],
  ];
}

function section(title: string, placed: readonly Placed[], run: VerificationRun, empty: string): Section {
  return { title, lines: linesOf(placed, run), empty };
}

function linesOf(placed: readonly Placed[], run: VerificationRun): Line[] {
  return placed.map(({ phase, check }) => ({
    text: `${check.title}: ${check.found}${limitText(check)}`,
    status: check.status,
    evidence: check.evidence,
    command: commandFor(run, phase),
  }));
}

/** What re-checks one phase. */
export function commandFor(run: VerificationRun, phase: PartId): string {
  const target = run.url !== null && run.target.includes('://') ? run.url : run.target;
  const files = run.phases.flatMap(({ file }) => (file === undefined ? [] : [`--scenario ${quoted(file)}`]));
  const what = phase === 'scenario' ? [...new Set(files)].join(' ') : `--phases ${phase}`;
  return `scrumbot verify --target ${quoted(target)} ${what}`;
}

function quoted(text: string): string {
  return /^[\w:./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function limitText({ value, unit, limit }: VerificationCheck): string {
  if (value === null || limit === null || typeof limit === 'string') return '';
  return ` (${value}${unit === '' ? '' : ` ${unit}`}, limit ${limit})`;
}

function summaryLines(run: VerificationRun): Line[] {
  const line = (text: string, status: CheckStatus | null): Line => ({
    text,
    status,
    evidence: [],
    command: null,
  });
  return [
    line(
      run.summary,
      run.passed ? 'pass' : run.phases.some(({ status }) => status === 'fail') ? 'fail' : 'inconclusive',
    ),
    ...run.phases.map((phase) => ({
      text: `${phase.title}: ${statusWords[phase.status]} in ${phase.durationSec} s`,
      status: phase.status,
      evidence: phase.checks.flatMap(({ evidence }) => evidence.slice(0, 1)).slice(0, 5),
      command: commandFor(run, phase.id),
    })),
  ];
}

function figureLines({ figures }: VerificationRun): Line[] {
  return Object.entries(figureTitles).flatMap(([id, [title, unit]]) => {
    const value = figures[id as keyof typeof figureTitles];
    return value === null
      ? []
      : [
          {
            text: `${title}: ${value}${unit === '' ? '' : ` ${unit}`}`,
            status: null,
            evidence: [],
            command: null,
          },
        ];
  });
}

function recommendations(placed: readonly Placed[], run: VerificationRun): Line[] {
  return placed.flatMap(({ phase, check }) =>
    check.next === null
      ? []
      : [
          {
            text: `${check.title}: ${check.next}`,
            status: null,
            evidence: check.evidence,
            command: commandFor(run, phase),
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
      evidence: phases
        .flatMap(({ checks }) => checks.flatMap(({ evidence }) => evidence.slice(0, 1)))
        .slice(0, 5),
      command: ids[0] === undefined ? null : commandFor(run, ids[0]),
    };
  });
}
