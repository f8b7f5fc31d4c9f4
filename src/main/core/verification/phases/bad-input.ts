import { audioChunk, handshake } from '../../../../shared/protocol/client-messages.ts';
import { errorText } from '../../../../shared/protocol/error-text.ts';
import type { VerificationCheck } from '../../../../shared/verification/verification.ts';
import { outsideText } from '../../network/network.ts';
import { lifeOf, ofType, seqsOf } from '../bench/answers.ts';
import type { Bench } from '../bench/bench.ts';
import { ConnectionBroke, type BenchConnection } from '../bench/connect.ts';
import { requireLife } from '../bench/meeting.ts';
import { judged, leftOut, unproved } from '../judge/check.ts';
import { round } from '../judge/quantile.ts';

/** What a real backend does with it. */
type Expected = { kind: 'error'; says: RegExp } | { kind: 'nothing' } | { kind: 'close'; code: string };

type Case = { id: string; title: string; send: (connection: BenchConnection) => void; expected: Expected };

const tooBigBytes = 16 * 1024 * 1024 + 1;

const chunkWith = (dataBase64: string): object =>
  audioChunk({
    dataBase64,
    byteLength: dataBase64.length,
    meetingId: 'verify-bad-input',
    chunkId: 'bad',
    atMs: 0,
  });

const cases: readonly Case[] = [
  {
    id: 'invalid-json',
    title: 'Invalid JSON',
    send: (connection) => connection.sendText('{not json'),
    expected: { kind: 'error', says: /json/i },
  },
  {
    id: 'empty',
    title: 'Empty text',
    send: (connection) => connection.sendText(''),
    expected: { kind: 'nothing' },
  },
  {
    id: 'unknown-type',
    title: 'Unknown type',
    send: (connection) => connection.send({ type: 'NO_SUCH_TYPE' }),
    expected: { kind: 'error', says: /unknown message type/i },
  },
  {
    id: 'missing-type',
    title: 'No type',
    send: (connection) => connection.sendText('{"foo":1}'),
    expected: { kind: 'error', says: /unknown message type/i },
  },
  {
    id: 'array',
    title: 'JSON that is no object',
    send: (connection) => connection.sendText('[1,2,3]'),
    expected: { kind: 'close', code: '1000' },
  },
  {
    id: 'binary',
    title: 'Binary frame',
    send: (connection) => connection.sendBinary(new Uint8Array([1, 2, 3])),
    expected: { kind: 'close', code: '1000' },
  },
  {
    id: 'empty-audio',
    title: 'Chunk without audio',
    send: (connection) => void connection.send(chunkWith('')),
    expected: { kind: 'nothing' },
  },
  {
    id: 'bad-base64',
    title: 'Audio that is no base64',
    send: (connection) => void connection.send(chunkWith('abc')),
    expected: { kind: 'error', says: /./ },
  },
];

const tooBig: Case = {
  id: 'too-big',
  title: 'Message of more than 16 MiB',
  send: (connection) => connection.sendText('x'.repeat(tooBigBytes)),
  expected: { kind: 'close', code: '1009' },
};

/** The table of bad input, all of it side by side, while somebody else is served. */
export async function badInput(bench: Bench): Promise<VerificationCheck[]> {
  const served = others(bench);
  const checks = await Promise.all(
    [...cases, ...(bench.work.isThorough ? [tooBig] : [])].map((one) => tryOne(bench, one)),
  );
  return [
    ...checks,
    ...(bench.work.isThorough
      ? []
      : [leftOut([tooBig.id, tooBig.title], { found: 'Left out of a quick run: it takes 16 MiB.' })]),
    leftOut(['rate-zero', 'Sample rate 0'], {
      found: 'Not tried: it breaks the timeout of a real backend until that is restarted.',
    }),
    await served,
  ];
}

