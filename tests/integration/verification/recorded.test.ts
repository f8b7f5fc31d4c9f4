import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeWith } from '../../support/machine/needs.ts';
import { startScriptedTarget, type ReceivedMessage } from '../../support/scripted-target.ts';
import { sharedData } from '../../support/shared-data.ts';
import { checkOf, checksOf, startVerifier } from './verify.ts';

type Frame = { raw: string; message: ReceivedMessage };

const bufferChunks = 3;

/** What a real backend sent in a recorded session, in its own bytes. */
function framesOf(trace: string): Frame[] {
  const lines = readFileSync(join(sharedData.traces, `${trace}.jsonl`), 'utf8')
    .trim()
    .split('\n');
  return lines
    .map((line) => JSON.parse(line) as { dir: string; conn: string; raw?: string })
    .flatMap(({ dir, raw }) =>
      dir === 'in' && raw !== undefined ? [{ raw, message: JSON.parse(raw) as ReceivedMessage }] : [],
    );
}

const isOf = (...types: string[]): ((frame: Frame) => boolean) => {
  return ({ message }) => types.includes(message.type);
};

/** The first buffer's answer: everything from the first result to its update. */
function bufferOf(frames: readonly Frame[]): Frame[] {
  const first = frames.findIndex(isOf('TRANSCRIPTION_RESULT', 'transcription_result'));
  const update = frames.findIndex((frame, at) => at > first && isOf('MEETING_UPDATE')(frame));
  return first < 0 || update < 0 ? [] : frames.slice(first, update + 1);
}

/** From the first word about the end to the last. */
function endOf(frames: readonly Frame[]): Frame[] {
  const complete = frames.findIndex(isOf('PROCESSING_COMPLETE'));
  return frames.slice(frames.findIndex(isOf('PROCESSING_STATUS')), complete + 1);
}

/** Plays a session's frames back: a buffer's to the third chunk of a connection, those of the end when it is asked for. */
async function playBack(
  buffer: readonly Frame[],
  end: readonly Frame[],
  acks: readonly Frame[],
): Promise<string> {
  const [greeting, answer = greeting] = acks.filter(isOf('HANDSHAKE_ACK'));
  const chunks = new WeakMap<object, number>();
  const target = await startScriptedTarget({
    onConnect: (socket) => socket.send(greeting?.raw ?? ''),
    onMessage(message, socket) {
      const send = (frames: readonly Frame[]): void => frames.forEach(({ raw }) => socket.send(raw));
      if (message.type === 'HANDSHAKE' && answer !== undefined) send([answer]);
      if (message.type === 'AUDIO_CHUNK') {
        const count = (chunks.get(socket) ?? 0) + 1;
        chunks.set(socket, count);
        // The suite says the same three seconds again: a real backend tells them once.
        if (count === bufferChunks) send(buffer);
      }
      if (message.type === 'MEETING_EVENT' && message.eventType === 'meeting_ended') send(end);
    },
  });
  return target.url;
}

describeWith(['traces'], 'a verification of what real backends sent', () => {
  const ends = (): Frame[] => endOf(framesOf('identical-end-race'));
  const endWithoutWords = (): Frame[] => ends().filter((frame) => !isOf('TRANSCRIPTION_RESULT')(frame));

  it('finds the old server by its recorded doubles, and names the pairs', async () => {
    const frames = framesOf('old-server-doubles');
    const { verify } = await startVerifier();
    const target = await playBack(bufferOf(frames), endWithoutWords(), frames);
    const run = await verify({ target, phases: ['duplicates'] });
    expect(checksOf(run, 'fail').toSorted()).toEqual([
      'duplicates/old-names',
      'duplicates/per-transcription',
      'duplicates/repeats',
    ]);
    expect(checkOf(run, 'duplicates/repeats').found).toMatch(
      /transcription_result #\d+ and TRANSCRIPTION_RESULT #\d+ \(old and new name\)/,
    );
  });

  it('finds the race of timeout and end that was recorded of the server of today', async () => {
    const { verify } = await startVerifier();
    const target = await playBack([], ends(), framesOf('identical-end-race'));
    const run = await verify({ target, phases: ['duplicates'] });
    expect(checksOf(run, 'fail')).toContain('duplicates/repeats');
    expect(checksOf(run, 'fail')).not.toContain('duplicates/old-names');
    expect(checkOf(run, 'duplicates/repeats').found).toMatch(/answered twice/);
  });

  it('finds nothing in a session that was in order', async () => {
    const frames = framesOf('session-enhanced-hash');
    const buffer = bufferOf(frames);
    expect(buffer.map(({ message }) => message.type)).toEqual(['TRANSCRIPTION_RESULT', 'MEETING_UPDATE']);
    const { verify } = await startVerifier();
    const target = await playBack(buffer, endWithoutWords(), frames);
    const run = await verify({ target, phases: ['handshake', 'duplicates'] });
    expect(checksOf(run, 'fail')).toEqual([]);
    expect(checksOf(run, 'inconclusive')).toEqual([]);
  });
});
