/**
 * Sound as frames of samples: from programs, the capture page or a file; watched, measured, placed in time.
 * Needs the host's capture page where programs cannot capture.
 * Owns no files.
 */
import type { SourceName } from '../../../shared/sound/audio.ts';
import type { Input } from '../../../shared/session/session.ts';
import type { SoundTry } from '../../../shared/sound/sound-check.ts';
import type { AudioSource, LevelMeter } from '../ports/ports.ts';
import { createLevelMeter } from './frames/level-meter.ts';
import { openLiveSource, openSource, type SourceOptions } from './open-source.ts';
import { findDefaultDevice } from './programs/default-device.ts';
import { trySource } from './sound-check.ts';

export { addressOf, resolveFilePath } from './files/file-path.ts';
export { findDefaultDevice } from './programs/default-device.ts';

export type CaptureService = {
  /**
   * `signal` ends the wait for what a pipe brings.
   * @throws AppError `not-found`, `bad-input`, `no-device`, `missing-tool`, `interrupted`
   */
  openSource(input: Input, signal?: AbortSignal): Promise<AudioSource>;
  /** Captures a source for a moment and looks at the samples. Nothing is kept. */
  trySource(source: SourceName): Promise<SoundTry>;
  /** The name of the device that a source captures. @throws AppError with what to do */
  findDefaultDevice(source: SourceName): Promise<string>;
  createMeter(source: SourceName): LevelMeter;
};

export function startCapture(needs: SourceOptions): CaptureService {
  return {
    openSource: (input, signal) => openSource(input, needs, signal),
    trySource: (source) => trySource((name) => openLiveSource(name, needs), source, needs.clock),
    findDefaultDevice: (source) => findDefaultDevice(source, needs.environment),
    createMeter: createLevelMeter,
  };
}
