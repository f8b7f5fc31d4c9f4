import { asTold, sentence } from '../../../../shared/words/all-words.ts';
import { availableHours, gigabyte } from './disk.ts';
import { idsOf, isRunning, isStreaming, ms, row, size, type Evidence, type Row } from './row.ts';
import { counted } from '../../../../shared/plural.ts';

// Audio waits for nobody, but a page and the memory for events do.
const commitLimitMs = 500;
// SQLite moves its log into the database every 4 MB; this much means that somebody holds it up.
// SQLite waits 5 s for another program that writes.
const stuckMs = 10_000;
const logLimitBytes = 64 * 1024 * 1024;

/** For the status line, of what nobody could look at. */
function unmeasured(
  code: 'trouble.store-unknown' | 'trouble.disk-unknown' | 'trouble.process-unknown',
): Row['brief'] {
  return { headline: sentence(code), reason: sentence('trouble.unknown.reason') };
}

export function storeRow({ figures, events, growthPerDay, status }: Evidence): Row {
  const title = 'Event store';
  const limit = 'commits p99 under 500 ms, log under 67 MB';
  const file = figures['store.fileBytes'];
  if (file === undefined) {
    const value = 'No evidence: it has not been measured.';
    return row('store', title, {
      level: 'unknown',
      value,
      limit,
      brief: unmeasured('trouble.store-unknown'),
    });
  }
  const log = figures['store.walBytes'] ?? 0;
  const [p50, p99] = [figures['store.writeP50Ms'], figures['store.writeP99MaxMs']];
  const commits =
    p50 === undefined || p99 === undefined
      ? 'no commit measured yet'
      : `commits p50 ${ms(p50)}, p99 ${ms(p99)}`;
  const growth = growthPerDay === null ? 'growth not known yet' : `grows by ${size(growthPerDay)} a day`;
  const waitingMs = figures['store.commitWaitMs'] ?? 0;
  const isStuck = waitingMs > stuckMs;
  const isFailing = status.storageProblem !== null || isStuck;
  const trouble =
    status.storageProblem ?? `A commit has been under way for ${Math.round(waitingMs / 1_000)} s.`;
  const isSlow = p99 !== undefined && p99 > commitLimitMs;
  const isHeldUp = log > logLimitBytes;
  return row('store', title, {
    level: isFailing ? 'bad' : isSlow || isHeldUp ? 'warning' : 'good',
    value: `${isFailing ? `${trouble} ` : ''}File ${size(file)}, log ${size(log)}; ${commits}; ${growth}.`,
    limit,
    eventIds: idsOf(events.storage),
    next: isStuck
      ? 'Another program may hold the database, or the disk does not answer. Events are kept in memory meanwhile.'
      : isFailing
        ? 'Free some disk space. Events are kept in memory and retried meanwhile.'
        : isHeldUp
          ? 'Close other programs that read the database.'
          : isSlow
            ? 'The disk is slow or busy: look at what else writes to it.'
            : null,
    brief: isFailing
      ? { headline: sentence('trouble.store-failing'), reason: sentence('trouble.store-failing.reason') }
      : isHeldUp
        ? { headline: sentence('trouble.store-held'), reason: sentence('trouble.store-held.reason') }
        : { headline: sentence('trouble.store'), reason: sentence('trouble.store.reason') },
  });
}

const tightHours = 8;

export function diskRow({ figures, status }: Evidence): Row {
  const limit = `1 GB and ${tightHours} hours of recording`;
  const free = figures['disk.freeBytes'];
  if (free === undefined) {
    const value = "No evidence: it couldn't be measured.";
    return row('disk', 'Disk', { level: 'unknown', value, limit, brief: unmeasured('trouble.disk-unknown') });
  }
  const hours = availableHours(free, Math.max(1, status.levels.length));
  const isFull = free < gigabyte / 4;
  const isTight = free < gigabyte || hours < tightHours;
  const value = `${size(free)} free: about ${counted(Math.floor(hours), 'hour')} of recording.`;
  return row('disk', 'Disk', {
    level: isFull ? 'bad' : isTight ? 'warning' : 'good',
    value,
    limit,
    brief: { headline: sentence('trouble.disk'), reason: asTold(value) },
    next: isTight ? 'Free some space, or delete old sessions.' : null,
  });
}

const manyEndings = 3;

export function networkRow(evidence: Evidence): Row {
  const { interfaces, events, isTargetHere } = evidence;
  const needsNetwork = isStreaming(evidence) && !isTargetHere;
  const endings = `${counted(events.endings.length, 'connection')} ended within the hour`;
  const up = interfaces.length === 0 ? 'No interface is up' : `Up: ${interfaces.join(', ')}`;
  const isDown = interfaces.length === 0 && needsNetwork;
  const isShaky = events.endings.length >= manyEndings;
  return row('network', 'Network', {
    level: isDown ? 'bad' : isShaky ? 'warning' : interfaces.length === 0 ? 'idle' : 'good',
    value: `${up}; ${endings}.`,
    limit: `an interface is up, fewer than ${manyEndings} broken connections an hour`,
    eventIds: idsOf(...events.endings.slice(-5)),
    next: isDown
      ? 'Connect this machine to a network. Audio is kept and sent when it is back.'
      : isShaky
        ? 'Look at the network page: it names why each of them ended.'
        : null,
    isExpected: needsNetwork || isShaky,
    brief: isDown
      ? { headline: sentence('trouble.network-down'), reason: sentence('trouble.network-down.reason') }
      : {
          headline: sentence('trouble.network'),
          reason: sentence('trouble.network.reason', { endings: events.endings.length }),
        },
  });
}

