import { z } from 'zod';

/** A filter of the list of events that somebody gave a name: its words and choices as they stand in the address. */
const savedFilterSchema = z.object({
  name: z.string().min(1).max(80),
  filter: z.record(z.string().max(40), z.string().max(1_000)),
});

export const eventSettingsSchema = z.object({
  savedFilters: z.array(savedFilterSchema).max(50).default([]),
});
