import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { sentence, type Sentence } from '../../../../shared/words/all-words.ts';

/** What a server was found to take for a model. */
const habitsSchema = z.object({
  url: z.string(),
  audio: z.enum(['flac', 'wav']),
  format: z.enum(['diarized_json', 'verbose_json', 'json', 'text']),
  /** Fields that it refuses. */
  without: z.array(z.string()),
});
export type Habits = z.infer<typeof habitsSchema>;

/** Remembers per server and model, over restarts. What cannot be read or kept is found out anew. */
export type ServerHabits = {
  find(server: string, model: string): Promise<Habits | null>;
  keep(server: string, model: string, habits: Habits): Promise<void>;
};

const fileSchema = z.record(z.string(), habitsSchema);

export function createServerHabits(path: string): ServerHabits {
  async function read(): Promise<Record<string, Habits>> {
    try {
      return fileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    } catch {
      return {};
    }
  }
  const keyOf = (server: string, model: string): string => `${server} ${model}`;
  return {
    find: async (server, model) => (await read())[keyOf(server, model)] ?? null,
    async keep(server, model, habits) {
      try {
        const all = { ...(await read()), [keyOf(server, model)]: habits };
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await writeFileAtomic(path, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
      } catch {
        // A full disk costs a request or two the next time, and no words.
      }
    },
  };
}

/** What is said of a server, with what is not as usual. */
export function withHabits(first: Sentence, { audio, format, without }: Habits): Sentence {
  if (format === 'verbose_json' && audio === 'flac' && without.length === 0) return first;
  const hasTimes = format === 'verbose_json' || format === 'diarized_json';
  const shown = hasTimes ? format : sentence('engine.format-without-times', { format });
  const habits = { first, audio: audio.toUpperCase(), format: shown };
  return without.length === 0
    ? sentence('engine.habits', habits)
    : sentence('engine.habits-without', { ...habits, without: without.join(' and ') });
}
