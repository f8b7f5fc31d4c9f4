import { AppError } from '../../../../shared/errors.ts';
import { findExecutable } from '../../lifecycle/lifecycle.ts';
import { createPipeWireServer } from './pipewire.ts';
import { createPulseServer } from './pulse.ts';
import type { SoundServer } from './sound-server.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/** @throws AppError `missing-tool` */
export async function findSoundServer(environment: NodeJS.ProcessEnv): Promise<SoundServer> {
  const pactl = await findExecutable('pactl', environment);
  if (pactl !== null) return createPulseServer(pactl, environment);
  const pwMetadata = await findExecutable('pw-metadata', environment);
  if (pwMetadata !== null) return createPipeWireServer(pwMetadata, environment);
  throw new AppError('missing-tool', sentence('capture.no-sound-tools'));
}
