import { inject } from 'vitest';
import { describeIdentity } from '../../support/identity/matrix.ts';
import { describePageMoves } from '../../support/identity/page-moves.ts';
import { describePipeWire } from '../../support/identity/pipewire-matrix.ts';
import { createPulseMachine } from '../../support/identity/pulse-machine.ts';

describeIdentity('parec', ['soundServer'], createPulseMachine);

// As long again for each way to record: where somebody asks for this table by name, and in the long run.
if (inject('namePattern').includes('track identity')) {
  describePageMoves();
  describePipeWire();
}
