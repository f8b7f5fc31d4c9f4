import { quantile } from '../../../../shared/quantile.ts';
import { idsOf, isRunning, isStreaming, row, type Evidence, type Row } from './row.ts';
import { asTold, sentence, type Sentence } from '../../../../shared/words/all-words.ts';

/** Audio on disk. */
export function recordingRow(evidence: Evidence): Row {
  const { status, events } = evidence;
  const problem = status.storageProblem;
  if (problem !== null) {
    return row('recording', {
      level: 'bad',
      value: asTold(problem),
      limit: sentence('health.recording.limit'),
      eventIds: idsOf(events.storage),
      next: sentence('health.recording.failing.next'),
    });
  }
  if (!isRunning(evidence)) {
    const value = sentence('health.not-recording');
    return row('recording', { level: 'unknown', value, isExpected: false });
  }
  return row('recording', {
    level: status.recordedSec > 0 ? 'good' : 'unknown',
    value:
      status.recordedSec > 0
        ? sentence('health.recording.safe', { sec: Math.round(status.recordedSec) })
        : sentence('health.recording.nothing'),
    limit: sentence('health.recording.limit'),
  });
}

// So much is on its way when the target answers within seconds; more means that it lags behind the meeting.
const queueWarnSec = 30;

/** Audio that waits for the target. */
export function queueRow(evidence: Evidence): Row {
  const { status, events } = evidence;
  if (!isStreaming(evidence)) {
    const value = sentence('health.not-streaming');
    return row('queue', { level: 'unknown', value, isExpected: false });
  }
  const isLong = status.queuedSec > queueWarnSec;
  return row('queue', {
    level: isLong ? 'warning' : 'good',
    value: sentence('health.queue.value', {
      sec: Math.round(status.queuedSec),
      pending: status.chunks.pending,
      retried: status.chunks.retried,
    }),
    limit: sentence('health.queue.limit', { sec: queueWarnSec }),
    eventIds: idsOf(events.roundTrips.at(-1) ?? events.ended),
    next: isLong ? sentence('health.queue.next') : null,
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
  const limit = sentence('health.sockets.limit', { sec: socketsWarnSec });
  const { events, figures } = evidence;
  const bytes = figures['link.waitingBytes'];
  if (!isStreaming(evidence) || bytes === undefined) {
    const value = sentence('health.sockets.none');
    return row('sockets', { level: 'unknown', value, limit, isExpected: false });
  }
  const sec = figures['link.waitingSec'] ?? 0;
  const isLong = sec > socketsWarnSec;
  return row('sockets', {
    level: isLong ? 'warning' : 'good',
    value:
      bytes === 0
        ? sentence('health.sockets.empty')
        : sentence('health.sockets.waiting', { bytes, sec: Math.round(sec) }),
    limit,
    eventIds: idsOf(events.roundTrips.at(-1) ?? events.open),
    next: isLong ? sentence('health.sockets.next') : null,
    brief: { headline: sentence('trouble.sockets'), reason: sentence('trouble.sockets.reason') },
  });
}

/** A bar that nothing can be held against so far. */
function nothingYet(id: 'processing' | 'errors' | 'results', limit: Sentence): Row {
  return row(id, { level: 'unknown', value: sentence(`health.${id}.none`), limit, isExpected: false });
}

// The three bars of the testing guide.
const processingLimitMs = 100;

/** From the socket until an event is stored and shown. */
export function processingRow({ events }: Evidence): Row {
  const limit = sentence('health.processing.limit', { ms: processingLimitMs });
  const latencies = events.latencies.map((latency) => latency.ms);
  const [p50, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
  if (p50 === null || p99 === null) {
    return nothingYet('processing', limit);
  }
  const isSlow = p99 >= processingLimitMs;
  return row('processing', {
    level: isSlow ? 'warning' : 'good',
    value: sentence('health.processing.value', { p50, p99, frames: latencies.length }),
    limit,
    eventIds: events.latencies
      .filter((latency) => latency.ms >= processingLimitMs)
      .slice(-3)
      .map(({ seq }) => seq),
    next: isSlow ? sentence('health.processing.next') : null,
    brief: { headline: sentence('trouble.processing'), reason: sentence('trouble.processing.reason') },
  });
}

/** What the target reports as an error, of all frames. */
export function errorsRow({ events }: Evidence): Row {
  const { frames, errors } = events;
  if (frames === 0) {
    return nothingYet('errors', sentence('health.errors.limit'));
  }
  return row('errors', {
    level: errors.count === 0 ? 'good' : 'warning',
    value: sentence('health.errors.value', { errors: errors.count, frames }),
    limit: sentence('health.errors.limit'),
    eventIds: idsOf(...errors.newest),
    next: errors.count === 0 ? null : sentence('health.errors.next'),
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
    return nothingYet('results', sentence('health.results.limit'));
  }
  return row('results', {
    level: repeats === 0 ? 'good' : 'bad',
    value: sentence('health.results.value', { results: count, repeats }),
    limit: sentence('health.results.limit'),
    eventIds: [...newest],
    next: repeats === 0 ? null : sentence('health.results.next'),
    brief: { headline: sentence('trouble.results'), reason: sentence('trouble.results.reason', { repeats }) },
  });
}
