import type { Input } from '../../../shared/session.ts';
import type { AudioSource, Clock } from '../ports.ts';
import { openFileSource } from './file-source.ts';
import { openPulseSource } from './pulse-source.ts';

/** @throws AppError `not-found`, `bad-input`, `no-device`, `missing-tool` */
export function openSource(
  input: Input,
  options: { clock: Clock; environment: NodeJS.ProcessEnv; platform: NodeJS.Platform },
): Promise<AudioSource> {
  if (input.kind === 'file') return openFileSource(input.path, { speed: input.speed, clock: options.clock });
  return openPulseSource(input.kind, options);
}
