import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../../shared/errors.ts';
import type { BackendMessage } from '../../../shared/protocol/decode.ts';
import { buildWavHeader, wavHeaderBytes } from '../../../shared/sound/wav.ts';
import { say } from '../../../shared/words/all-words.ts';
import { makeFolder } from '../lifecycle/lifecycle.ts';
import type { RecordEvent } from '../ports/ports.ts';

/** What clients send as audio, kept as a recording that can be played: one a connection. */
export type ClientAudio = {
  heard(connectionId: string, message: BackendMessage): void;
  /** The client is gone: what it sent becomes a session. */
  gone(connectionId: string): void;
  /** Resolves with the sessions when all of them are made. */
  finish(): Promise<string[]>;
};

const audioTypes = new Set(['AUDIO_CHUNK', 'audio_chunk', 'AUDIO_CHUNK_ENHANCED']);

type OpenFile = { file: FileHandle; bytes: number; path: string };

export function createClientAudio(options: {
  folder: string;
  tapId: string;
  record: RecordEvent;
  /** Makes a session of a file; resolves with its id when it is whole. */
  keep: (path: string, title: string) => Promise<string>;
}): ClientAudio {
  const { tapId, record } = options;
  const files = new Map<string, OpenFile>();
  const sessionIds: string[] = [];
  // One thing after another: writes keep their order, and one session is made at a time.
  let work: Promise<void> = Promise.resolve();

  function then(connectionId: string, step: () => Promise<void>): void {
    work = work.then(step).catch((error: unknown) => {
      record({
        kind: 'stream',
        type: 'tap.audio-lost',
        sessionId: tapId,
        connectionId,
        reason: say('tester.audio-lost', { why: messageOf(error) }),
      });
    });
  }

  async function append(connectionId: string, pcm: Buffer): Promise<void> {
    let place = files.get(connectionId);
    if (place === undefined) {
      await makeFolder(options.folder);
      const path = join(options.folder, `${tapId}-${connectionId}.wav`);
      const file = await open(path, 'wx', 0o600);
      await file.write(buildWavHeader(0));
      place = { file, bytes: 0, path };
      files.set(connectionId, place);
    }
    await place.file.write(pcm, 0, pcm.length, wavHeaderBytes + place.bytes);
    place.bytes += pcm.length;
    // The file is whole at any moment.
    await place.file.write(buildWavHeader(place.bytes), 0, wavHeaderBytes, 0);
  }

  async function makeSession(connectionId: string): Promise<void> {
    const place = files.get(connectionId);
    if (place === undefined) return;
    files.delete(connectionId);
    await place.file.close();
    const sessionId = await options.keep(place.path, `A client of ${tapId}`);
    sessionIds.push(sessionId);
    record({
      kind: 'stream',
      type: 'tap.audio-kept',
      sessionId: tapId,
      connectionId,
      fields: { audioSessionId: sessionId, audioBytes: place.bytes },
    });
  }

  return {
    heard(connectionId, { type, data }) {
      if (!audioTypes.has(type) || typeof data !== 'string' || data === '') return;
      const pcm = Buffer.from(data, 'base64');
      // Half a sample would shift all that follow.
      const whole = pcm.subarray(0, pcm.length - (pcm.length % 2));
      if (whole.length > 0) then(connectionId, () => append(connectionId, whole));
    },
    gone: (connectionId) => then(connectionId, () => makeSession(connectionId)),
    async finish() {
      for (const connectionId of files.keys()) then(connectionId, () => makeSession(connectionId));
      await work;
      return sessionIds;
    },
  };
}
