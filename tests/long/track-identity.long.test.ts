import { describePageMoves } from '../support/identity/page-moves.ts';
import { describePipeWire } from '../support/identity/pipewire-matrix.ts';

describePageMoves();
describePipeWire();
