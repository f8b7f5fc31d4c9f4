import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeWith } from '../../support/machine/needs.ts';
import { startScriptedTarget } from '../../support/scripted-target.ts';
import { sharedData } from '../../support/shared-data.ts';
import { checkOf, checksOf, startVerifier } from './verify.ts';

type Line = { dir: 'in' | 'out'; conn: string; raw: string };
/** What a real backend answered to one input; it closed where nobody could ask it afterwards whether it lives. */
type Answer = { frames: string[]; isClosed: boolean };

const linesOf = (): Line[] =>
  readFileSync(join(sharedData.traces, 'bad-inputs.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

/** The recorded connection of this name: greeted, given one input, and asked whether it lives. */
function answerIn(lines: readonly Line[], conn: string): Answer {
  const own = lines.filter((line) => line.conn === conn);
  const input = own.findIndex(({ dir }) => dir === 'out');
  const alive = own.findIndex(({ dir, raw }, at) => at > input && dir === 'out' && raw.includes('liveness'));
  if (input < 0) throw new Error(`The trace has no connection ${conn}.`);
  const answers = own.slice(input + 1, alive < 0 ? undefined : alive);
  return { frames: answers.map(({ raw }) => raw), isClosed: alive < 0 };
}

/** By which recorded input the suite's own is answered. */
const recordedFor = {
  'invalid-json': 'invalid-json',
  empty: 'empty-string',
  'unknown-type': 'unknown-type',
  'missing-type': 'no-type',
  array: 'json-array',
  binary: 'binary-frame',
  'empty-audio': 'audio-empty-data',
  'bad-base64': 'audio-bad-base64-padding',
} as const;
type Input = keyof typeof recordedFor;

function inputOf(frame: Buffer, isBinary: boolean): Input | 'handshake' {
  if (isBinary) return 'binary';
  const text = frame.toString('utf8');
  if (text === '') return 'empty';
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return 'invalid-json';
  }
  if (Array.isArray(message)) return 'array';
  const { type, data } = message as { type?: string; data?: unknown };
  if (type === undefined) return 'missing-type';
  if (type === 'HANDSHAKE') return 'handshake';
  if (type === 'AUDIO_CHUNK') return data === '' ? 'empty-audio' : 'bad-base64';
  return 'unknown-type';
}

/** A server with nothing to say but what was recorded; some inputs are answered as another one was. */
async function playBack(others: Partial<Record<Input, string>> = {}): Promise<string> {
  const lines = linesOf();
  const [greeting, ack] = lines.filter(({ dir, conn }) => dir === 'in' && conn === 'handshake-minimal');
  const { url } = await startScriptedTarget({
    onConnect: (socket) => socket.send(greeting?.raw ?? ''),
    onFrame(frame, isBinary, socket) {
      const input = inputOf(frame, isBinary);
      if (input === 'handshake') {
        socket.send(ack?.raw ?? '');
        return;
      }
      const { frames, isClosed } = answerIn(lines, others[input] ?? recordedFor[input]);
      for (const raw of frames) socket.send(raw);
      if (isClosed) socket.close(1000);
    },
  });
  return url;
}

describeWith(['traces'], 'a verification of what a real backend answered to bad input', () => {
  it('passes every kind of it', async () => {
    const { verify } = await startVerifier();
    const run = await verify({ target: await playBack(), phases: ['bad-input'], quick: true });
    expect(checksOf(run, 'fail')).toEqual([]);
    expect(checksOf(run, 'inconclusive')).toEqual([]);
    expect(checksOf(run, 'pass').toSorted()).toEqual(
      [...Object.keys(recordedFor), 'others'].map((id) => `bad-input/${id}`).toSorted(),
    );
  });

  it('fails each that is answered as another one was, by what came, and no other', async () => {
    const { verify } = await startVerifier();
    const target = await playBack({
      'invalid-json': 'unknown-type',
      empty: 'invalid-json',
      'unknown-type': 'me-started',
      'missing-type': 'type-list',
      array: 'type-object',
      'bad-base64': 'audio-nonalphabet-base64',
    });
    const run = await verify({ target, phases: ['bad-input'], quick: true });
    // "Unknown message type" is the right answer to a type that is a list, too.
    expect(checksOf(run, 'fail').toSorted()).toEqual(
      ['array', 'bad-base64', 'empty', 'invalid-json', 'unknown-type'].map((id) => `bad-input/${id}`),
    );
    expect(checkOf(run, 'bad-input/array').found).toMatch(/ERROR/);
    expect(checkOf(run, 'bad-input/bad-base64').found).toMatch(/HANDSHAKE_ACK/);
    expect(checkOf(run, 'bad-input/missing-type').status).toBe('pass');
    for (const id of ['array', 'bad-base64', 'empty', 'invalid-json', 'unknown-type'])
      expect(checkOf(run, `bad-input/${id}`).evidence).not.toEqual([]);
  });
});
