import { durationMs } from '../../../../shared/verification/scenario.ts';
import { sleep } from '../../lifecycle/lifecycle.ts';
import type { Bench } from '../bench/bench.ts';
import { ConnectionBroke, type BenchConnection } from '../bench/connect.ts';
import { expectClose, expectMessage, expectNothing, expectPong, type Reading } from './expectations.ts';
import { createOutcomes, failure, success, type Outcome, type Outcomes } from './outcomes.ts';
import { filled } from './placeholders.ts';
import type { Branch, Step } from './scenario.ts';
import { speak } from './speak.ts';
import { saidBy } from '../../../../shared/errors.ts';
import { sentence, type Sentence } from '../../../../shared/words/all-words.ts';

export type ScenarioBench = Pick<Bench, 'clock' | 'signal' | 'speech' | 'target'> & {
  open: () => Promise<BenchConnection>;
  doing: (what: Sentence) => void;
  meetingId: string;
  /** A step has come to something. */
  onOutcome?: (outcomes: Outcomes) => void;
  /** No expectation waits longer, whatever it says. */
  mostWaitMs?: number;
  /** Whether nobody is there any more on a connection that is silent; where absent, silence is an answer. */
  isHalfOpen?: (connection: BenchConnection) => Promise<boolean>;
};

/** Connections by name, how far each was read, and the round of the innermost repeat. */
type Scope = { connections: Map<string, Reading>; n: number };

export type Played = {
  outcomes: Outcomes;
  connections: readonly BenchConnection[];
  /** Whether every step was done and came out well. */
  isWhole: boolean;
};

// More than these at once are a load test, which the phase `stress` is.
const mostConnections = 200;

/**
 * Does the steps in order. A step that does not come out well ends its branch; what it opened is closed.
 * @throws ConnectionBroke when not even the first connection opens
 */
