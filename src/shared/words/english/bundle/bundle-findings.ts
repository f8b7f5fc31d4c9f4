import { counted } from '../../../plural.ts';
import { bundleSummary } from './bundle-summary.ts';

type Answered = { sessionId: string; done: number; sent: number };
const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 ** 2)} MB`;

/** What a diagnostic bundle finds: titles, evidence, what to do. */
export const bundleFindings = {
  ...bundleSummary,
  'bundle.all': ({ parts }: { parts: readonly string[] }) => parts.join(' '),
  'bundle.check': ({ title, found }: { title: string; found: string }) => `${title}: ${found}`,
  'bundle.session': ({ sessionId, note }: { sessionId: string; note: string }) =>
    `session ${sessionId}: ${note}`,
  'bundle.events-among': ({ events }: { events: number }) => `${counted(events, 'event')}, among them:`,
  'bundle.event': (p: { at: string; seq: number; type: string; reason: string }) =>
    `${p.at} event ${p.seq} ${p.type}${p.reason === '' ? '' : `: ${p.reason}`}`,

  'bundle.analysis-failed': 'An analysis failed.',
  'bundle.analysis-failed.next': 'Report this as a defect.',

  'bundle.dead-source': "A sound source stopped or couldn't be opened.",
  'bundle.dead-source.next':
    'Check the device and the permission to record on this machine, then start the recording again.',
  'bundle.zero-source': 'A source delivered only digital silence.',
  'bundle.zero-source.next':
    'Check whether the device is muted, and whether the system allows recording for this app.',
  'bundle.engine-quota': 'The speech engine waited because its limits were reached.',
  'bundle.engine-quota.next':
    'Wait for the limit to end (what waits is sent then), use another engine, or raise the limit of the account.',
  'bundle.engine-key': 'The speech engine refused the key.',
  'bundle.engine-key.next': 'Enter a valid key, or set it in the environment.',
  'bundle.engine-setup': 'The speech engine lacks what it needs.',
  'bundle.engine-setup.next': 'Set it up, or choose another one; what waits can be transcribed then.',
  'bundle.lost-sound': ({ sec }: { sec: number }) => `${sec.toFixed(1)} s of sound were not captured.`,
  'bundle.lost-sound.next':
    'See the reason for each gap. Changed devices and sleep are outside the app; lost frames mean a busy machine.',
  'bundle.gap': (p: {
    sessionId: string;
    source: string;
    atSec: number;
    lengthSec: number;
    reason: string;
  }) =>
    `session ${p.sessionId}, ${p.source} from ${p.atSec.toFixed(1)} s for ${p.lengthSec.toFixed(1)} s: ${p.reason}`,
  'bundle.missing-words': 'Speech reached the target, but no words came back for part of it.',
  'bundle.missing-words.next':
    'Send the session again, or transcribe its kept sound with a speech engine: the audio is on this machine.',
  'bundle.answered': ({ sessionId, done, sent }: Answered) =>
    `session ${sessionId}: ${done} of ${sent} s answered`,
  'bundle.slow-transcriber': 'The transcriber is slower than speech, or drops part of it.',
  'bundle.slow-transcriber.next':
    'Give the target a faster engine or a smaller model, or transcribe the kept sound again after the meeting.',
  'bundle.short': ({ sessionId, done, sent, minutes }: Answered & { minutes: number }) =>
    `session ${sessionId}: ${done} of ${sent} s answered, short in ${counted(minutes, 'minute')}`,

  'bundle.damaged': 'The database is damaged.',
  'bundle.replaced-files': 'Files of the app were damaged and replaced.',
  'bundle.damaged.next':
    'Start the app: it moves the damaged file aside and saves what can be read. Check the disk when it happens again. Recordings are separate files.',
  'bundle.integrity': ({ found }: { found: string }) => `integrity check: ${found}`,
  'bundle.disk-low': 'The disk is nearly full.',
  'bundle.disk-was-low': 'The disk was nearly full.',
  'bundle.disk-low.next': 'Free some space, or delete old sessions: an hour of one track takes 115 MB.',
  'bundle.free-now': ({ bytes }: { bytes: number }) => `${mebibytes(bytes)} are free now`,
  'bundle.free-least': ({ bytes }: { bytes: number }) => `the least in this time was ${mebibytes(bytes)}`,
  'bundle.memory': ({ mbPerHour }: { mbPerHour: number }) =>
    `The memory of the main process grew by ${mbPerHour} MB an hour.`,
  'bundle.memory.next':
    'Restart the app when it grows large. A heap snapshot from the memory page shows developers what is held.',
  'bundle.memory-over': ({ hours, from, to }: { hours: number; from: number; to: number }) =>
    `over ${hours.toFixed(1)} hours, from ${from} to ${to} MB (memory.csv)`,
  'bundle.old-version': 'The version of Node is too old.',
  'bundle.missing-part': 'Something that the app needs is missing on this machine.',
  'bundle.permission': 'The app lacks a permission it needs.',
  'bundle.permission.next':
    'Allow recording for the app in the settings of the system, and make the data folder writable.',
  'bundle.port-clash': 'A port that the app needs is used by another program.',
  'bundle.port-clash.next': 'Stop the other program, or choose another port.',
  'bundle.store-behind': "Events couldn't be stored as fast as they came.",
  'bundle.slow-disk': 'The disk is slow to write.',
  'bundle.slow-disk.next':
    'Look for what else writes to the disk (backup, virus scanner, a network folder), or move the data folder to a local disk.',
  'bundle.slow-writes': (p: { slow: number; of: number; limitMs: number; worstMs: number }) =>
    `${p.slow} of ${counted(p.of, 'measurement')} took ${p.limitMs} ms or more, the longest ${p.worstMs} ms`,

  'bundle.backend-restarted': 'The backend restarted while a session was streaming to it.',
  'bundle.backend-restarted.next':
    'Ask whoever runs the backend why it restarted at that time (a deployment, a crash, too little memory).',
  'bundle.backend-wiped': 'The backend lost audio that was sent to it.',
  'bundle.backend-wiped.next': 'Send the session again, or transcribe its kept sound: it is on this machine.',
  'bundle.clock-back': 'The clock of this machine was set back while events were recorded.',
  'bundle.clock-set': "The clock of this machine was set, or differs from the target's.",
  'bundle.clock.next':
    "Turn on automatic time in the system's settings. Order events by their number, not by their time.",
  'bundle.duplicates': ({ events, bytes }: { events: number; bytes: number }) =>
    `${counted(events, 'duplicate event')}, ${counted(bytes, 'byte')} of traffic.`,
  'bundle.duplicates.next':
    'See duplicates.json for each group with its cause; start with the first cause of the list.',
  'bundle.repeats': ({ cause, repeats, groups }: { cause: string; repeats: number; groups: number }) =>
    `${cause}: ${counted(repeats, 'repeat')} in ${counted(groups, 'group')}`,
  'bundle.of-events': ({ events, evidence }: { events: string; evidence: string }) =>
    `events ${events}: ${evidence}`,
  'bundle.old-names': 'The target still uses old names of messages.',
  'bundle.old-names.next': 'Update the target: a client that listens to both names gets every result twice.',
  'bundle.old-name': (p: { name: string; replacement: string; events: number; last: string }) =>
    `${p.name} (today ${p.replacement}): ${counted(p.events, 'time')}, last ${p.last}`,
  'bundle.proxy': 'A proxy stands between this machine and the target.',
  'bundle.proxy.next':
    'Check the address of the proxy, or ask for an exception for the target: it has to let WebSockets through.',
  'bundle.reconnect-storm': ({ times, codes }: { times: number; codes: string }) =>
    `The connection to the target ended ${counted(times, 'time')} (codes ${codes}).`,
  'bundle.reconnect-storm.next':
    'Check why they ended: the same code each time points to the target or a proxy, changing ones to the network.',
  'bundle.unreachable': 'A target did not answer, or refused the connection, every time.',
  'bundle.unreachable.next':
    'Probe it: that says which step fails. Check that the server runs and that the address is right.',
} as const;
