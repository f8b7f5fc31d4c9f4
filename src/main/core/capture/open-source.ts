import { uptime } from 'node:os';
import type { Input } from '../../../shared/session.ts';
import type { AudioSource, Clock } from '../ports.ts';
import { openFileSource } from './file-source.ts';
import { openPulseSource } from './pulse-source.ts';
import { watchSource } from './watched-source.ts';

/**
 * Live sources are watched: they are opened again when they are lost.
 * @throws AppError `not-found`, `bad-input`, `no-device`, `missing-tool`
 */
export function openSource(
  input: Input,
  options: { clock: Clock; environment: NodeJS.ProcessEnv; platform: NodeJS.Platform },
): Promise<AudioSource> {
  if (input.kind === 'file') return openFileSource(input.path, { speed: input.speed, clock: options.clock });
  const { kind } = input;
  return watchSource(() => openPulseSource(kind, options), {
    clock: options.clock,
    // Node's uptime counts the time asleep on every system.
    sinceBootMs: () => uptime() * 1_000,
  });
}
