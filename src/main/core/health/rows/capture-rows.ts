import type { Level } from '../../../../shared/sound/audio.ts';
import { idsOf, isRunning, row, type Evidence, type Row } from './row.ts';

const titles = { system: 'System audio', microphone: 'Microphone' } as const;
// A device that is on has noise in its last bit; ten seconds of pure zeros is no pause in a meeting.
const zerosAlarmSec = 10;

/** One row a source; one that is not recorded is expected to say nothing. */
export function captureRows(evidence: Evidence): Row[] {
  const { levels } = evidence.status;
  return (['system', 'microphone'] as const).map((source) => {
    const level = levels.find((one) => one.source === source);
    if (isRunning(evidence) && level !== undefined) return sourceRow(evidence, level);
    const value = isRunning(evidence)
      ? 'Not part of this recording.'
      : 'No evidence: nothing is being recorded.';
    return row(source, titles[source], { level: 'unknown', value, isExpected: false });
  });
}

function sourceRow({ events }: Evidence, { source, state, zeroSec, quietSec, rmsDb }: Level): Row {
  const common = {
    limit: 'frames within 2 s, not only zeros for 10 s',
    eventIds: idsOf(events.capture[source]),
  };
  const title = titles[source];
  switch (state) {
    case 'present':
      return row(source, title, { ...common, level: 'good', value: `Sound at ${loudness(rmsDb)}.` });
    case 'quiet': {
      const value = `Working, quiet for ${Math.floor(quietSec)} s.`;
      return row(source, title, { ...common, level: 'good', value });
    }
    case 'zeros': {
      const isLong = zeroSec >= zerosAlarmSec;
      return row(source, title, {
        ...common,
        level: isLong ? 'warning' : 'unknown',
        value: `Only zeros for ${Math.floor(zeroSec)} s; a live source has some noise.`,
        next: isLong
          ? 'Check that it is not muted, that it may be recorded, and that the meeting plays on it.'
          : null,
      });
    }
    case 'not-captured':
      return row(source, title, {
        ...common,
        level: 'bad',
        value: 'It delivers nothing; what is said now is missing on this track.',
        next: 'Check that the device is connected, then stop and record again.',
      });
    case 'unknown':
      return row(source, title, { ...common, level: 'unknown', value: 'No audio has come from it so far.' });
    default:
      return state satisfies never;
  }
}

const loudness = (rmsDb: number | null): string => (rmsDb === null ? '−∞ dB' : `${Math.round(rmsDb)} dB`);
