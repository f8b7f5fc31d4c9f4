import type { Handlers } from '../../../shared/contract/contract.ts';
import type { SpeechModels } from '../speech/speech.ts';

type ModelCommand = 'engines.models' | 'engines.getModel' | 'engines.cancelModel' | 'engines.removeModel';

/** Models for the engines of this machine, as pages ask for them. */
export function modelHandlers(models: SpeechModels): Pick<Handlers, ModelCommand> {
  return {
    'engines.models': () => models.list(),
    async 'engines.getModel'({ name }) {
      const begun = Promise.withResolvers<null>();
      const whole = models.get(name, {
        signal: new AbortController().signal,
        onProgress: () => begun.resolve(null),
      });
      // What fails before the first byte is an answer; what fails later is told with the model.
      await Promise.race([begun.promise, whole]);
      whole.catch(() => undefined);
      return {};
    },
    'engines.cancelModel'({ name }) {
      models.cancel(name);
      return Promise.resolve({});
    },
    async 'engines.removeModel'({ name }) {
      await models.remove(name);
      return {};
    },
  };
}
