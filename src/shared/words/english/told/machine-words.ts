import { counted } from '../../../plural.ts';

type Device = { name: string };
type Range = { low: string; high: string };

const muted = (what: string): string => `The ${what} is muted. Unmute it in the sound settings`;
const low = (what: string, volume: string): string =>
  `The volume of the ${what} is ${volume}. Turn it up in the sound settings`;
const volumeOf = ({ percent }: { percent: number }): string => `${percent} %`;

const period = (sec: number): string => {
  if (sec === 60) return 'minute';
  return sec % 60 === 0 ? counted(sec / 60, 'minute') : `${sec} s`;
};
type Alert = { count: number; sec: number };

/** What is wrong on this computer: with devices, memory, files and the database. */
export const machineWords = {
  'device.output-muted': (p: Device) => muted(`output ${p.name}`),
  'device.monitor-muted': (p: Device) => muted(`monitor of the output ${p.name}`),
  'device.microphone-muted': (p: Device) => muted(`microphone ${p.name}`),
  'device.output-volume': (p: Device & { percent: number }) => low(`output ${p.name}`, volumeOf(p)),
  'device.monitor-volume': (p: Device & { percent: number }) =>
    low(`monitor of the output ${p.name}`, volumeOf(p)),
  'device.microphone-volume': (p: Device & { percent: number }) => low(`microphone ${p.name}`, volumeOf(p)),
  'device.output-low': (p: Device) => low(`output ${p.name}`, 'very low'),
  'device.microphone-low': (p: Device) => low(`microphone ${p.name}`, 'very low'),

  'power.suspend': 'The computer is going to sleep.',
  'power.resume': 'The computer woke up.',
  'power.lock-screen': 'The screen was locked. Recording continues.',
  'power.unlock-screen': 'The screen was unlocked.',
  'power.shutdown': 'The computer is shutting down.',

  'memory.warming-up': ({ minutes }: { minutes: number }) =>
    `Too early to tell: ${minutes} of 10 minutes after a warm-up of 5.`,
  'memory.few-figures': ({ figures, of }: { figures: number; of: number }) =>
    `Too little data to tell: ${figures} of ${of} samples.`,
  'memory.no-slope': 'Too little data to tell.',
  'memory.growing': (p: Range) =>
    `It grows by ${p.low} to ${p.high} MB an hour: if that continues, it is a leak.`,
  'memory.shrinking': (p: Range) => `It shrinks by ${p.low} to ${p.high} MB an hour.`,
  'memory.flat': (p: Range) => `It is flat: ${p.low} to ${p.high} MB an hour.`,
  'memory.any': (p: Range) =>
    `Too early to tell: the data so far fits anything from ${p.low} to ${p.high} MB an hour.`,

  'file.moved': (p: { from: string; what: string; lost: string; path: string }) =>
    `Another program changed the recording: ${p.from} was ${p.what} while it was being written. ${p.lost}; the recording continues in ${p.path}. Find out which program that was.`,
  'file.nothing-lost': 'Nothing was lost',
  'file.lost': ({ sec }: { sec: number }) => `${sec.toFixed(1)} s were lost`,
  'file.not-taken': ({ name, why }: { name: string; why: string }) =>
    `${name} couldn't be copied: ${why}. Free some disk space, then choose it again.`,
  'file.waits': 'Waiting for the current recording to end.',

  'end.not-awaited-quit': ({ why }: { why: string }) =>
    `Waiting for the end was cut short: the app had to quit at once. ${why}`,
  'end.not-awaited': ({ why }: { why: string }) => `Waiting for the end was stopped by hand. ${why}`,

  'alert.duplicates': (p: Alert) =>
    `${counted(p.count, 'duplicate event')} in the last ${period(p.sec)}: the same message came again. Findings show them, with a cause where one is found.`,
  'alert.validation-errors': (p: Alert) =>
    `${counted(p.count, 'event')} without a required field in the last ${period(p.sec)}. Findings name the fields.`,
  'alert.deprecated': (p: Alert) =>
    `${counted(p.count, 'event')} under a deprecated name in the last ${period(p.sec)}. Findings name them, and their target.`,
  'alert.database': (p: { events: number; sessions: number; movedTo: string }) =>
    `The database was damaged. A new one holds the ${counted(p.events, 'event')} and ${counted(p.sessions, 'session')} that could be read. Recordings are separate files and are not affected. The damaged file is kept as ${p.movedTo}.`,
  'alert.database-partly': (p: { events: number; sessions: number; movedTo: string }) =>
    `The database was damaged. A new one holds the ${counted(p.events, 'event')} and ${counted(p.sessions, 'session')} that could be read; some rows couldn't. Recordings are separate files and are not affected. The damaged file is kept as ${p.movedTo}.`,
  'alert.verification': (p: { target: string; summary: string; run: string }) =>
    `The scheduled check of ${p.target}: ${p.summary} Run ${p.run} has the details.`,
  'alert.verification-failed': (p: { target: string; why: string }) =>
    `The scheduled check of ${p.target} couldn't run: ${p.why}`,
} as const;
