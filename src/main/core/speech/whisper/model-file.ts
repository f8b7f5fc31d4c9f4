import { open, type FileHandle } from 'node:fs/promises';
import { messageOf } from '../../../../shared/errors.ts';
import type { EngineLack } from '../engines/engine-entry.ts';
import { say } from '../../../../shared/words/all-words.ts';

const longestHeader = 8;
// whisper.cpp's own files begin with the number 0x67676d6c.
const ggml = Buffer.from('lmgg', 'latin1');
const others: readonly (readonly [beginning: Buffer, what: string])[] = [
  [Buffer.from('GGUF', 'latin1'), 'a GGUF file, which is for language models'],
  [Buffer.from('PK\u0003\u0004', 'latin1'), "a PyTorch model or a zip, which is not in whisper.cpp's form"],
  [Buffer.from('version ', 'latin1'), 'a pointer of Git LFS: the model itself was not downloaded'],
  [Buffer.from('<!DOCTYP', 'latin1'), 'a web page that was saved in place of the model'],
  [Buffer.from('<html', 'latin1'), 'a web page that was saved in place of the model'],
];

/** What is wrong with a model's file, with what to do; `null` where its beginning is as it should be. */
export async function problemOfModel(path: string): Promise<EngineLack | null> {
  let file: FileHandle | null = null;
  try {
    file = await open(path, 'r');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(longestHeader), 0, longestHeader, 0);
    const header = buffer.subarray(0, bytesRead);
    if (header.subarray(0, ggml.length).equals(ggml)) return null;
    const isEmpty = bytesRead === 0 || header.every((byte) => byte === 0);
    const what = isEmpty
      ? 'empty: its download was broken off, perhaps'
      : (others.find(([beginning]) => header.subarray(0, beginning.length).equals(beginning))?.[1] ??
        'no Whisper model (a ggml file) at all');
    return { problem: say('engine.wrong-model', { path, what }), action: { do: 'get-model' } };
  } catch (error) {
    return {
      problem: say('engine.unreadable-model', { path, why: messageOf(error) }),
      action: { do: 'change-setting', setting: 'direct.whisperModel' },
    };
  } finally {
    await file?.close();
  }
}
