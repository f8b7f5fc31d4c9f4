import { fileURLToPath } from 'node:url';
import type { Paths } from '../../src/main/core/ports/ports.ts';

/**
 * The program as it ships: a process or a thread of it begins in half of what the same takes from source, and hundreds
 * begin in a run. A run of tests builds it when the source is newer.
 */
export const builtEntry = new URL('../../out/main/cli.js', import.meta.url);

export const builtWorker: Paths['workerEntry'] = (name) => new URL(`${name}.js`, builtEntry);

export const builtProgram = fileURLToPath(builtEntry);
