import { z } from 'zod';
import type { Sentence } from './words.ts';

/** Apart from the words, which the page needs from the start: it has no use for schemas. */
export const sentenceSchema: z.ZodType<Sentence> = z.lazy(() =>
  z.object({
    code: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number(), sentenceSchema, z.array(sentenceSchema)])),
  }),
);

/** A sentence in words, and as a code beside them. */
export const toldShape = { sentence: z.string(), said: z.optional(sentenceSchema) };

/** The texts of a record as codes, by the names that they have there; absent where an earlier version kept it. */
export const saidShape = z.optional(z.record(z.string(), z.nullable(sentenceSchema)));
