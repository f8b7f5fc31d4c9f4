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

type Judged = { title: string; outcome: Outcome };
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
): Promise<{ title: string; outcome: Outcome | null }> {
  const { connection } = reading;
  const count = wanted.count ?? 1;
  const withinMs = Math.min(mostWaitMs, wanted.within === undefined ? usualMs : durationMs(wanted.within));
  const what = `${count === 1 ? '' : `${count} × `}${wanted.type ?? (wanted.says === undefined ? 'a message' : 'an error')}`;
  const title = `${what} within ${timeText(withinMs)}`;
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
    const cameAfter = `${what} came after ${Math.round(ms)} ms.`;
    return { title, outcome: { status: 'pass', found: cameAfter, ms, limitMs, connection, received: found } };
  }
  if (came !== null) {
    const cameTooEarly = `${typeOf(came.unwanted)} came, which must not come before ${what}.`;
    return {
      title,
      outcome: { ...base, status: 'fail', found: cameTooEarly, connection, received: [came.unwanted] },
    };
  }
  if (wanted.optional === true && connection.ended() === null) return { title, outcome: null };
  const others = connection.received.slice(first);
  const some = count > 1 ? `${found.length} of ${count} came` : 'It did not come';
  return {
    title,
    outcome: {
      ...base,
      status: endedHow(connection) === 'cut' ? 'inconclusive' : 'fail',
      found: `${some} within ${timeText(withinMs)}${whatElse(connection, others, wanted)}`,
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
  const title = `Closed${close === 'any' ? '' : ` with ${close}`} within ${timeText(withinMs)}`;
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
        found: `${typeOf(wrong)} came, which must not come before the close.`,
      },
    };
  if (end === null)
    return {
      title,
      outcome: { ...at, status: 'fail', found: `It was still open after ${timeText(withinMs)}.` },
    };
  const found = `Closed with ${outsideText(end.code)}: ${end.sentence}`;
  if (close === 'any' || end.code === String(close)) {
    const ms = clock.monotonicMs() - startMs;
    return { title, outcome: { ...at, status: 'pass', found, ms, limitMs: withinMs } };
  }
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
  const what = type ?? 'message';
  const title = `No ${what} for ${timeText(forMs)}`;
  const found = await connection.waitFor(
    () =>
      connection.received.slice(reading.next).find((one) => differenceOf(one, { type, fields }) === null) ??
      null,
    forMs,
  );
  const at = { ...base, connection };
  if (found !== null)
    return { title, outcome: { ...at, status: 'fail', found: `${typeOf(found)} came.`, received: [found] } };
  // On a connection that is over nothing can come: that proves nothing.
  const end = connection.ended();
  if (end !== null)
    return {
      title,
      outcome: { ...at, status: 'inconclusive', found: `The connection was over: ${end.sentence}` },
    };
  return { title, outcome: { ...at, status: 'pass', found: `No ${what} came for ${timeText(forMs)}.` } };
}

export async function expectPong(
  connection: BenchConnection,
  within: number | string | undefined,
): Promise<Judged> {
  const withinMs = within === undefined ? usualMs : durationMs(within);
  const title = `Ping answered within ${timeText(withinMs)}`;
  const ms = await connection.ping(withinMs);
  const at = { ...base, connection, limitMs: withinMs };
  if (ms !== null)
    return { title, outcome: { ...at, status: 'pass', found: `Answered after ${Math.round(ms)} ms.`, ms } };
  const end = connection.ended();
  const found =
    end === null ? `No pong within ${timeText(withinMs)}.` : `The connection was over: ${end.sentence}`;
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
): string {
  const near = others.findLast(({ message }) => message?.type === wanted.type);
  const end = connection.ended();
  const closed = end === null ? '' : ` The connection is over: ${end.sentence}`;
  if (near !== undefined && wanted.type !== undefined)
    return `: ${typeOf(near)} came, but ${differenceOf(near, wanted) ?? 'too few of them'}.${closed}`;
  const types = [...new Set(others.map(typeOf))];
  const named = types.slice(0, mostNamed).join(', ');
  const more = types.length > mostNamed ? ` and ${types.length - mostNamed} more types` : '';
  return `${types.length === 0 ? '; nothing came' : `; what came: ${named}${more}`}.${closed}`;
}

// As it is on the wire: an old name is not the new one.
const isOf = ({ message }: Received, types: readonly string[] | undefined): boolean =>
  message !== null && types?.includes(message.type) === true;

const typeOf = ({ message }: Received): string =>
  message === null ? "something that can't be read" : outsideText(message.type).slice(0, 80);

const timeText = (ms: number): string => (ms < 1_000 ? `${ms} ms` : `${Math.round(ms / 10) / 100} s`);
