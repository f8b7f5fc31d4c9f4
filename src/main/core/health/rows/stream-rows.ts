import { idsOf, isRunning, isStreaming, ms, quantile, row, size, type Evidence, type Row } from './row.ts';
import { counted, pluralOf } from '../../../../shared/plural.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/** Audio on disk. */
export function recordingRow(evidence: Evidence): Row {
  const { status, events } = evidence;
  const problem = status.storageProblem;
  if (problem !== null) {
    return row('recording', 'Recording', {
      level: 'bad',
      value: problem,
      limit: 'every write succeeds',
      eventIds: idsOf(events.storage),
      next: 'Free some disk space, or move the data folder to another disk.',
    });
  }
  if (!isRunning(evidence)) {
    const value = 'No evidence: nothing is being recorded.';
    return row('recording', 'Recording', { level: 'unknown', value, isExpected: false });
  }
  return row('recording', 'Recording', {
    level: status.recordedSec > 0 ? 'good' : 'unknown',
    value:
      status.recordedSec > 0
        ? `${status.recordedSec.toFixed(0)} s are safe on disk.`
        : 'Nothing is on disk yet.',
    limit: 'every write succeeds',
  });
}

// So much is on its way when the target answers within seconds; more means that it lags behind the meeting.
const queueWarnSec = 30;

/** Audio that waits for the target. */
export function queueRow(evidence: Evidence): Row {
  const { status, events } = evidence;
  if (!isStreaming(evidence)) {
    const value = 'No evidence: nothing is being streamed.';
    return row('queue', 'Queue to the target', { level: 'unknown', value, isExpected: false });
  }
  const isLong = status.queuedSec > queueWarnSec;
  return row('queue', 'Queue to the target', {
    level: isLong ? 'warning' : 'good',
    value: `${status.queuedSec.toFixed(0)} s of audio, ${counted(status.chunks.pending, 'chunk')} not confirmed, ${status.chunks.retried} sent again.`,
    limit: `at most ${queueWarnSec} s`,
    eventIds: idsOf(events.roundTrips.at(-1) ?? events.ended),
    next: isLong ? 'Nothing is lost. Look at the target row for why it lags behind.' : null,
    brief: {
      headline: sentence('trouble.queue'),
      reason: sentence('trouble.queue.reason', { sec: Math.round(status.queuedSec) }),
    },
  });
}

// A frame is given to the socket when the one before has left. One that stays so long shows a way out that is slower than
// the sound, or a peer that reads nothing, before the queue behind it grows.
const socketsWarnSec = 5;

/** What the sockets were given and the system has not taken yet. */
export function socketsRow(evidence: Evidence): Row {
  const title = 'Queue in the sockets';
  const limit = `gone within ${socketsWarnSec} s`;
  const { events, figures } = evidence;
  const bytes = figures['link.waitingBytes'];
  if (!isStreaming(evidence) || bytes === undefined) {
    const value = 'No evidence: no socket to a target is open.';
    return row('sockets', title, { level: 'unknown', value, limit, isExpected: false });
  }
  const sec = figures['link.waitingSec'] ?? 0;
  const isLong = sec > socketsWarnSec;
  const waiting = bytes < 1_000 ? counted(bytes, 'byte') : size(bytes);
  return row('sockets', title, {
    level: isLong ? 'warning' : 'good',
    value: bytes === 0 ? 'Nothing waits.' : `${waiting}, and something has waited for ${sec.toFixed(0)} s.`,
    limit,
    eventIds: idsOf(events.roundTrips.at(-1) ?? events.open),
    next: isLong
      ? 'The way to the target takes less than the sound needs, or the target reads nothing. Nothing is lost: look at its row, and at what else uploads.'
      : null,
    brief: { headline: sentence('trouble.sockets'), reason: sentence('trouble.sockets.reason') },
  });
}

// The three bars of the testing guide.
const processingLimitMs = 100;

/** From the socket until an event is stored and shown. */
export function processingRow({ events }: Evidence): Row {
  const title = 'Event processing';
  const limit = `under ${processingLimitMs} ms, 99 of 100`;
  const latencies = events.latencies.map((latency) => latency.ms);
  const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
  if (p50 === null || p99 === null) {
    const value = 'No evidence: no frame has come yet.';
    return row('processing', title, { level: 'unknown', value, limit, isExpected: false });
  }
  const isSlow = p99 >= processingLimitMs;
  return row('processing', title, {
    level: isSlow ? 'warning' : 'good',
    value: `p50 ${ms(p50)}, p99 ${ms(p99)} from the socket to what is shown, of ${counted(latencies.length, 'frame')}.`,
    limit,
    eventIds: events.latencies
      .filter((latency) => latency.ms >= processingLimitMs)
      .slice(-3)
      .map(({ seq }) => seq),
    next: isSlow ? 'Look at the rows of the event store and of this process: which of them is slow?' : null,
    brief: { headline: sentence('trouble.processing'), reason: sentence('trouble.processing.reason') },
  });
}

/** What the target reports as an error, of all frames. */
export function errorsRow({ events }: Evidence): Row {
  const { frames, errors } = events;
  if (frames === 0) {
    const value = 'No evidence: no frame has been exchanged yet.';
    return row('errors', 'Error rate', { level: 'unknown', value, limit: '0 %', isExpected: false });
  }
  const share = ((100 * errors.count) / frames).toFixed(errors.count === 0 ? 0 : 2);
  return row('errors', 'Error rate', {
    level: errors.count === 0 ? 'good' : 'warning',
    value: `${share} %: ${errors.count} of ${counted(frames, 'frame')} of this session ${pluralOf(errors.count, 'is an error', 'are errors')}.`,
    limit: '0 %',
    eventIds: idsOf(...errors.newest),
    next: errors.count === 0 ? null : 'Open the events: they name what the target did not like.',
    brief: {
      headline: sentence('trouble.errors'),
      reason: sentence('trouble.errors.reason', { errors: errors.count }),
    },
  });
}

/** One result a transcription. */
export function resultsRow({ events }: Evidence): Row {
  const { count, repeats, newest } = events.results;
  if (count === 0) {
    const value = 'No evidence: no result has come in this session.';
    return row('results', 'Results a transcription', {
      level: 'unknown',
      value,
      limit: '1',
      isExpected: false,
    });
  }
  const rate = count / (count - repeats);
  return row('results', 'Results a transcription', {
    level: repeats === 0 ? 'good' : 'bad',
    value: `${repeats === 0 ? '1' : rate.toFixed(2)}: ${counted(count, 'result')}, ${repeats} of them repeated.`,
    limit: '1',
    eventIds: [...newest],
    next: repeats === 0 ? null : 'Open Findings: it names the cause of each repeat.',
    brief: { headline: sentence('trouble.results'), reason: sentence('trouble.results.reason', { repeats }) },
  });
}
