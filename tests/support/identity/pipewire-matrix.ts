import { describeIdentity } from './matrix.ts';
import { createPipeWireMachine } from './pipewire-machine.ts';

// A node that somebody suspends stays silent for whoever hears it, until it is opened anew: no tone comes back.
const goesOn = (cell: string): boolean => !cell.endsWith('suspended');
// PipeWire's own tools give no word of a muted node or of its volume; zeros are warned of after 10 s.
const isToldByItself = (cell: string): boolean => !/(?:muted|volume 0)$/.test(cell);

/** The table with PipeWire and WirePlumber, by its own recorder and by PulseAudio's. */
export function describePipeWire(): void {
  describeIdentity(
    'pw-record',
    ['pipeWire'],
    () => createPipeWireMachine('pw-record'),
    (cell) => goesOn(cell) && isToldByItself(cell),
  );
  describeIdentity(
    "parec and PipeWire's server",
    ['pipeWire', 'pipeWirePulse'],
    () => createPipeWireMachine('parec'),
    goesOn,
  );
}
