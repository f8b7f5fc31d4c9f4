import { describeIdentity } from './matrix.ts';
import { createPipeWireMachine } from './pipewire-machine.ts';

// A node that somebody suspends stays silent for whoever hears it, until it is opened anew: no tone comes back.
const isCell = (cell: string): boolean => !cell.endsWith('suspended');

/** The table with PipeWire and WirePlumber, by its own recorder and by PulseAudio's. */
export function describePipeWire(): void {
  describeIdentity('pw-record', ['pipeWire'], () => createPipeWireMachine('pw-record'), isCell);
  describeIdentity(
    "parec and PipeWire's server",
    ['pipeWire', 'pipeWirePulse'],
    () => createPipeWireMachine('parec'),
    isCell,
  );
}