async function tryOne(bench: Bench, { id, title, send, expected }: Case): Promise<VerificationCheck> {
  const name = [id, title] as const;
  const session = bench.session('bad-input');
  let connection: BenchConnection;
  try {
    connection = await bench.open(session);
    await greeted(bench, connection);
  } catch (error) {
    if (!(error instanceof ConnectionBroke)) throw error;
    return unproved(name, { found: `There was no connection to try it on: ${error.message}` });
  }
  const before = connection.received.length;
  send(connection);
  if (connection.ended() === null) connection.send(handshake(bench.version));
  const answered = (): true | null =>
    ofType(connection.received.slice(before), 'HANDSHAKE_ACK').length > 0 ? true : null;
  const came = await connection.waitFor(answered, bench.work.answerMs);
  const end = connection.ended();
  if (came === null && end === null) {
    try {
      await requireLife(bench, connection);
    } catch (error) {
      if (!(error instanceof ConnectionBroke)) throw error;
      return unproved(name, { found: error.message });
    }
  }
  await connection.close();
  const events = await bench.events(session);
  const answers = connection.received.slice(before);
  const errors = answers.flatMap(({ message }) =>
    message?.type === 'ERROR' ? [errorText(message) ?? ''] : [],
  );
  // A cut without a close frame is no answer to anything we sent.
  if (end !== null && ['1006', 'ECONNRESET'].includes(end.code) && expected.kind !== 'close') {
    return unproved(name, { evidence: lifeOf(events, connection), found: end.sentence });
  }
  const saw =
    end !== null && !(came ?? false)
      ? `closed with ${end.code}`
      : errors.length > 0
        ? `ERROR "${outsideText(errors[0] ?? '')}", stays open`
        : came === null
          ? 'no answer'
          : 'ignored, stays open';
  const isGood =
    expected.kind === 'close'
      ? end?.code === expected.code && errors.length === 0
      : came !== null &&
        (expected.kind === 'nothing' ? errors.length === 0 : errors.some((text) => expected.says.test(text)));
  return judged(isGood, name, {
    value: saw,
    limit: expectedText(expected),
    evidence: [...seqsOf(events, connection, answers), ...lifeOf(events, connection)],
    found: `${saw}.`,
    next: `A real backend does this: ${expectedText(expected)}. Clients rely on it.`,
  });
}

function expectedText(expected: Expected): string {
  if (expected.kind === 'close') return `closes with ${expected.code}`;
  return expected.kind === 'nothing' ? 'ignored, stays open' : 'ERROR, stays open';
}

async function greeted(bench: Bench, connection: BenchConnection): Promise<void> {
  if (!bench.acquaintance.greets) return;
  const ack = await connection.waitFor(
    () => ofType(connection.received, 'HANDSHAKE_ACK')[0] ?? null,
    bench.work.answerMs,
  );
  if (ack === null) await requireLife(bench, connection);
}

/** Somebody who does nothing wrong is to be answered meanwhile. */
async function others(bench: Bench): Promise<VerificationCheck> {
  const name = ['others', 'Others are served meanwhile'] as const;
  try {
    const session = bench.session('bad-input');
    const connection = await bench.open(session);
    await greeted(bench, connection);
    const acks = () => ofType(connection.received, 'HANDSHAKE_ACK');
    const before = acks().length;
    const atMs = connection.send(handshake(bench.version));
    const ack = await connection.waitFor(() => acks()[before] ?? null, bench.work.answerMs);
    if (ack === null) await requireLife(bench, connection);
    await connection.close();
    const evidence = seqsOf(await bench.events(session), connection, acks());
    return judged(ack !== null, name, {
      value: ack === null ? null : round(ack.atMs - atMs),
      unit: 'ms',
      limit: null,
      evidence,
      found: ack === null ? 'HANDSHAKE was not answered.' : 'HANDSHAKE was answered.',
      next: 'Bad input of one client holds up all others: a lock or a crash in the server.',
    });
  } catch (error) {
    if (!(error instanceof ConnectionBroke)) throw error;
    return unproved(name, { found: error.message });
  }
}
