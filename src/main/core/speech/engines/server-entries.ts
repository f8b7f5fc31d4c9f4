import { join } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import type { Action } from '../../../../shared/words/actions.ts';
import { sayIt, say, sentence } from '../../../../shared/words/all-words.ts';
import { freeOfCharge, groqBilling } from '../cost.ts';
import { transcriptionUrls } from '../upload/server-address.ts';
import { createServerHabits, withHabits, type ServerHabits } from '../upload/server-habits.ts';
import { bindKey, keyProblem } from './bound-key.ts';
import { groqAddress, openaiAddress } from './engine-address.ts';
import type { EngineEntry } from './engine-entry.ts';
import type { EngineParts } from './engine-parts.ts';
import { createGroqEngine, groqName, groqTitle } from './groq-engine.ts';
import { createOpenaiEngine, openaiName, openaiTitle } from './openai-engine.ts';

export const groqEntry: EngineEntry = {
  name: groqName,
  title: groqTitle,
  secret: groqName,
  billing: ({ groqModel }) => groqBilling(groqModel),
  async readiness({ secrets, environment, settings }) {
    const address = groqAddress(environment);
    const { set } = await secrets.describe(groqName);
    const another = await keyProblem(address, secrets);
    if (another !== null) return { state: 'needs-key', sentence: another };
    return set
      ? { state: 'ready', sentence: say('engine.to-groq', { model: settings.groqModel }) }
      : {
          state: 'needs-key',
          sentence: say('engine.needs-key'),
          action: { do: 'enter-key', name: groqName },
        };
  },
  async make(parts) {
    const { settings, secrets, environment, network } = parts;
    return createGroqEngine({
      apiKey: (await secrets.get(groqName)) ?? '',
      baseUrl: groqAddress(environment).url,
      model: settings.groqModel,
      habits: habitsOf(parts),
      billing: groqEntry.billing(settings),
      audioSecPerHour: settings.groqAudioSecPerHour,
      timeoutMs: settings.timeoutSec * 1_000,
      network,
    });
  },
};

const changeAddress: Action = { do: 'change-setting', setting: 'direct.openaiBaseUrl' };

export const openaiEntry: EngineEntry = {
  name: openaiName,
  title: openaiTitle,
  secret: openaiName,
  billing: ({ openaiUsdPerHour }) => ({ ...freeOfCharge, usdPerHour: openaiUsdPerHour }),
  async readiness(parts) {
    const address = openaiAddress(parts);
    if (address === null)
      return {
        state: 'needs-setup',
        sentence: say('engine.needs-address'),
        action: changeAddress,
      };
    await parts.secrets.describe(openaiName);
    const another = await keyProblem(address, parts.secrets);
    if (another !== null) return { state: 'needs-key', sentence: another };
    return { state: 'ready', sentence: await sentenceOf(parts, address.url) };
  },
  async make(parts) {
    const { settings, secrets, network } = parts;
    const address = openaiAddress(parts);
    if (address === null)
      throw new AppError('engine-failed', sentence('engine.needs-address'), { action: changeAddress });
    await bindKey(address, secrets);
    return createOpenaiEngine({
      baseUrl: address.url,
      apiKey: await secrets.get(openaiName),
      model: settings.openaiModel,
      habits: habitsOf(parts),
      billing: openaiEntry.billing(settings),
      timeoutMs: settings.timeoutSec * 1_000,
      network,
    });
  },
};

const habitsOf = ({ home }: Pick<EngineParts, 'home'>): ServerHabits =>
  createServerHabits(join(home, 'engine-habits.json'));

async function sentenceOf(parts: Pick<EngineParts, 'home' | 'settings'>, url: string): Promise<string> {
  const first = sentence('engine.to-server', { host: new URL(url).host });
  const habits = await habitsOf(parts).find(transcriptionUrls(url)[0], parts.settings.openaiModel);
  return sayIt(habits === null ? first : withHabits(first, habits));
}
