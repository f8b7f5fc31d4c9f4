import { AppError } from '../../shared/errors.ts';
import type { Input, StartRequest } from '../../shared/session/session.ts';
import { requestedTarget } from '../parts/fields/target-picker.tsx';
import { text } from '../text.ts';

export type SourceChoice = 'system' | 'microphone' | 'both' | 'file';

/** What the form holds. */
export type Choices = {
  title: string;
  source: SourceChoice;
  filePath: string;
  speed: 1 | 'max';
  mode: 'stream' | 'direct' | 'capture-only';
  /** Name of a target; `null` means the address; `undefined` the settings' target. */
  target: string | null | undefined;
  address: string;
};

export const firstChoices: Choices = {
  title: '',
  source: 'system',
  filePath: '',
  speed: 1,
  mode: 'stream',
  target: undefined,
  address: '',
};

/** @throws AppError `bad-input` for what the core would refuse anyway, said before it is asked. */
export function startRequestOf(choices: Choices): StartRequest {
  const title = choices.title.trim();
  return {
    inputs: inputsOf(choices),
    mode: choices.mode,
    ...(title !== '' && { title }),
    ...(choices.mode === 'stream' && targetOf(choices)),
  };
}

function inputsOf({ source, filePath, speed }: Choices): Input[] {
  switch (source) {
    case 'system':
    case 'microphone':
      return [{ kind: source }];
    case 'both':
      return [{ kind: 'system' }, { kind: 'microphone' }];
    case 'file': {
      const path = filePath.trim();
      if (path === '') throw new AppError('bad-input', text.record.fileMissing);
      return [{ kind: 'file', path, speed }];
    }
    default:
      return source satisfies never;
  }
}

function targetOf({ target, address }: Choices): { target?: string } {
  return target === undefined ? {} : { target: requestedTarget({ name: target, address }) };
}
