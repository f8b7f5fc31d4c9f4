import { z } from 'zod';
import { engineStatusSchema } from '../settings/engines.ts';
import { speechModelStatusSchema } from '../settings/speech-models.ts';

const ofModel = z.object({ name: z.string().min(1).max(100) });

/** The speech engines of the mode `direct` and the models that they use, a part of the commands in contract.ts. */
export const engineCommands = {
  /** `chosen` is the name in the settings. */
  'engines.list': {
    input: z.object({}),
    output: z.object({ engines: z.array(engineStatusSchema), chosen: z.string() }),
  },
  /** Whatever waits for an engine tries again at once. */
  'engines.tryNow': { input: z.object({}), output: z.object({}) },
  /** Says yes, or takes it back, to a server of one's own network that is talked to without encryption. */
  'engines.allow': {
    input: z.object({ address: z.string().trim().min(1).max(2_000), isAllowed: z.boolean() }),
    output: z.object({ plainAddresses: z.array(z.string()) }),
  },
  /** Whisper models that can be downloaded, with what is here. */
  'engines.models': { input: z.object({}), output: z.array(speechModelStatusSchema) },
  /**
   * Downloads a model, on from what an earlier try left. Answers once its bytes come; how it goes on is told by the topic
   * `models`, and what ends it early by the model's `problem`.
   */
  'engines.getModel': { input: ofModel, output: z.object({}) },
  /** Stops a download; what came is kept. */
  'engines.cancelModel': { input: ofModel, output: z.object({}) },
  /** Deletes a model, or what came of it. */
  'engines.removeModel': { input: ofModel, output: z.object({}) },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;
