import type { Handlers } from '../../../src/shared/contract/contract.ts';
import type { TopicHub } from '../../../src/shared/contract/topic-hub.ts';
import type { SentFile } from '../../../src/shared/session/sent-file.ts';

/** Takes files over: each is transcribed as soon as it is whole, but what ends in `.txt` is no sound. */
export function fileAnswers(topics: TopicHub): Pick<Handlers, 'files.send' | 'files.list' | 'files.remove'> {
  let files: SentFile[] = [];

  function tell(next: SentFile[]): void {
    files = next;
    topics.publish('files', files);
  }

  return {
    'files.send': ({ id: known, name, bytes, data }) => {
      const id = known ?? `f-${files.length + 1}`;
      const before = files.find((file) => file.id === id)?.arrivedBytes ?? 0;
      const arrivedBytes = before + Buffer.from(data, 'base64').length;
      const file: SentFile = {
        id,
        name,
        bytes,
        arrivedBytes,
        state: 'arriving',
        sessionId: null,
        sentence: null,
      };
      const ended: Partial<SentFile> = name.endsWith('.txt')
        ? { state: 'failed', sentence: `${name} is a text file. Give a WAV file.` }
        : { state: 'done', sessionId: '20260302-090000-1a2b3c4d' };
      tell([...files.filter((one) => one.id !== id), { ...file, ...(arrivedBytes === bytes && ended) }]);
      return Promise.resolve({ id });
    },
    'files.list': () => Promise.resolve(files),
    'files.remove': ({ id }) => {
      tell(files.filter((file) => file.id !== id));
      return Promise.resolve({});
    },
  };
}
