import { z } from 'zod';

/** A word or two by which sessions are found again. */
export const tagSchema = z
  .string()
  .trim()
  .min(1, 'A tag has at least one character.')
  .max(40, 'A tag has at most 40 characters.')
  .refine((tag) => !tag.includes(','), 'A tag has no comma: commas stand between tags.');

/** What people change about a kept session; what is left out stays. */
export const annotationSchema = z.object({
  title: z
    .string()
    .trim()
    .min(1, 'A title has at least one character.')
    .max(200, 'A title has at most 200 characters.')
    .optional(),
  notes: z.string().max(20_000, 'Notes have at most 20,000 characters.').optional(),
  /** Each once, in the order in which they are given. */
  tags: z
    .array(tagSchema)
    .max(20, 'A session has at most 20 tags.')
    .transform((tags) => [...new Set(tags)])
    .optional(),
});
export type Annotation = z.infer<typeof annotationSchema>;
