import type { Cause } from '../../../../shared/events/findings.ts';
import type { OpenFinding } from './open-finding.ts';

/** What would confirm a cause, or show that it is another. */
export const confirmations: Readonly<Record<Cause, string>> = {
  'old-new-pair':
    'The backend sends one of the two names only once its update is deployed: look for both send calls.',
  'double-send':
    'Look in the sender for two send calls for one message, or record the same meeting through the tap.',
  'answered-twice':
    'The server log shows the background check and the end of the meeting taking the same audio buffer.',
  'id-reused': 'Look in the server for where the id is made: it has to be another one for each buffer.',
  replay: 'Compare the time stamps inside both frames: a replayed one keeps the first time.',
  'double-socket': 'Count the open sockets of the client: one connection per meeting is enough.',
  'double-listener':
    'Count the message listeners on the socket; each must be removed before it is added again.',
  'client-retry':
    'The connection ended, or the ping after the chunk was not answered, before the chunk was sent again.',
  echo: 'Record once with headphones: the microphone then no longer hears the loudspeaker.',
  'near-duplicate': 'Listen to the recording at both times: was it said twice?',
  unexplained: 'Compare the events side by side, and record again with one client and one connection.',
  'expected-twin': 'Nothing to do: the protocol has it so.',
};

/** One sentence of facts; it never repeats what was spoken. */
export function evidenceOf(finding: OpenFinding): string {
  const { cause, facts, events, circumstances } = finding;
  const { names, direction, connections, apartMs, detail } = circumstances;
  const name = names[0] ?? facts.type;
  const other = names.at(-1) ?? name;
  const apart = timeText(apartMs);
  const times = events > 2 ? `, ${events} times in all` : '';
  const on = connections[0] === '' ? '' : ` on connection ${short(connections[0])}`;
  const between = connections.length > 1 ? ` on connections ${connections.map(short).join(' and ')}` : on;
  switch (cause) {
    case 'old-new-pair':
      return `The same content came as ${name} and ${apart} later as ${other}${on}${times}.`;
    case 'double-send':
      return `${who(direction)} sent ${name} with the same content again ${apart} later${on}${times}${detail}.`;
    case 'answered-twice':
      return `Two results for one buffer ${apart} apart${between}${detail}.`;
    case 'id-reused':
      return `${name} used one chunk id for different words, ${apart} apart${on}${times}.`;
    case 'replay':
      return `${name} came again ${apart} later on connection ${short(connections.at(-1))}, which was opened after connection ${short(connections[0])}${detail}${times}.`;
    case 'double-socket':
      return `The same ${name} passed ${apart} apart${between}, which were open at the same time${times}.`;
    case 'double-listener':
      return `One ${name} frame on the wire was handed to ${finding.repeats + 1} listeners of the client${on}.`;
    case 'client-retry':
      if (direction === 'in')
        return `${name} came again ${apart} later${between}${times}: we had sent its audio again.`;
      return `We sent the chunk ${detail} again ${apart} later${between}${times}.`;
    case 'echo':
      return `The tracks ${detail} brought nearly the same words ${apart} apart.`;
    case 'near-duplicate':
      return `Two results ${apart} apart say nearly the same${detail}${times}.`;
    case 'unexplained':
      return `The same ${name} was there again ${apart} later${between}${times}, and no known cause fits${detail}.`;
    case 'expected-twin':
      return `${name} and ${other} ${apart} apart${between}: ${detail}.`;
  }
}

function who(direction: 'in' | 'out'): string {
  return direction === 'out' ? 'The client' : 'The server';
}

function short(connection: string | undefined): string {
  if (connection === undefined || connection === '') return '(unknown)';
  return connection.length > 12 ? connection.slice(0, 8) : connection;
}

function timeText(ms: number): string {
  if (ms < 1) return 'less than 1 ms';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${(ms / 60_000).toFixed(1)} minutes`;
}
