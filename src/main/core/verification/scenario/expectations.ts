import {
  durationMs,
  type CloseExpectation,
  type MessageExpectation,
  type NothingExpectation,
} from '../../../../shared/verification/scenario.ts';
import { outsideText } from '../../network/network.ts';
import type { Clock } from '../../ports/ports.ts';
import type { BenchConnection, Received } from '../bench/connect.ts';
import { differenceOf } from './matching.ts';
import type { Outcome } from './outcomes.ts';
import { asTold, sayIt, sentence, type Sentence } from '../../../../shared/words/all-words.ts';

type Judged = { title: Sentence; outcome: Outcome };
type Waiting = { clock: Clock; mostWaitMs?: number };

/** A connection, and which of its messages is looked at next. */
export type Reading = { connection: BenchConnection; next: number };

// A loaded server takes its time, and who waits in vain waits once.
const usualMs = 10_000;
const usualNothingMs = 2_000;
const mostNamed = 5;

const base = { ms: null, limitMs: null, received: [] } as const;

/** `outcome` is `null` when it did not come and does not have to. */
export async function expectMessage(
  { clock, mostWaitMs = Infinity }: Waiting,
  reading: Reading,
  wanted: MessageExpectation,
): Promise<{ title: Sentence; outcome: Outcome | null }> {
  const { connection } = reading;
  const count = wanted.count ?? 1;
  const withinMs = Math.min(mostWaitMs, wanted.within === undefined ? usualMs : durationMs(wanted.within));
  const what = wanted.type ?? sentence(wanted.says === undefined ? 'scenario.message' : 'scenario.error');
  const title = sentence('scenario.expect', { count, what, withinMs });
  const first = reading.next;
  const found: Received[] = [];
  let at = first;
  const startMs = clock.monotonicMs();
  const came = await connection.waitFor((): { unwanted: Received | null } | null => {
    for (; at < connection.received.length; at += 1) {
      const one = connection.received[at];
      if (one === undefined) continue;
      if (isOf(one, wanted.without)) return { unwanted: one };
      if (differenceOf(one, wanted) !== null) continue;
      found.push(one);
      if (found.length === count) {
        at += 1;
        return { unwanted: null };
      }
    }
    return null;
  }, withinMs);
  const ms = Math.max(0, (found.at(-1)?.atMs ?? startMs) - startMs);
  const limitMs = withinMs;
  if (came?.unwanted === null) {
    reading.next = at;
    const cameAfter = sentence('scenario.came', { count, what, ms: Math.round(ms) });
    return { title, outcome: { status: 'pass', found: cameAfter, ms, limitMs, connection, received: found } };
  }
  if (came !== null) {
    const cameTooEarly = sentence('scenario.came-early', { type: typeOf(came.unwanted), count, what });
    return {
      title,
      outcome: { ...base, status: 'fail', found: cameTooEarly, connection, received: [came.unwanted] },
    };
  }
  if (wanted.optional === true && connection.ended() === null) return { title, outcome: null };
  const others = connection.received.slice(first);
  const missing = { withinMs, else: whatElse(connection, others, wanted) };
  return {
    title,
    outcome: {
      ...base,
      status: endedHow(connection) === 'cut' ? 'inconclusive' : 'fail',
      found:
        count > 1
          ? sentence('scenario.few', { got: found.length, of: count, ...missing })
          : sentence('scenario.missing', missing),
      connection,
      received: others,
    },
  };
}

export async function expectClose(
  { clock, mostWaitMs = Infinity }: Waiting,
  reading: Reading,
  { close, without, within }: CloseExpectation,
): Promise<Judged> {
  const { connection } = reading;
  const withinMs = Math.min(mostWaitMs, within === undefined ? usualMs : durationMs(within));
  const title =
    close === 'any'
      ? sentence('scenario.close', { withinMs })
      : sentence('scenario.close-with', { code: String(close), withinMs });
  const startMs = clock.monotonicMs();
  const unwanted = (): Received | null =>
    connection.received.slice(reading.next).find((one) => isOf(one, without)) ?? null;
  await connection.waitFor(unwanted, withinMs);
  const end = connection.ended();
  const wrong = unwanted();
  const at = { ...base, connection, received: wrong === null ? [] : [wrong] };
  if (wrong !== null)
    return {
      title,
      outcome: {
        ...at,
        status: 'fail',
        found: sentence('scenario.close.early', { type: typeOf(wrong) }),
      },
    };
  if (end === null)
    return {
      title,
      outcome: { ...at, status: 'fail', found: sentence('scenario.close.open', { withinMs }) },
    };
  const code = outsideText(end.code);
  if (close === 'any' || end.code === String(close)) {
    const ms = clock.monotonicMs() - startMs;
    // What a close means to somebody who records is not what the file asks for.
    const found = sentence('scenario.close.came', { code });
    return { title, outcome: { ...at, status: 'pass', found, ms, limitMs: withinMs } };
  }
  const found = sentence('scenario.close.found', { code, why: end.said });
  return {
    title,
    outcome: { ...at, status: endedHow(connection) === 'cut' ? 'inconclusive' : 'fail', found },
  };
}

