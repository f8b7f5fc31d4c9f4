import type { SourceName } from '../../../../shared/sound/audio.ts';
import { AppError } from '../../../../shared/errors.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/** A person, the system or the browser said no. Trying again does not change that; the settings do. */
export class CaptureRefused extends AppError {}

/** A browser's refusal to capture, in words for people. Error names as in the Media Capture specification. */
export function refusedByPage(
  source: SourceName,
  { name, message }: { name: string; message: string },
): AppError {
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return new CaptureRefused('no-device', sentence('capture.not-allowed', { source }));
    case 'NotFoundError':
      return new AppError('no-device', sentence('capture.nothing-there', { source }));
    case 'NotReadableError':
      return new AppError('no-device', sentence('capture.in-use', { source }));
    default:
      return new AppError('no-device', sentence('capture.failed', { source, why: message, name }));
  }
}
