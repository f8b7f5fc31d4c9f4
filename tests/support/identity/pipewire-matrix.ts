import { describeIdentity } from './matrix.ts';
import { createPipeWireMachine } from './pipewire-machine.ts';

/**
 * The cells that a machine of nodes without hardware can show. It gives no word of a muted node or of its volume without
 * PulseAudio's tools, and a node that somebody suspends stays silent for whoever hears it until it is opened anew.
 */
const ofOwnRecorder = [
  'system: removed',
  'system: replaced',
  'system: server restarted',
  'system: default changed',
  'system: profile changed',
  'microphone: removed',
  'microphone: default changed',
];
const ofPulseAudios = ['system: removed', 'microphone: removed'];

/** The table with PipeWire and WirePlumber, by its own recorder and by PulseAudio's. */
export function describePipeWire(): void {
  describeIdentity(
    'pw-record',
    ['pipeWire'],
    () => createPipeWireMachine('pw-record'),
    (cell) => ofOwnRecorder.includes(cell),
  );
  describeIdentity(
    "parec and PipeWire's server",
    ['pipeWire', 'pipeWirePulse'],
    () => createPipeWireMachine('parec'),
    (cell) => ofPulseAudios.includes(cell),
  );
}
