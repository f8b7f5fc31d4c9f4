import type { Level } from '../../../../shared/sound/audio.ts';
import { sentence, type Sentence } from '../../../../shared/words/all-words.ts';
import { idsOf, isRunning, row, type Evidence, type Row } from './row.ts';

// A device that is on has noise in its last bit; ten seconds of pure zeros is no pause in a meeting.
const zerosAlarmSec = 10;

/** One row a source; one that is not recorded is expected to say nothing. */
export function captureRows(evidence: Evidence): Row[] {
  const { levels, session } = evidence.status;
  // What waits for its last words captures nothing any more, and misses nothing.
  const isCapturing = isRunning(evidence) && session?.state !== 'stopping';
  return (['system', 'microphone'] as const).map((source) => {
    const level = levels.find((one) => one.source === source);
    if (isCapturing && level !== undefined) return sourceRow(evidence, level);
    const value = sentence(isCapturing ? 'health.source.unused' : 'health.not-recording');
    return row(source, { level: 'unknown', value, isExpected: false });
  });
}

function sourceRow({ events }: Evidence, { source, state, zeroSec, quietSec, rmsDb }: Level): Row {
  const common = {
    limit: sentence('health.source.limit'),
    eventIds: idsOf(events.capture[source]),
  };
  switch (state) {
    case 'present':
      return row(source, { ...common, level: 'good', value: loudness(rmsDb) });
    case 'quiet': {
      const value = sentence('health.source.quiet', { sec: quietSec });
      return row(source, { ...common, level: 'good', value });
    }
    case 'zeros': {
      const isLong = zeroSec >= zerosAlarmSec;
      return row(source, {
        ...common,
        level: isLong ? 'warning' : 'unknown',
        value: sentence('health.source.zeros', { sec: zeroSec }),
        next: isLong ? sentence('health.source.zeros.next') : null,
      });
    }
    case 'not-captured':
      return row(source, {
        ...common,
        level: 'bad',
        value: sentence('health.source.not-captured'),
        next: sentence('health.source.not-captured.next'),
      });
    case 'unknown':
      return row(source, { ...common, level: 'unknown', value: sentence('health.source.unknown') });
    default:
      return state satisfies never;
  }
}

const loudness = (rmsDb: number | null): Sentence =>
  rmsDb === null
    ? sentence('health.source.present-zeros')
    : sentence('health.source.present', { db: Math.round(rmsDb) });
