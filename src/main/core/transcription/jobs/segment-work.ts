import { samplesToSec, speechWindowSamples } from '../../../../shared/sound/audio.ts';
import { withoutOffset } from '../../../../shared/sound/high-pass.ts';
import { isHidden } from '../../../../shared/session/transcript/hidden-flags.ts';
import { billFor, EngineFailure, joinTokens } from '../../speech/speech.ts';
import type { SegmentEngine } from '../../speech/speech.ts';
import { isWorthSending, rmsDbOf, wordsForSpeech } from '../segments/gates.ts';
import { samplesIn, type Segment } from '../segments/segmenter.ts';
import { isHeardBefore, unheardIn, withoutUnheard } from '../segments/unheard.ts';
import { createSpanReader } from '../segments/span-reader.ts';
import { finishSegment, speakerOf, transcriptLineOf, type SegmentPlace } from '../words/finished-segment.ts';
import { heardLinesOf, wordsOf, type HeardLine } from '../words/heard-lines.ts';
import { promptOf } from '../words/prompt.ts';
import type { Bill, Job } from './job-store.ts';
import { factsOf } from './lane-report.ts';
import type { LaneParts } from './lane-parts.ts';
import type { Setbacks } from './setback.ts';
import { say, sentence, type Sentence } from '../../../../shared/words/all-words.ts';

/** What is done for one segment: its audio is read, judged, sent to the engine, and its words are stored. */
export type SegmentWork = {
  /** @throws AppError when neither its words nor its failure could be stored */
  workOn(job: Job, signal: AbortSignal): Promise<void>;
};

