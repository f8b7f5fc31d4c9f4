import type {
  CheckStatus,
  PartId,
  VerificationCheck,
  VerificationRun,
} from '../../../../shared/verification/verification.ts';
import { askedOfPhases, verifyCommand } from '../../../../shared/verification/verify-command.ts';
import { figureIds, type FigureId, figureUnits } from '../../../../shared/verification/figures.ts';
import { say, type Code } from '../../../../shared/words/all-words.ts';

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

/** The command that shows what an evidence is. */
export const showsEvents = 'scrumbot events list --json';

export const statusWord = (status: CheckStatus): string => say(`report.status.${status}`);

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
    section(say('report.issues'), failed, run, say('report.none')),
    section(say('report.without-evidence'), open, run, say('report.nothing')),
    {
      title: say('report.recommendations'),
      lines: recommendations([...failed, ...open], run),
      empty: say('report.none'),
    },
  ];
  const summary = { title: say('report.summary'), lines: summaryLines(run), empty: '' };
  const isOfScenarios = run.phases.some(({ id }) => id === 'scenario');
  if (isOfScenarios)
    return [summary, section(say('report.scenarios'), of('scenario'), run, say('report.not-run')), ...toDo];
  return [
    summary,
    section(say('report.duplicates'), of('duplicates'), run, say('report.phase-not-run')),
    {
      title: say('report.performance'),
      lines: [...figureLines(run), ...linesOf(of('handshake', 'stress', 'traffic', 'memory', 'soak'), run)],
      empty: say('report.nothing-measured'),
    },
    section(
      say('report.functions'),
      of('environment', 'health', 'monitoring', 'end-to-end', 'reconnect'),
      run,
      say('report.not-run'),
    ),
    section(say('report.errors'), of('bad-input'), run, say('report.phase-not-run')),
    ...toDo,
    { title: say('report.readiness'), lines: readiness(run), empty: '' },
  ];
}

export function headOf(run: VerificationRun): (readonly [name: string, value: string])[] {
  return [
    [say('report.date'), say('report.date-is', { at: run.startedAt.slice(0, 19).replace('T', ' ') })],
    [say('report.tester'), say('report.tester-is', { version: run.version, command: commandFor(run, null) })],
    [say('report.instance'), placeText(run)],
    [say('report.server-version'), run.serverVersion ?? say('report.not-named')],
    [say('report.duration'), say('report.seconds', { sec: run.durationSec })],
    [say('report.run'), run.runId],
  ];
}

function placeText({ target, url }: VerificationRun): string {
  if (url === null) return say('report.inside', { target });
  return url === target ? target : `${target} (${url})`;
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
      text: say('report.phase', {
        title: phase.title,
        status: statusWord(phase.status),
        sec: phase.durationSec,
      }),
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
const measuredBy: Readonly<Record<FigureId, readonly [phase: PartId, check: string]>> = {
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
  return figureIds.flatMap((id) => {
    const [value, unit] = [run.figures[id], figureUnits[id]];
    const [phase, check] = measuredBy[id];
    const measuring = run.phases.find((one) => one.id === phase)?.checks.find((one) => one.id === check);
    return value === null
      ? []
      : [
          {
            text: `${say(`figure.${id}`)}: ${value}${unit === '' ? '' : ` ${unit}`}`,
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

type Ready = Extract<Code, `report.ready.${string}`>;

const questions: readonly (readonly [question: Ready, phases: readonly PartId[]])[] = [
  ['report.ready.reachable', ['environment', 'health']],
  ['report.ready.handshake', ['handshake']],
  ['report.ready.recorded', ['monitoring']],
  ['report.ready.words', ['end-to-end']],
  ['report.ready.no-duplicates', ['duplicates']],
  ['report.ready.reconnect', ['reconnect']],
  ['report.ready.load', ['stress']],
  ['report.ready.bad-input', ['bad-input']],
  ['report.ready.limits', ['traffic', 'memory']],
  ['report.ready.lasts', ['soak']],
];

function readiness(run: VerificationRun): Line[] {
  return questions.map(([question, ids]) => {
    const phases = run.phases.filter(({ id }) => ids.includes(id));
    const worst = (['fail', 'inconclusive', 'pass', 'skip'] as const).find((status) =>
      phases.some((phase) => phase.status === status),
    );
    const status = worst ?? 'skip';
    return {
      text: say('report.asked', {
        question: say(question),
        status: phases.length === 0 ? say('report.not-looked-at') : statusWord(status),
      }),
      status,
      evidence: firstOf(phases.flatMap(({ checks }) => checks)),
      command: commandFor(run, ids),
    };
  });
}
