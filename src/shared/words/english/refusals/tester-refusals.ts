import { counted } from '../../../plural.ts';

/** Why a backend of the app, a tap or a replay refuses. */
export const testerRefusals = {
  'tester.port-taken': ({ port, why }: { port: number; why: string }) =>
    `Port ${port} cannot be used: ${why}. Choose another port, or stop the program that has it.`,
  'tester.real-and-old': 'A backend cannot be "real" and "old" at once. Name one of them.',
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
    `"${word}" cannot be simulated: ${name} takes a number above 0 and up to ${most}, as in ${name}=${unit}.`,
  'tester.no-simulation': ({ word, known }: { word: string; known: string }) =>
    `"${word}" cannot be simulated. Known, with commas between them: ${known}.`,
  'tester.no-frames': ({ name }: { name: string }) =>
    `${name} has no frames of a client that could be sent again.`,
  'tester.busy': 'Something is being sent again. Wait until it is done, or cancel it.',
  'tester.cancelled': 'It was cancelled.',
  'tester.no-audio-after': (p: { name: string; fromSec: number; chunks: number }) =>
    `${p.name} has no audio after ${p.fromSec} s: all of its ${counted(p.chunks, 'chunk')} begin before.`,
  'tester.no-kept-audio': ({ sessionId }: { sessionId: string }) =>
    `Session ${sessionId} has no kept audio that two targets could hear.`,
  'tester.no-fault': ({ word, known }: { word: string; known: string }) =>
    `"${word}" is no fault. Known: ${known}.`,
  'tester.address-taken': ({ port, host, why }: { port: number; host: string; why: string }) =>
    `Port ${port} of ${host} cannot be used: ${why}. Choose another port, or stop the program that has it.`,
  'tester.no-tap': ({ port }: { port: number }) => `No tap listens on port ${port}.`,
  'tester.no-origin': ({ origin }: { origin: string }) =>
    `"${origin}" is no origin. Name a site or an extension, such as chrome-extension://ID.`,
  'tester.tap-not-open': 'The tap is not open.',
  'tester.tap-ended': ({ why }: { why: string }) =>
    `The tap has ended, and its connections with it${why === '' ? '' : ` (${why})`}. Start it again.`,
} as const;
