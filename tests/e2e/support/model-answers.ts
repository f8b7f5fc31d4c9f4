import type { Handlers } from '../../../src/shared/contract/contract.ts';
import type { TopicHub } from '../../../src/shared/contract/topic-hub.ts';
import {
  modelsBaseUrl,
  speechModels,
  type SpeechModelStatus,
} from '../../../src/shared/settings/speech-models.ts';
import { sayIt } from '../../../src/shared/words/words.ts';

type ModelCommand = 'engines.models' | 'engines.getModel' | 'engines.cancelModel' | 'engines.removeModel';

/** The known models, none of which is here. A download stands at a third until it is stopped or `sampleModels` says more. */
export function modelAnswers(topics: TopicHub): {
  handlers: Pick<Handlers, ModelCommand>;
  isAnyReady(): boolean;
} {
  let models = sampleModels({});
  topics.subscribe('models', (told) => {
    models = told;
  });

  function put(name: string, change: Partial<SpeechModelStatus>): Promise<Record<string, never>> {
    topics.publish(
      'models',
      models.map((model) => (model.name === name ? { ...model, ...change } : model)),
    );
    return Promise.resolve({});
  }

  return {
    isAnyReady: () => models.some(({ state }) => state === 'ready'),
    handlers: {
      'engines.models': () => Promise.resolve(models),
      'engines.getModel': ({ name }) => {
        const bytes = models.find((model) => model.name === name)?.bytes ?? 0;
        return put(name, { state: 'downloading', storedBytes: Math.round(bytes / 3), problem: null });
      },
      'engines.cancelModel': ({ name }) => put(name, { state: 'partial' }),
      'engines.removeModel': ({ name }) => put(name, { state: 'not-there', storedBytes: 0, problem: null }),
    },
  };
}

/** All known models, with what is said of some by name. */
export function sampleModels(
  known: Readonly<Record<string, Partial<SpeechModelStatus>>>,
): SpeechModelStatus[] {
  return speechModels.map(({ file, ...model }) => ({
    ...model,
    title: sayIt({ code: `model.${model.name}`, params: {} }),
    url: `${modelsBaseUrl}/${file}`,
    path: `/home/me/.scrumbot/models/${file}`,
    state: 'not-there' as const,
    storedBytes: 0,
    problem: null,
    ...known[model.name],
  }));
}