export async function expectNothing(
  reading: Reading,
  { type, fields, for: length }: NothingExpectation,
): Promise<Judged> {
  const { connection } = reading;
  const forMs = length === undefined ? usualNothingMs : durationMs(length);
  const what = type ?? sentence('scenario.nothing.any');
  const title = sentence('scenario.nothing', { what, forMs });
  const found = await connection.waitFor(
    () =>
      connection.received.slice(reading.next).find((one) => differenceOf(one, { type, fields }) === null) ??
      null,
    forMs,
  );
  const at = { ...base, connection };
  if (found !== null)
    return {
      title,
      outcome: {
        ...at,
        status: 'fail',
        found: sentence('scenario.nothing.came', { type: typeOf(found) }),
        received: [found],
      },
    };
  // On a connection that is over nothing can come: that proves nothing.
  const end = connection.ended();
  if (end !== null)
    return {
      title,
      outcome: { ...at, status: 'inconclusive', found: sentence('scenario.was-over', { why: end.said }) },
    };
  return {
    title,
    outcome: { ...at, status: 'pass', found: sentence('scenario.nothing.found', { what, forMs }) },
  };
}

export async function expectPong(
  connection: BenchConnection,
  within: number | string | undefined,
): Promise<Judged> {
  const withinMs = within === undefined ? usualMs : durationMs(within);
  const title = sentence('scenario.pong', { withinMs });
  const ms = await connection.ping(withinMs);
  const at = { ...base, connection, limitMs: withinMs };
  if (ms !== null)
    return {
      title,
      outcome: { ...at, status: 'pass', found: sentence('scenario.pong.found', { ms: Math.round(ms) }), ms },
    };
  const end = connection.ended();
  const found =
    end === null
      ? sentence('scenario.pong.none', { withinMs })
      : sentence('scenario.was-over', { why: end.said });
  return {
    title,
    outcome: { ...at, status: endedHow(connection) === 'cut' ? 'inconclusive' : 'fail', found },
  };
}

/** A cut without a close frame is no answer to anything that was sent. */
function endedHow(connection: BenchConnection): 'open' | 'closed' | 'cut' {
  const end = connection.ended();
  if (end === null) return 'open';
  return end.code === '1006' || end.code === 'ECONNRESET' ? 'cut' : 'closed';
}

function whatElse(
  connection: BenchConnection,
  others: readonly Received[],
  wanted: MessageExpectation,
): Sentence {
  const near = others.findLast(({ message }) => message?.type === wanted.type);
  const end = connection.ended();
  const closed = end === null ? '' : sentence('scenario.closed', { why: end.said });
  if (near !== undefined && wanted.type !== undefined)
    return nearText(typeOf(near), differenceOf(near, wanted), closed);
  const types = [...new Map(others.map(typeOf).map((type) => [sayIt(type), type])).values()];
  if (types.length === 0) return sentence('scenario.else-nothing', { closed });
  const named = types.slice(0, mostNamed);
  return sentence('scenario.else', { types: named, more: types.length - named.length, closed });
}

function nearText(type: Sentence, difference: Sentence | null, closed: string | Sentence): Sentence {
  return difference === null
    ? sentence('scenario.else-few', { type, closed })
    : sentence('scenario.else-near', { type, difference, closed });
}

// As it is on the wire: an old name is not the new one.
const isOf = ({ message }: Received, types: readonly string[] | undefined): boolean =>
  message !== null && types?.includes(message.type) === true;

const typeOf = ({ message }: Received): Sentence =>
  message === null ? sentence('scenario.unreadable') : asTold(outsideText(message.type).slice(0, 80));