export function createSegmentWork(parts: LaneParts, setbacks: Setbacks): SegmentWork {
  const { desk, reads, writes, clock, report, wait } = parts;
  const spanReader = createSpanReader(parts.read);

  async function workOn(job: Job, signal: AbortSignal): Promise<void> {
    const engine = await desk.engine();
    const pcm = withoutOffset(await spanReader.read(job.track, job.spans));
    // The last window may be longer than its track.
    if (samplesIn(job.spans) - pcm.length >= speechWindowSamples) {
      await parkCutOff(job, pcm.length, signal);
      return;
    }
    const rmsDb = rmsDbOf(pcm);
    if (!isWorthSending({ speechSec: samplesToSec(job.speechSamples), rmsDb })) {
      await leaveOut(job, rmsDb, signal);
      return;
    }
    const bill = billOf(job, engine);
    const request = { pid: process.pid, engine: desk.name, nowMs: clock.nowMs(), billedSec: bill.billedSec };
    if (!(await writes.jobs.start(job.id, request))) return;
    report.count(job.tries === 0 ? 'sent' : 'retried');
    report.transcribing(engine.title, wait.isFinished());
    try {
      await transcribe({ job, pcm, engine, bill }, signal);
    } catch (error) {
      await setbacks.failed(job, error, bill, signal);
    }
  }

  /** Less audio on disk than was cut: to call that silence would hide that words are missing. */
  async function parkCutOff(job: Job, samples: number, signal: AbortSignal): Promise<void> {
    const of = samplesToSec(samplesIn(job.spans));
    const reason = say('transcribe.audio-cut', { there: samplesToSec(samples), of });
    report.record('segment.parked', reason, factsOf(job));
    await setbacks.park(job, reason, {}, signal);
  }

  /** Done without a request. */
  async function leaveOut(job: Job, rmsDb: number, signal: AbortSignal): Promise<void> {
    const reason = say('transcribe.too-quiet');
    report.record('segment.left-out', reason, { ...factsOf(job), rmsDb: Math.round(rmsDb) });
    report.count('delivered');
    await finish(job, { heard: [], unheard: [] }, { billedSec: 0, costUsd: 0 }, signal);
  }

  async function transcribe(
    segment: { job: Job; pcm: Int16Array; engine: SegmentEngine; bill: Bill },
    signal: AbortSignal,
  ): Promise<void> {
    const { job, pcm, engine, bill } = segment;
    const startMs = clock.monotonicMs();
    const { previous } = await reads.jobs.neighboursOf(job);
    const prompt = promptOf(textOf(previous), parts.vocabulary);
    const { answer, headers } = await engine.transcribe({ pcm, prompt, language: parts.language, signal });
    desk.noteAnswer(headers);
    report.worked();
    if (job.partOf !== null && isHeardBefore(answer.text, textOf(previous)?.text ?? '')) {
      // Its times are not to be relied on: these words are there already, and no others came.
      report.record('receipt.note', say('transcribe.nothing-new', heardOf(job, engine.title)), factsOf(job));
      await finish(job, { heard: [], unheard: [] }, bill, signal);
      report.count('delivered');
      return;
    }
    const left = await unheardIn(answer, pcm, { asked: job, createDetector: parts.createDetector });
    // Asked again and again an engine that hears a word at a time would be asked without end.
    const isHopeless = job.partOf !== null && speechIn(left) > job.speechSamples / 2;
    const unheard = isHopeless ? [] : left;
    const heard = judged(
      heardLinesOf(answer, job.spans, { language: parts.language, prompt }),
      { ...job, speechSamples: job.speechSamples - speechIn(unheard) },
      { engineTitle: engine.title, isHopeless, areTimed: answer.words !== null },
    );
    await finish(job, { heard, unheard }, bill, signal);
    if (unheard.length > 0) {
      report.record('segment.asked-again', null, {
        ...factsOf(job),
        speechSec: samplesToSec(speechIn(unheard)),
      });
      parts.onAdded(job.track, unheard);
    }
    report.count('delivered');
    wait.progressed();
    report.record('segment.transcribed', null, {
      ...factsOf(job),
      ...bill,
      tookMs: Math.round(clock.monotonicMs() - startMs),
      words: wordsOf(heard).length,
      flags: [...new Set(heard.flatMap((line) => line.flags))],
    });
  }

  /**
   * Speech that came back without words, with hardly any, or without its end is told: nobody would look for it.
   * @throws EngineFailure `no-words`
   */
  function judged(
    lines: readonly HeardLine[],
    job: Job,
    { engineTitle, isHopeless, areTimed }: { engineTitle: string; isHopeless: boolean; areTimed: boolean },
  ): readonly HeardLine[] {
    const found = wordsForSpeech(lines, { speechSec: samplesToSec(job.speechSamples), areTimed });
    const verdict = isHopeless && found === 'enough' ? 'few' : found;
    const heard = heardOf(job, engineTitle);
    const note = (told: string): string => {
      report.record('receipt.note', told, factsOf(job));
      return told;
    };
    switch (verdict) {
      case 'none':
        throw new EngineFailure('no-words', sentence('speech.no-word-for-speech', heard));
      case 'few':
        report.lacks(note(say('transcribe.few-words', heard)));
        return lines.map((line) => ({ ...line, flags: [...line.flags, 'few-words'] }));
      case 'enough':
      case 'doubtful':
        if (lines.some(({ flags }) => flags.includes('cut-off')))
          report.lacks(note(say('transcribe.broke-off', heard)));
        if (verdict === 'doubtful') note(say('transcribe.doubtful', heard));
        return lines;
      default:
        return verdict satisfies never;
    }
  }

  /** Joins what was heard to the segments beside it, and stores and tells the new lines. */
  async function finish(
    job: Job,
    { heard, unheard }: { heard: readonly HeardLine[]; unheard: readonly Segment[] },
    bill: Bill,
    signal: AbortSignal,
  ): Promise<void> {
    const { previous, next } = await reads.jobs.neighboursOf(job);
    const finished = finishSegment(job, heard, { previous: placeOf(previous), next: placeOf(next) });
    const lines = finished.lines.map((line) => transcriptLineOf(line, speakerOf(job.track, parts.speakers)));
    const result = {
      answer: finished.own,
      lines,
      previous:
        finished.previous === null || previous === null
          ? null
          : { jobId: previous.id, answer: finished.previous },
      bill,
      unheard:
        unheard.length === 0
          ? null
          : {
              segments: unheard,
              kept: {
                spans: withoutUnheard(job, unheard),
                speechSamples: Math.max(0, job.speechSamples - speechIn(unheard)),
              },
            },
    };
    await wait.stored(() => writes.jobs.finish(job.id, result), signal);
    for (const line of lines) parts.onLine(line);
    parts.onDone(job);
  }

  return { workOn };
}

const speechIn = (segments: readonly Segment[]): number =>
  segments.reduce((sum, { speechSamples }) => sum + speechSamples, 0);

function heardOf(job: Job, engine: string): { where: Sentence; engine: string } {
  const { atSec, endSec } = factsOf(job);
  const where = sentence('transcribe.stretch', { from: minuteOf(atSec), until: minuteOf(endSec) });
  return { where, engine };
}

/** `1:05` */
function minuteOf(sec: number): string {
  return `${Math.floor(sec / 60)}:${String(Math.floor(sec % 60)).padStart(2, '0')}`;
}

/** What a request for it costs. */
export function billOf(job: Job, engine: SegmentEngine): Bill {
  return billFor(samplesToSec(samplesIn(job.spans)), engine.billing);
}

function placeOf(job: Job | null): SegmentPlace | null {
  return job === null ? null : { ...job, isParked: job.state === 'parked' };
}

function textOf(previous: Job | null): { text: string; isConfident: boolean } | null {
  if (previous?.answer == null) return null;
  const { lines } = previous.answer;
  return {
    text: joinTokens(wordsOf(lines)),
    isConfident: !lines.some(isHidden),
  };
}
