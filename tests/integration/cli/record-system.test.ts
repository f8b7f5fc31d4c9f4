import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { sessionReportSchema, type SessionReport } from '../../../src/shared/session/session.ts';
import { compareAudio } from '../../support/cross-correlation.ts';
import { startPulse } from '../../support/pulse.ts';
import { runScrumbot, type Finished } from '../../support/scrumbot.ts';
import { writeSpeechWav } from '../../support/speech.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { readTrackWav, writeTrackWav } from '../../support/wav.ts';
import { describeWith, itWith } from '../../support/machine/needs.ts';

/** Runs `words` on a machine of its own that plays speech over and over, with no pause that a busy machine would stretch. */
async function recordWhilePlaying(
  words: readonly string[],
): Promise<{ finished: Finished; report: SessionReport; home: string; said: Int16Array }> {
  const pulse = await startPulse();
  onTestFinished(pulse.stop);
  const folder = await makeTemporaryFolder();
  const home = join(folder, 'home');
  const wav = join(folder, 'speech.wav');
  const said = await writeSpeechWav(wav, { maxSec: 5 });
  await writeTrackWav(wav, repeated(said, 24));
  const over = new AbortController();
  const recording = runScrumbot(words, { home, environment: pulse.environment }).finally(() => over.abort());
  await pulse.playOn(wav, over.signal);
  const finished = await recording;
  return { finished, report: sessionReportSchema.parse(JSON.parse(finished.stdout)), home, said };
}

function repeated(pcm: Int16Array, times: number): Int16Array {
  const whole = new Int16Array(pcm.length * times);
  for (let time = 0; time < times; time += 1) whole.set(pcm, time * pcm.length);
  return whole;
}

describeWith(['soundServer', 'speech'], 'recording what this machine plays', () => {
  it('keeps it as it was played, as long as was asked for', async () => {
    const { finished, report, home, said } = await recordWhilePlaying([
      ...['record', '--input', 'system', '--duration', '6', '--mode', 'capture-only', '--json'],
    ]);
    expect(finished).toMatchObject({ code: 0, stderr: '' });
    expect(Math.abs(report.seconds - 6)).toBeLessThan(0.2);
    expect(report.tracks).toMatchObject([{ source: 'system' }]);
    // A busy machine hears its first sound late, and says so.
    expect(report.tracks[0]?.gaps.filter(({ reason }) => reason !== 'start-left-out')).toEqual([]);
    const heard = await readTrackWav(join(home, report.tracks[0]?.path ?? ''));
    expect(heard).toHaveLength(report.tracks[0]?.samples ?? 0);
    expect(compareAudio(said, heard).coefficient).toBeGreaterThan(0.9);
    expect(report.events.byType).toMatchObject({ 'capture.present': 1 });
  });

  itWith(['recogniser'], 'streams it to the built-in target, which writes it down', async () => {
    const { finished, report } = await recordWhilePlaying([
      ...['record', '--input', 'system', '--duration', '8'],
      ...['--mode', 'stream', '--target', 'built-in', '--json'],
    ]);
    expect(finished.code).toBe(0);
    // The pauses between two sentences may be long enough to be left out; what is cut there makes more chunks.
    const { captured, silent, sent, delivered, pending } = report.chunks;
    expect({ captured, delivered, pending }).toEqual({
      captured: sent + silent,
      delivered: sent,
      pending: 0,
    });
    const deliveredSec = report.receipt.minutes.reduce((sum, minute) => sum + minute.deliveredSec, 0);
    expect(deliveredSec).toBeGreaterThan(4);
    expect(deliveredSec).toBeLessThanOrEqual(8);
    expect(report.events.byType).toMatchObject({
      HANDSHAKE: 1,
      // One on connecting and one as an answer, as a real backend does.
      HANDSHAKE_ACK: 2,
      AUDIO_CHUNK: sent,
      PROCESSING_COMPLETE: 1,
    });
    expect(report.text).toMatch(/[a-z]{3}/i);
  });
});
