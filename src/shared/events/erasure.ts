import { z } from 'zod';

/** What became of deleted rows in the files of the database. */
export const erasureSchema = z.object({
  /** Looked for in the database file, its log and copies of it, and found nowhere. */
  isGone: z.boolean(),
  /** What holds it up otherwise; it is tried again without being asked. */
  reason: z.string().nullable(),
  /** Older copies of the database that held it, and are deleted with it. */
  removedCopies: z.array(z.string()),
});
export type Erasure = z.infer<typeof erasureSchema>;
