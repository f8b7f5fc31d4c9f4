import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, messageOf } from '../../../../shared/errors.ts';
import type { DirectSettings } from '../../../../shared/settings/parts/direct-settings.ts';
import {
  modelsBaseUrl,
  speechModels,
  type SpeechModel,
  type SpeechModelStatus,
} from '../../../../shared/settings/speech-models.ts';
import type { Network } from '../../network/network.ts';
import { download, partOf } from './download.ts';
import { sayIt, sentence } from '../../../../shared/words/all-words.ts';

/** Whisper models on this machine. Nothing is downloaded unasked. */
export type SpeechModels = {
  list(): Promise<SpeechModelStatus[]>;
  /**
   * Downloads one, on from what an earlier try left. Answers at once for one that is there.
   * @throws AppError `bad-input` for a name that no model has, `busy` while it is being downloaded, and as `download` does
   */
  get(
    name: string,
    options: { signal: AbortSignal; onProgress?: (bytes: number) => void },
  ): Promise<SpeechModelStatus>;
  /** Stops a download that this process makes; what came is kept. */
  cancel(name: string): void;
  /** Deletes it, and what came of it. @throws AppError `bad-input`, `busy` */
  remove(name: string): Promise<void>;
  /** Stops every download of this process; resolves when their files are closed. */
  stop(): Promise<void>;
};

const folderOf = (home: string): string => join(home, 'models');

export function createSpeechModels(needs: {
  home: string;
  network: Network;
  readSettings: () => Promise<Pick<DirectSettings, 'modelMirror'>>;
  /** Others than the known ones, for tests. */
  catalogue?: readonly SpeechModel[];
  /** A model came or went, or, with `isProgress`, more of one is there. */
  onChange: (isProgress: boolean) => void;
}): SpeechModels {
  const catalogue = needs.catalogue ?? speechModels;
  const underWay = new Map<string, { cancel: AbortController; ended: Promise<null> }>();
  const problems = new Map<string, string>();

  async function statusOf(model: SpeechModel, base: string): Promise<SpeechModelStatus> {
    const path = join(folderOf(needs.home), model.file);
    const [whole, part] = [await sizeOf(path), await sizeOf(partOf(path))];
    const isReady = whole === model.bytes;
    const { name, languages, bytes, licence, sha256, file } = model;
    return {
      name,
      title: sayIt({ code: `model.${name}`, params: {} }, name),
      ...{ languages, bytes, licence, sha256, path },
      url: `${base}/${file}`,
      state: isReady ? 'ready' : underWay.has(name) ? 'downloading' : part > 0 ? 'partial' : 'not-there',
      storedBytes: isReady ? whole : part,
      problem: problems.get(name) ?? null,
    };
  }

  const baseUrl = async (): Promise<string> =>
    ((await needs.readSettings()).modelMirror ?? modelsBaseUrl).replace(/\/+$/, '');

  return {
    async list() {
      const base = await baseUrl();
      return Promise.all(catalogue.map((model) => statusOf(model, base)));
    },
    async get(name, { signal, onProgress }) {
      const model = knownModel(name, catalogue);
      const base = await baseUrl();
      const before = await statusOf(model, base);
      if (before.state === 'ready') return before;
      if (underWay.has(name)) throw new AppError('busy', sentence('speech.download-runs', { name }));
      const cancel = new AbortController();
      const ended = Promise.withResolvers<null>();
      underWay.set(name, { cancel, ended: ended.promise });
      problems.delete(name);
      try {
        const { url, path, bytes, sha256 } = before;
        await download(
          { url, path, bytes, sha256 },
          {
            network: needs.network,
            signal: AbortSignal.any([signal, cancel.signal]),
            onProgress(stored) {
              onProgress?.(stored);
              needs.onChange(true);
            },
          },
        );
      } catch (error) {
        if (signal.aborted || cancel.signal.aborted)
          throw new AppError('interrupted', sentence('speech.download-cancelled', { name }));
        problems.set(name, messageOf(error));
        throw error;
      } finally {
        underWay.delete(name);
        ended.resolve(null);
        needs.onChange(false);
      }
      return statusOf(model, base);
    },
    cancel: (name) => underWay.get(name)?.cancel.abort(),
    async remove(name) {
      const { file } = knownModel(name, catalogue);
      if (underWay.has(name)) throw new AppError('busy', sentence('speech.download-first', { name }));
      const path = join(folderOf(needs.home), file);
      await Promise.all([rm(path, { force: true }), rm(partOf(path), { force: true })]);
      problems.delete(name);
      needs.onChange(false);
    },
    async stop() {
      const all = [...underWay.values()];
      for (const { cancel } of all) cancel.abort();
      await Promise.all(all.map(({ ended }) => ended));
    },
  };
}

/** The model to be used: a file of one's own, or the best that was downloaded; `null` where there is none. */
export async function findModel(
  home: string,
  { whisperModel }: Pick<DirectSettings, 'whisperModel'>,
): Promise<string | null> {
  const downloaded: string[] = [];
  for (const { name, file, bytes } of speechModels) {
    const path = join(folderOf(home), file);
    if ((await sizeOf(path)) !== bytes) continue;
    if (whisperModel === name) return path;
    downloaded.push(path);
  }
  if (whisperModel !== null && !speechModels.some(({ name }) => name === whisperModel)) return whisperModel;
  // The larger ones have the better words.
  return downloaded.at(-1) ?? null;
}

/** @throws AppError `bad-input` */
function knownModel(name: string, catalogue: readonly SpeechModel[]): SpeechModel {
  const model = catalogue.find((one) => one.name === name);
  if (model !== undefined) return model;
  const known = catalogue.map((one) => one.name).join(', ');
  throw new AppError('bad-input', sentence('error.no-model', { name, known }));
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}
