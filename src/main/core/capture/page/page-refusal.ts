import type { SourceName } from '../../../../shared/sound/audio.ts';
import { AppError } from '../../../../shared/errors.ts';

const names = { system: 'system audio', microphone: 'microphone' } as const;

/** A person, the system or the browser said no. Trying again does not change that; the settings do. */
export class CaptureRefused extends AppError {}

/** A browser's refusal to capture, in words for people. Error names as in the Media Capture specification. */
export function refusedByPage(
  source: SourceName,
  { name, message }: { name: string; message: string },
): AppError {
  const what = names[source];
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return new CaptureRefused(
        'no-device',
        `The ${what} may not be recorded. Allow ScrumBot in the system's privacy settings, then try again.`,
      );
    case 'NotFoundError':
      return new AppError(
        'no-device',
        `There is nothing to capture the ${what} from. Plug a device in or choose one in the sound settings.`,
      );
    case 'NotReadableError':
      return new AppError(
        'no-device',
        `The ${what} is in use by another program or does not answer. Close that program, then try again.`,
      );
    default:
      return new AppError('no-device', `The ${what} cannot be captured: ${message} (${name}).`);
  }
}
