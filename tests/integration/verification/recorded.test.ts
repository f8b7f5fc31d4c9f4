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
function framesOf(trace: string, only?: string): Frame[] {
  const lines = readFileSync(join(sharedData.traces, `${trace}.jsonl`), 'utf8')
    .trim()
    .split('\n');
  return lines
    .map((line) => JSON.parse(line) as { dir: string; conn: string; raw?: string })
    .flatMap(({ dir, conn, raw }) =>
      dir === 'in' && raw !== undefined && (only === undefined || conn === only)
        ? [{ raw, message: JSON.parse(raw) as ReceivedMessage }]
        : [],
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

/**
 * Plays a session's frames back: a buffer's to the third chunk of a meeting, those of the end when it is asked for, and to each chunk
 * what a backend said to each.
 */
async function playBack(
  buffer: readonly Frame[],
  end: readonly Frame[],
  acks: readonly Frame[],
  toEach: readonly Frame[] = [],
): Promise<string> {
  const [greeting, answer = greeting] = acks.filter(isOf('HANDSHAKE_ACK'));
  // The buffer is the meeting's: it outlives a connection.
  const chunks = new Map<unknown, number>();
  const target = await startScriptedTarget({
    onConnect: (socket) => socket.send(greeting?.raw ?? ''),
    onMessage(message, socket) {
      const send = (frames: readonly Frame[]): void => frames.forEach(({ raw }) => socket.send(raw));
      if (message.type === 'HANDSHAKE' && answer !== undefined) send([answer]);
      if (message.type === 'AUDIO_CHUNK') {
        const count = (chunks.get(message.meetingId) ?? 0) + 1;
        chunks.set(message.meetingId, count);
        // The suite says the same three seconds again: a real backend tells them once.
        if (count === bufferChunks) send(buffer);
        send(toEach);
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

  it('blames nobody for words that came after a timeout, to all of the meeting', async () => {
    const frames = framesOf('timeout-flush', 'A');
    const buffer = frames.filter(isOf('TRANSCRIPTION_RESULT'));
    expect(buffer).toHaveLength(1);
    const { verify } = await startVerifier();
    const target = await playBack(buffer, endWithoutWords(), frames);
    const run = await verify({ target, phases: ['duplicates'] });
    expect(checksOf(run, 'fail')).toEqual([]);
    expect(checkOf(run, 'duplicates/per-transcription')).toMatchObject({ status: 'pass', value: 1 });
  });

  it("takes another client's update in the same meeting for what it is", async () => {
    const frames = framesOf('two-clients-broadcast', 'A');
    const first = frames.findIndex(isOf('TRANSCRIPTION_RESULT'));
    const buffer = frames.slice(first, first + 3);
    expect(buffer.map(({ message }) => message.type)).toEqual([
      'TRANSCRIPTION_RESULT',
      'MEETING_UPDATE',
      'MEETING_UPDATE',
    ]);
    const { verify } = await startVerifier();
    const target = await playBack(buffer, endOf(frames), frames);
    const run = await verify({ target, phases: ['duplicates'] });
    expect(checksOf(run, 'fail')).toEqual([]);
    expect(checksOf(run, 'inconclusive')).toEqual([]);
  });

  it('sees a meeting go on over a reconnect, as it was recorded', async () => {
    const frames = framesOf('reconnect-mid-meeting', 'A2');
    const { verify } = await startVerifier();
    const target = await playBack(bufferOf(frames), endOf(frames), frames);
    const run = await verify({ target, phases: ['reconnect'] });
    expect(checksOf(run, 'fail')).toEqual([]);
    expect(checkOf(run, 'reconnect/survives')).toMatchObject({ status: 'pass' });
  });

  it("reads the errors that the guide's scripts never read, and passes nothing of it", async () => {
    const frames = framesOf('stress-5x10-guide');
    const errors = ['duplicates-guide', 'stress-5x10-guide'].map((trace) =>
      framesOf(trace).filter(isOf('ERROR')).slice(0, 1),
    );
    expect(errors.flat()).toHaveLength(2);
    const { verify } = await startVerifier();
    const target = await playBack([], endWithoutWords(), frames, errors.flat());
    const run = await verify({ target, phases: ['end-to-end', 'duplicates', 'stress'] });
    expect(run.passed).toBe(false);
    expect(checkOf(run, 'end-to-end/words')).toMatchObject({
      status: 'fail',
      found: expect.stringMatching(/Incorrect padding.*Invalid base64/) as string,
    });
    expect(checkOf(run, 'duplicates/repeats').status).toBe('inconclusive');
    expect(checkOf(run, 'stress/loss')).toMatchObject({
      status: 'inconclusive',
      found: expect.stringContaining('The target transcribes nothing') as string,
    });
  });
});
