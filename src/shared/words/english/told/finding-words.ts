import { counted } from '../../../plural.ts';

/** What was seen of a group of events that say the same: names as sent, the time between two of them in ms. */
type Group = {
  name: string;
  other: string;
  /** Of the first and the last, short; none where a file names none. */
  connections: readonly string[];
  apartMs: number;
  events: number;
  /** How the sentence goes on. */
  detail: string;
};
type Sent = Group & { direction: 'in' | 'out' };

const sender = ({ direction }: Sent): string => (direction === 'out' ? 'The client' : 'The server');
const times = ({ events }: Group): string => (events > 2 ? `, ${events} times in all` : '');
const on = ({ connections: [first] }: Group): string =>
  first === undefined ? '' : ` on connection ${first}`;
const between = (p: Group): string =>
  p.connections.length > 1 ? ` on connections ${p.connections.join(' and ')}` : on(p);
const apart = ({ apartMs: ms }: Group): string => {
  if (ms < 1) return 'less than 1 ms';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${(ms / 60_000).toFixed(1)} minutes`;
};

/** Duplicates by cause: what shows it, what would confirm it, what to do. Never what was spoken. */
export const findingWords = {
  'finding.old-new-pair': (p: Group) =>
    `The same content came as ${p.name} and ${apart(p)} later as ${p.other}${on(p)}${times(p)}.`,
  'finding.double-send': (p: Sent) =>
    `${sender(p)} sent ${p.name} with the same content again ${apart(p)} later${on(p)}${times(p)}${p.detail}.`,
  'finding.answered-twice': (p: Group) =>
    `Two results for one buffer ${apart(p)} apart${between(p)}${p.detail}.`,
  'finding.id-reused': (p: Group) =>
    `${p.name} used one chunk id for different words, ${apart(p)} apart${on(p)}${times(p)}.`,
  'finding.replay': (p: Group) =>
    `${p.name} came again ${apart(p)} later on connection ${p.connections.at(-1) ?? '(unknown)'}, which was opened after connection ${p.connections[0] ?? '(unknown)'}${p.detail}${times(p)}.`,
  'finding.double-socket': (p: Group) =>
    `The same ${p.name} passed ${apart(p)} apart${between(p)}, which were open at the same time${times(p)}.`,
  'finding.double-listener': (p: Group & { listeners: number }) =>
    `One ${p.name} frame on the wire was handed to ${p.listeners} listeners of the client${on(p)}.`,
  'finding.client-retry': (p: Sent) =>
    p.direction === 'in'
      ? `${p.name} came again ${apart(p)} later${between(p)}${times(p)}: we had sent its audio again.`
      : `We sent the chunk ${p.detail} again ${apart(p)} later${between(p)}${times(p)}.`,
  'finding.echo': (p: Group) => `The tracks ${p.detail} have nearly the same words ${apart(p)} apart.`,
  'finding.near-duplicate': (p: Group) =>
    `Two results ${apart(p)} apart say nearly the same${p.detail}${times(p)}.`,
  'finding.unexplained': (p: Group) =>
    `The same ${p.name} came again ${apart(p)} later${between(p)}${times(p)}, and no known cause fits${p.detail}.`,
  'finding.expected-twin': (p: Group) =>
    `${p.name} and ${p.other} ${apart(p)} apart${between(p)}: ${p.detail}.`,

  'finding.same-words-as': ({ before, now }: { before: string; now: string }) =>
    `: the same words as ${before} and as ${now}`,
  'finding.same-words-twice': ({ kind }: { kind: string }) => `: the same words as ${kind}, twice`,
  'finding.same-words': ' (the same words)',
  'finding.same-chunk': ', with the same chunk id of the server',
  'finding.other-fields': ', though other fields differ',
  'finding.other-chunk': '; the chunk ids differ, so it may have been said twice',
  'finding.had-ended': ' and had ended',
  'finding.tracks': ({ one, other }: { one: string; other: string }) => `${one} and ${other}`,
  'finding.result-and-update': 'each result comes with an update of the meeting',
  'finding.greetings': 'a server greets each connection and answers each HANDSHAKE',

  'finding.old-new-pair.confirm':
    'Look in the backend for send calls under both names; an updated one sends the new name only.',
  'finding.double-send.confirm':
    'Look in the sender for two send calls for one message, or record the same meeting through the tap.',
  'finding.answered-twice.confirm':
    'The server log shows the background check and the end of the meeting taking the same audio buffer.',
  'finding.id-reused.confirm': 'Check where the server makes the id: each buffer needs its own.',
  'finding.replay.confirm':
    'Compare the time stamps inside both frames: a replayed one keeps the first time.',
  'finding.double-socket.confirm':
    'Count the open sockets of the client: one connection per meeting is enough.',
  'finding.double-listener.confirm':
    'Count the message listeners on the socket; each must be removed before it is added again.',
  'finding.client-retry.confirm':
    'The connection ended, or the ping after the chunk was not answered, before the chunk was sent again.',
  'finding.echo.confirm': 'Record once with headphones: the microphone then no longer hears the loudspeaker.',
  'finding.near-duplicate.confirm': 'Listen to the recording at both times: was it said twice?',
  'finding.unexplained.confirm':
    'Compare the events side by side, and record again with one client and one connection.',
  'finding.expected-twin.confirm': 'Nothing to do: the protocol works this way.',

  'advice.old-new-pair': 'Make the backend send each message under its new name only.',
  'advice.double-send': 'Send each message once: look for two send calls in the sender.',
  'advice.answered-twice':
    'Transcribe each buffer once: the background check, a full buffer and the end of the meeting must not take the same one.',
  'advice.id-reused': 'Give each buffer its own id: clients that rely on it lose words.',
  'advice.replay': 'After a reconnect, continue where the last connection ended instead of sending again.',
  'advice.double-socket':
    'Open one connection per meeting, and close the old one before a new one is opened.',
  'advice.double-listener': 'Remove the message listener before it is added again.',
  'advice.client-retry':
    'Look at the connection: chunks were sent again because their delivery was not confirmed.',
  'advice.echo': 'Use headphones, or record one of the two tracks: the microphone hears the loudspeaker.',
  'advice.near-duplicate':
    'Listen to the places that were said nearly twice; the target may transcribe overlapping audio.',
  'advice.unexplained': 'Look at the unexplained duplicates side by side.',
  'advice.expected-twin': 'Nothing to do: the protocol works this way.',
  'advice.reused': ({ events }: { events: number }) =>
    `${counted(events, 'event')} with an id that was already used.`,
  'advice.wasted': ({ repeats, bytes }: { repeats: number; bytes: number }) =>
    `${counted(repeats, 'duplicate event')}, ${counted(bytes, 'byte')} wasted.`,
  'advice.drift': ({ path, type }: { path: string; type: string }) =>
    `Check everything that reads ${path} of ${type}: the target has changed it.`,
  'advice.drift.appeared': ({ path }: { path: string }) => `${path} appeared.`,
  'advice.drift.vanished': ({ path }: { path: string }) => `${path} vanished.`,
  'advice.drift.type-changed': (p: { path: string; was: string; is: string }) =>
    `${p.path} was ${p.was} and is ${p.is}.`,
  'advice.remove-support': ({ name }: { name: string }) =>
    `Remove the support for ${name}: it is not needed any more.`,
  'advice.did-without': ({ sessions, target }: { sessions: number; target: string }) =>
    `The last ${counted(sessions, 'session')} with ${target === '' ? 'this target' : target} did without it.`,
  'advice.use-new': ({ name, replacement }: { name: string; replacement: string }) =>
    `Use ${replacement} instead of ${name}.`,
  'advice.share': (p: { events: number; percent: number; target: string }) =>
    `${counted(p.events, 'event')}, ${p.percent} % of all messages with this meaning, from ${p.target === '' ? 'an unknown target' : p.target}.`,
  'advice.add': ({ paths, type }: { paths: string; type: string }) => `Add ${paths} to every ${type}.`,
  'advice.send-as': (p: { paths: string; type: string; expected: string }) =>
    `Send ${p.paths} of ${p.type} as ${p.expected}.`,
  'advice.found': ({ found, events }: { found: string; events: number }) =>
    `Found ${found} in ${counted(events, 'event')}.`,
} as const;
