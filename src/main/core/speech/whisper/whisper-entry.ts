import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { withoutOffset } from '../../../../shared/sound/high-pass.ts';
import { samplesToSec } from '../../../../shared/sound/audio.ts';
import { AppError } from '../../../../shared/errors.ts';
import { say, sentence } from '../../../../shared/words/all-words.ts';
import { answerOf } from '../answers/parse-answer.ts';
import { freeOfCharge } from '../cost.ts';
import type { LocalEntry } from '../engines/engine-entry.ts';
import type { LocalParts } from '../engines/engine-parts.ts';
import { noLimits } from '../engines/segment-engine.ts';
import { findModel } from '../models/model-store.ts';
import { problemOfModel } from './model-file.ts';
import { whisperAnswer } from './whisper-answer.ts';

// A segment of half a minute with a large model on a slow machine; only what hangs takes longer.
const leastTimeoutMs = 600_000;
const title = say('engine.whisper-title');

/** whisper.cpp inside: it needs a model, and nothing that would have to be installed. */
export const whisperEntry: LocalEntry = {
  name: 'whisper',
  title,
  secret: null,
  isForBackend: true,
  billing: () => freeOfCharge,
  async readiness(parts) {
    if (!isBuilt())
      return {
        state: 'not-installed',
        sentence: say('engine.not-built', { system: `${process.platform} ${process.arch}` }),
        action: { do: 'set-up-engine' },
      };
    const model = await modelOf(parts);
    if (model === null)
      return { state: 'needs-setup', sentence: say('engine.needs-model'), action: { do: 'get-model' } };
    const lack = await problemOfModel(model);
    return lack === null
      ? { state: 'ready', sentence: say('engine.local', { model: basename(model) }) }
      : { state: 'needs-setup', sentence: lack.problem, action: lack.action ?? null };
  },
  async make(parts) {
    const model = await modelOf(parts);
    if (model === null)
      throw new AppError('engine-failed', sentence('engine.needs-model'), { action: { do: 'get-model' } });
    const timeoutMs = Math.max(leastTimeoutMs, parts.settings.timeoutSec * 1_000);
    return {
      name: 'whisper',
      title,
      billing: freeOfCharge,
      limits: noLimits,
      async transcribe({ pcm, language, prompt, signal }) {
        const job = { model, pcm: withoutOffset(pcm), language, prompt, timeoutMs, signal };
        const heard = await parts.whisper.transcribe(job);
        return { answer: answerOf(whisperAnswer(heard), samplesToSec(pcm.length)), headers: {} };
      },
    };
  },
};

/** The variable is for one run, the settings and what was downloaded for all. */
async function modelOf({ environment, home, settings }: Omit<LocalParts, 'whisper'>): Promise<string | null> {
  const given = environment.SCRUMBOT_WHISPER_MODEL ?? '';
  return given === '' ? findModel(home, settings) : given;
}

/** Looks only: a binary that crashes the process that loads it is loaded elsewhere. */
function isBuilt(): boolean {
  try {
    createRequire(import.meta.url).resolve(`@fugood/node-whisper-${process.platform}-${process.arch}`);
    return true;
  } catch {
    return false;
  }
}
