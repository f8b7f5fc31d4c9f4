import type { GapReason } from '../../sound/audio.ts';

type GapWords = Readonly<Record<`gap.${GapReason}`, string>>;

/** Why a track lacks samples. */
export const gapWords = {
  'gap.late-start': 'device started late',
  'gap.start-left-out': 'opening the source took this long; the recording starts after it',
  'gap.frames-lost': 'frames from the device were lost',
  'gap.no-frames': 'the device delivered nothing',
  'gap.helper-exited': 'the capture program ended',
  'gap.device-changed': 'the sound device changed',
  'gap.source-ended': 'the source ended early',
  'gap.clock-drift': "the device's clock runs slow",
  'gap.file-short': 'the file is shorter than its header says',
  'gap.file-lost': 'another program deleted, replaced or cut the file during the recording',
  'gap.sleep': 'the computer slept',
  'gap.sleep-left-out': 'the computer slept for so long that its silence is left out',
} as const satisfies GapWords;