const lateLimitMs = 1_000;
const busyLimit = 0.9;
const silentLimitMs = 10_000;

export function processRow({ figures, leak }: Evidence): Row {
  const title = 'This process';
  const limit = 'event loop late by less than 1 s, busy under 90 %, memory flat';
  const rss = figures['process.main.rssBytes'];
  if (rss === undefined) {
    const value = 'No evidence: it has not been measured.';
    return row('process', title, {
      level: 'unknown',
      value,
      limit,
      brief: unmeasured('trouble.process-unknown'),
    });
  }
  const late = figures['loop.delayMaxMs'];
  const busy = figures['loop.utilisation'];
  const isLate = late !== undefined && late > lateLimitMs;
  const isBusy = busy !== undefined && busy > busyLimit;
  const isLeaking = leak?.kind === 'growing';
  const stuck = stuckThread(figures);
  if (stuck !== null)
    return row('process', title, {
      level: 'bad',
      value: `The database's ${stuck.name} thread has not answered for ${Math.round(stuck.silentMs / 1_000)} s; ${size(rss)}.`,
      limit,
      brief: { headline: sentence('trouble.thread'), reason: sentence('trouble.thread.reason') },
      next: 'Wait a minute; then quit and start again. Audio goes to its files without that thread.',
    });
  const share = busy === undefined ? '' : `; ${Math.round(busy * 100)} % busy`;
  const loop = late === undefined ? '' : `; event loop at most ${ms(late)} late`;
  return row('process', title, {
    level: isLate || isBusy || isLeaking ? 'warning' : 'good',
    value: `${size(rss)}${share}${loop}; memory: ${leak?.sentence ?? 'not judged yet.'}`,
    limit,
    brief: isLeaking
      ? { headline: sentence('trouble.memory'), reason: sentence('trouble.memory.reason') }
      : { headline: sentence('trouble.busy'), reason: sentence('trouble.busy.reason') },
    next: isLeaking
      ? 'Look at the memory page; take a heap snapshot when nothing is recorded.'
      : isLate || isBusy
        ? 'Close other programs, or end a heavy analysis.'
        : null,
  });
}

function stuckThread(figures: Evidence['figures']): { name: string; silentMs: number } | null {
  for (const [figure, silentMs] of Object.entries(figures)) {
    const name = /^thread\.(.+)\.silentMs$/.exec(figure)?.[1];
    if (name !== undefined && silentMs > silentLimitMs) return { name, silentMs };
  }
  return null;
}

export function engineRow(evidence: Evidence): Row {
  const { engine, status } = evidence;
  const { mode = null, engine: name = null, target = null } = status.session ?? {};
  // Behind the built-in target an engine works too, for the backend.
  const isBehindTarget = mode === 'stream' && name !== null;
  const isExpected = isRunning(evidence) && (mode === 'direct' || isBehindTarget);
  if (engine === null) {
    return row('engine', 'Speech engine', {
      level: isExpected ? 'bad' : 'unknown',
      value: 'No engine is ready.',
      next: isExpected
        ? 'Enter a key or install an engine; the audio is kept and can be transcribed later.'
        : null,
      isExpected,
    });
  }
  const { hold, inFlight, left } = engine;
  const quota = [
    left.audioSecThisHour === null
      ? null
      : `${Math.floor(left.audioSecThisHour / 60)} min of audio left this hour`,
    left.requestsTold === null ? null : `${counted(left.requestsTold, 'request')} left`,
  ].filter((part) => part !== null);
  const queue = isExpected ? [`${status.queuedSec.toFixed(0)} s of speech waiting`] : [];
  const facts = [`${counted(inFlight, 'request')} in progress`, ...queue, ...quota].join(', ');
  const isReady = engine.state === 'ready';
  if (isExpected && isBehindTarget) {
    return row('engine', 'Speech engine', {
      level: isReady ? 'good' : 'bad',
      value: isReady
        ? `${engine.title}: writes the words of the target ${target ?? ''}.`
        : `${engine.title}: ${engine.sentence}`,
      limit: 'ready',
      isExpected,
    });
  }
  return row('engine', 'Speech engine', {
    level: !isReady ? (isExpected ? 'bad' : 'unknown') : hold !== null ? 'warning' : 'good',
    value: `${engine.title}: ${isReady ? (hold?.reason ?? 'ready') : engine.sentence} (${facts}).`,
    limit: 'ready, within its quota',
    next:
      hold === null || !isExpected
        ? null
        : 'Nothing to do: audio is kept and transcribed when it takes more.',
    isExpected,
  });
}