export async function playScenario(bench: ScenarioBench, steps: readonly Step[]): Promise<Played> {
  const outcomes = createOutcomes();
  const opened: BenchConnection[] = [];

  /** Answers whether to go on. */
  async function playAll(list: readonly Step[], scope: Scope): Promise<boolean> {
    for (const step of list) {
      bench.signal.throwIfAborted();
      if (!(await play(step, scope))) return false;
    }
    return true;
  }

  async function play(step: Step, scope: Scope): Promise<boolean> {
    if (step.kind === 'repeat') {
      for (let n = 1; n <= step.times; n += 1) {
        bench.doing(sentence('scenario.doing.repeat', { line: step.line, nth: n, of: step.times }));
        const inner = { connections: scope.connections, n };
        if (!(await playAll(step.steps, inner))) return false;
      }
      return true;
    }
    if (step.kind === 'parallel') return playBranches(step.branches, scope);
    if (step.kind === 'connect') return connect(step, scope);
    if (step.kind === 'wait') {
      await sleep(bench.clock, durationMs(step.value), bench.signal);
      return true;
    }
    const reading = scope.connections.get(step.on);
    if (reading === undefined) {
      const found = sentence('scenario.no-such-connection', { name: step.on });
      return judge(step, sentence('verify.connection'), failure(found, null));
    }
    return playOn(step, reading, scope);
  }

  async function playBranches(branches: readonly Branch[], scope: Scope): Promise<boolean> {
    const scopes = branches.map((): Scope => ({
      n: scope.n,
      connections: new Map(Array.from(scope.connections, ([name, reading]) => [name, { ...reading }])),
    }));
    const over = await Promise.all(
      branches.map((branch, index) => playAll(branch.steps, scopes[index] ?? scope)),
    );
    for (const [name, reading] of scope.connections) {
      const ends = scopes.map(({ connections }) => connections.get(name));
      const same = ends.flatMap((one) => (one?.connection === reading.connection ? [one.next] : []));
      reading.next = Math.max(reading.next, ...same);
    }
    return over.every((isWhole) => isWhole);
  }

  async function connect(step: Step, scope: Scope): Promise<boolean> {
    if (opened.length >= mostConnections) {
      const found = sentence('scenario.too-many', { most: mostConnections });
      return judge(step, sentence('verify.connection'), failure(found, null));
    }
    bench.doing(sentence('scenario.doing.connecting', { line: step.line }));
    try {
      const connection = await bench.open();
      opened.push(connection);
      scope.connections.set(step.on, { connection, next: 0 });
      const ms = connection.upgradeMs;
      const title =
        step.on === 'main' ? sentence('verify.connection') : sentence('scenario.open', { name: step.on });
      const found = sentence('scenario.open.found', { ms: Math.round(ms) });
      return judge(step, title, { ...success(found, connection), ms });
    } catch (error) {
      if (!(error instanceof ConnectionBroke) || opened.length === 0) throw error;
      return judge(
        step,
        sentence('verify.connection'),
        failure(sentence('scenario.open.failed', { why: saidBy(error) }), null),
      );
    }
  }

  async function playOn(
    step: Exclude<Step, { kind: 'repeat' | 'parallel' | 'connect' | 'wait' }>,
    reading: Reading,
    scope: Scope,
  ): Promise<boolean> {
    const { connection } = reading;
    const ended = connection.ended();
    const isWord = step.kind === 'expect' || step.kind === 'expectNothing' || step.kind === 'close';
    if (ended !== null && !isWord && step.kind !== 'cut')
      return judge(
        step,
        titleOfSend(step),
        failure(sentence('scenario.was-over-before', { why: ended.said }), connection),
      );
    const fill = <T>(value: T): T =>
      filled(value, { meetingId: bench.meetingId, n: scope.n, nowMs: bench.clock.nowMs() });
    switch (step.kind) {
      case 'send':
        connection.send(fill(step.value));
        return true;
      case 'sendText':
        connection.sendText(
          typeof step.value === 'string' ? fill(step.value) : step.value.text.repeat(step.value.times),
        );
        return true;
      case 'sendBinary':
        connection.sendBinary(Buffer.from(step.value, 'base64'));
        return true;
      case 'speak':
        return spoken(step, connection, fill(step.value.meetingId ?? '{{meetingId}}'));
      case 'close':
        await connection.close(step.value?.code);
        return true;
      case 'cut':
        connection.cut();
        return true;
      case 'ping': {
        const { title, outcome } = await expectPong(connection, step.value?.within);
        return judge(step, title, outcome);
      }
      case 'expectNothing': {
        const { title, outcome } = await expectNothing(reading, fill(step.value));
        return judge(step, title, outcome);
      }
      case 'expect': {
        const wanted = typeof step.value === 'string' ? { type: step.value } : fill(step.value);
        const what = 'close' in wanted ? 'close' : (wanted.type ?? sentence('scenario.message'));
        bench.doing(sentence('scenario.doing', { line: step.line, what }));
        const { title, outcome } =
          'close' in wanted
            ? await expectClose(bench, reading, wanted)
            : await expectMessage(bench, reading, wanted);
        return outcome === null || judge(step, title, await withoutBlame(outcome));
      }
      default:
        return step satisfies never;
    }
  }

  /** A target is not blamed for answers that a dead connection swallowed. */
  async function withoutBlame(outcome: Outcome): Promise<Outcome> {
    const { status, connection, found } = outcome;
    if (status !== 'fail' || connection?.ended() !== null) return outcome;
    if ((await bench.isHalfOpen?.(connection)) !== true) return outcome;
    return {
      ...outcome,
      status: 'inconclusive',
      found: sentence('scenario.half-open', { found }),
    };
  }

  async function spoken(
    step: Extract<Step, { kind: 'speak' }>,
    connection: BenchConnection,
    meetingId: string,
  ): Promise<boolean> {
    const outcome = await speak(bench, step, connection, meetingId);
    return outcome === null || judge(step, sentence('scenario.speech'), outcome);
  }

  function judge(step: Step, title: Sentence, outcome: Outcome): boolean {
    outcomes.add(step, title, outcome);
    bench.onOutcome?.(outcomes);
    return outcome.status === 'pass';
  }

  try {
    const isWhole = await playAll(steps, { connections: new Map(), n: 1 });
    return { outcomes, connections: opened, isWhole };
  } finally {
    if (bench.signal.aborted) for (const connection of opened) connection.cut();
    else await Promise.all(opened.map((connection) => connection.close()));
  }
}

function titleOfSend({ kind, path }: Step): Sentence {
  return kind === 'ping' ? sentence('scenario.ping') : sentence('scenario.other-step', { path, kind });
}
