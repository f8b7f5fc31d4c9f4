import { saidIn, sentence, type Sentence } from '../../../../shared/words/all-words.ts';
import { availableHours, gigabyte } from './disk.ts';
import { idsOf, isRunning, isStreaming, row, type Evidence, type Row } from './row.ts';

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
  const limit = sentence('health.store.limit');
  const file = figures['store.fileBytes'];
  if (file === undefined) {
    const value = sentence('health.not-measured');
    return row('store', { level: 'unknown', value, limit, brief: unmeasured('trouble.store-unknown') });
  }
  const log = figures['store.walBytes'] ?? 0;
  const [p50, p99] = [figures['store.writeP50Ms'], figures['store.writeP99MaxMs']];
  const commits =
    p50 === undefined || p99 === undefined
      ? sentence('health.store.no-commit')
      : sentence('health.store.commits', { p50, p99 });
  const growth =
    growthPerDay === null
      ? sentence('health.store.no-growth')
      : sentence('health.store.growth', { bytes: growthPerDay });
  const value = sentence('health.store.value', { file, log, commits, growth });
  const waitingMs = figures['store.commitWaitMs'] ?? 0;
  const isStuck = waitingMs > stuckMs;
  const isFailing = status.storageProblem !== null || isStuck;
  const trouble =
    status.storageProblem ?? sentence('health.store.stuck', { sec: Math.round(waitingMs / 1_000) });
  const isSlow = p99 !== undefined && p99 > commitLimitMs;
  const isHeldUp = log > logLimitBytes;
  return row('store', {
    level: isFailing ? 'bad' : isSlow || isHeldUp ? 'warning' : 'good',
    value: isFailing ? sentence('health.store.failing', { trouble, value }) : value,
    limit,
    eventIds: idsOf(events.storage),
    next: isStuck
      ? sentence('health.store.stuck.next')
      : isFailing
        ? sentence('health.store.failing.next')
        : isHeldUp
          ? sentence('health.store.held.next')
          : isSlow
            ? sentence('health.store.slow.next')
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
  const limit = sentence('health.disk.limit', { hours: tightHours });
  const free = figures['disk.freeBytes'];
  if (free === undefined) {
    const value = sentence('health.disk.none');
    return row('disk', { level: 'unknown', value, limit, brief: unmeasured('trouble.disk-unknown') });
  }
  const hours = availableHours(free, Math.max(1, status.levels.length));
  const isFull = free < gigabyte / 4;
  const isTight = free < gigabyte || hours < tightHours;
  const value = sentence('health.disk.value', { free, hours: Math.floor(hours) });
  return row('disk', {
    level: isFull ? 'bad' : isTight ? 'warning' : 'good',
    value,
    limit,
    brief: { headline: sentence('trouble.disk'), reason: value },
    next: isTight ? sentence('health.disk.next') : null,
  });
}

const manyEndings = 3;

export function networkRow(evidence: Evidence): Row {
  const { interfaces, events, isTargetHere } = evidence;
  const needsNetwork = isStreaming(evidence) && !isTargetHere;
  const endings = events.endings.length;
  const isDown = interfaces.length === 0 && needsNetwork;
  const isShaky = endings >= manyEndings;
  return row('network', {
    level: isDown ? 'bad' : isShaky ? 'warning' : interfaces.length === 0 ? 'idle' : 'good',
    value:
      interfaces.length === 0
        ? sentence('health.network.down', { endings })
        : sentence('health.network.up', { names: interfaces.join(', '), endings }),
    limit: sentence('health.network.limit', { endings: manyEndings }),
    eventIds: idsOf(...events.endings.slice(-5)),
    next: isDown
      ? sentence('health.network.down.next')
      : isShaky
        ? sentence('health.network.shaky.next')
        : null,
    isExpected: needsNetwork || isShaky,
    brief: isDown
      ? { headline: sentence('trouble.network-down'), reason: sentence('trouble.network-down.reason') }
      : {
          headline: sentence('trouble.network'),
          reason: sentence('trouble.network.reason', { endings }),
        },
  });
}

const lateLimitMs = 1_000;
const busyLimit = 0.9;
const silentLimitMs = 10_000;

export function processRow({ figures, leak }: Evidence): Row {
  const limit = sentence('health.process.limit');
  const rss = figures['process.main.rssBytes'];
  if (rss === undefined) {
    const value = sentence('health.not-measured');
    return row('process', { level: 'unknown', value, limit, brief: unmeasured('trouble.process-unknown') });
  }
  const late = figures['loop.delayMaxMs'];
  const busy = figures['loop.utilisation'];
  const isLate = late !== undefined && late > lateLimitMs;
  const isBusy = busy !== undefined && busy > busyLimit;
  const isLeaking = leak?.kind === 'growing';
  const stuck = stuckThread(figures);
  if (stuck !== null)
    return row('process', {
      level: 'bad',
      value: sentence('health.process.stuck', {
        thread: stuck.name,
        sec: Math.round(stuck.silentMs / 1_000),
        rss,
      }),
      limit,
      brief: { headline: sentence('trouble.thread'), reason: sentence('trouble.thread.reason') },
      next: sentence('health.process.stuck.next'),
    });
  const parts: Sentence[] = [
    sentence('health.process.rss', { bytes: rss }),
    ...(busy === undefined ? [] : [sentence('health.process.busy', { percent: Math.round(busy * 100) })]),
    ...(late === undefined ? [] : [sentence('health.process.late', { ms: late })]),
    leak === null
      ? sentence('health.process.memory-unknown')
      : sentence('health.process.memory', { leak: saidIn(leak) }),
  ];
  return row('process', {
    level: isLate || isBusy || isLeaking ? 'warning' : 'good',
    value: sentence('health.process.value', { parts }),
    limit,
    brief: isLeaking
      ? { headline: sentence('trouble.memory'), reason: sentence('trouble.memory.reason') }
      : { headline: sentence('trouble.busy'), reason: sentence('trouble.busy.reason') },
    next: isLeaking
      ? sentence('health.process.leak.next')
      : isLate || isBusy
        ? sentence('health.process.busy.next')
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
    return row('engine', {
      level: isExpected ? 'bad' : 'unknown',
      value: sentence('health.engine.none'),
      next: isExpected ? sentence('health.engine.none.next') : null,
      isExpected,
    });
  }
  const { hold, inFlight, left } = engine;
  const { audioSecThisHour, requestsTold } = left;
  const facts: Sentence[] = [
    sentence('health.engine.in-progress', { requests: inFlight }),
    ...(isExpected ? [sentence('health.engine.waiting', { sec: Math.round(status.queuedSec) })] : []),
    ...(audioSecThisHour === null
      ? []
      : [sentence('health.engine.audio-left', { minutes: Math.floor(audioSecThisHour / 60) })]),
    ...(requestsTold === null ? [] : [sentence('health.engine.requests-left', { requests: requestsTold })]),
  ];
  const isReady = engine.state === 'ready';
  if (isExpected && isBehindTarget) {
    return row('engine', {
      level: isReady ? 'good' : 'bad',
      value: isReady
        ? sentence('health.engine.of-target', { engine: engine.title, target: target ?? '' })
        : sentence('health.engine.not-ready', { engine: engine.title, why: engine.sentence }),
      limit: sentence('health.engine.target-limit'),
      isExpected,
    });
  }
  return row('engine', {
    level: !isReady ? (isExpected ? 'bad' : 'unknown') : hold !== null ? 'warning' : 'good',
    value: sentence('health.engine.value', {
      engine: engine.title,
      state: isReady ? (hold?.reason ?? sentence('health.engine.ready')) : engine.sentence,
      facts,
    }),
    limit: sentence('health.engine.limit'),
    next: hold === null || !isExpected ? null : sentence('health.engine.hold.next'),
    isExpected,
  });
}
