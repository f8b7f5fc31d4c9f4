import { counted } from '../../../plural.ts';

/** Why a backend of the app, a tap or a replay refuses, and what the two say of what went through. */
export const testerRefusals = {
  'tester.port-taken': ({ port, why }: { port: number; why: string }) =>
    `Port ${port} can't be used: ${why}. Choose another port, or stop the program that has it.`,
  'tester.real-and-old': 'A backend can\'t be "real" and "old" at once. Name one of them.',
  'tester.simulated-number': ({
    word,
    name,
    most,
    unit,
  }: {
    word: string;
    name: string;
    most: number;
    unit: string;
  }) =>
    `"${word}" can't be simulated: ${name} takes a number above 0 and up to ${most}, as in ${name}=${unit}.`,
  'tester.no-simulation': ({ word, known }: { word: string; known: string }) =>
    `"${word}" can't be simulated. Known, with commas between them: ${known}.`,
  'tester.no-frames': ({ name }: { name: string }) =>
    `${name} has no frames of a client that could be sent again.`,
  'tester.busy': 'A replay or twin run is already running. Wait until it is done, or cancel it.',
  'tester.cancelled': 'It was cancelled.',
  'tester.no-audio-after': (p: { name: string; fromSec: number; chunks: number }) =>
    `${p.name} has no audio after ${p.fromSec} s: all of its ${counted(p.chunks, 'chunk')} begin before.`,
  'tester.no-kept-audio': ({ sessionId }: { sessionId: string }) =>
    `Session ${sessionId} has no kept audio that two targets could hear.`,
  'tester.no-fault': ({ word, known }: { word: string; known: string }) =>
    `"${word}" is not a fault. Known: ${known}.`,
  'tester.address-taken': ({ port, host, why }: { port: number; host: string; why: string }) =>
    `Port ${port} of ${host} can't be used: ${why}. Choose another port, or stop the program that has it.`,
  'tester.no-tap': ({ port }: { port: number }) => `No tap listens on port ${port}.`,
  'tester.no-origin': ({ origin }: { origin: string }) =>
    `"${origin}" is not an origin. Name a site or an extension, such as chrome-extension://ID.`,
  'tester.tap-not-open': 'The tap is not open.',
  'tester.tap-ended': ({ why }: { why: string }) =>
    `The tap has ended, and its connections with it${why === '' ? '' : ` (${why})`}. Start it again.`,
  'tester.tap-loopback':
    'The tap answers on its loopback address only. Use ws://localhost or ws://127.0.0.1 with its port.',
  'tester.tap-odd-upgrade': ({ what }: { what: string }) =>
    `The request is no opening handshake of a WebSocket: "${what}" is not what RFC 6455 has there. Let a WebSocket client connect.`,
  'tester.tap-odd-origin': ({ origin }: { origin: string }) =>
    `Pages of "${origin}" may not use the tap: that is not a site or an extension that could be let in.`,
  'tester.tap-site': ({ origin }: { origin: string }) =>
    `Pages of ${origin} may not use the tap until whoever runs the tap allows it.`,
  'tester.tap-extension': ({ origin }: { origin: string }) =>
    `The extension ${origin} may not use the tap until whoever runs the tap allows it.`,
  'tester.tap-here':
    'This is a tap of ScrumBot Desktop, which passes WebSockets on to a target and records them. Connect a WebSocket to /ws; /health is what the target answers.',
  'tester.tap-stops': 'The tap stops',
  'tester.ended-early': 'The target ended the connection before it began.',
  'tester.broken-off-by-client': ({ why }: { why: string }) => `The client ended it: ${why}.`,
  'tester.broken-off-by-target': ({ why }: { why: string }) => `The target ended it: ${why}.`,
  'tester.not-recorded': ({ messages }: { messages: number }) =>
    `${counted(messages, 'message')} went through without a record, because more came than could be recorded.`,
  'tester.dropped': 'The tap dropped this message: that fault is on.',
  'tester.reordered': 'The tap sent this message ahead of the one before it: that fault is on.',
  'tester.sent-twice': 'The tap sent this message twice: that fault is on.',
  'tester.binary-of-client': 'The client sent a binary frame; the protocol has text frames only.',
  'tester.binary-of-target': 'The target sent a binary frame; the protocol has text frames only.',
  'tester.on-purpose': 'Sent on purpose, to see the answer.',
  'replay.title': ({ of }: { of: string }) => `Replay of ${of}`,
  'replay.title.bundled': ({ sessionId }: { sessionId: string }) => `Audio of ${sessionId} from a bundle`,
  'replay.title.side': ({ side, sessionId }: { side: string; sessionId: string }) =>
    `Twin ${side} of ${sessionId}`,
  'replay.title.twin': 'Audio of a twin run',
  'tester.audio-lost': ({ why }: { why: string }) => `The audio of a client couldn't be kept: ${why}.`,
  'tester.silence-sent': 'Its audio was not kept: it is silence of the same size.',
  'tester.silences-sent': ({ chunks }: { chunks: number }) =>
    `The audio of ${counted(chunks, 'chunk')} was not kept: silence of the same size was sent.`,
} as const;
