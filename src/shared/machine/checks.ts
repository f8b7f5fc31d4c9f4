import { z } from 'zod';
import { actionSchema } from '../words/action-schema.ts';
import { saidShape } from '../words/sentence-schema.ts';

/** One thing that this machine has or lacks. `mend` says what to do about it. */
export const checkSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** `optional`: not here, and nothing lacks it. `warn`: one feature is missing. `fail`: the app cannot work. */
  status: z.enum(['ok', 'optional', 'warn', 'fail']),
  found: z.string(),
  mend: z.string().nullable(),
  /** Of title, found and mend. */
  said: saidShape,
  /** What `mend` can be done by. */
  action: actionSchema.nullable().optional(),
});
export type Check = z.infer<typeof checkSchema>;
