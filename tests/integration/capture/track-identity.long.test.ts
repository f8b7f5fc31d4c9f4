import { describePipeWire } from '../../support/identity/pipewire-matrix.ts';

describePipeWire();
