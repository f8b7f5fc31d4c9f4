import { useState } from 'react';
import { AppError } from '../../shared/errors.ts';
import { useCall } from '../connection/bridge-hooks.ts';
import { sendPieces } from '../parts/files/send-pieces.ts';
import { text } from '../text.ts';

const words = text.files;

/** Sends files to be transcribed, one after another; what is refused is told by name and keeps none of the others back. */
export function useSendFiles(): {
  send: (files: readonly File[]) => Promise<void>;
  refusals: readonly Error[];
} {
  const call = useCall();
  const [refusals, setRefusals] = useState<readonly Error[]>([]);

  async function sendOne(file: File): Promise<void> {
    if (file.size === 0) throw new AppError('bad-input', words.empty(file.name));
    const { name, size: bytes } = file;
    await sendPieces(file, (data, id) => call('files.send', { id, name, bytes, data }));
  }

  return {
    refusals,
    async send(files) {
      setRefusals([]);
      for (const file of files)
        await sendOne(file).catch((error: unknown) => {
          const told =
            error instanceof AppError ? error : new AppError('bad-input', words.unreadable(file.name));
          setRefusals((known) => [...known, told]);
        });
    },
  };
}
