import { z } from 'zod';
import { isAgeRecipient } from '../../bundle/age-recipient.ts';

const ageRecipientSchema = z
  .string()
  .trim()
  .refine(
    isAgeRecipient,
    'an age key starts with age1, and every letter of it counts: paste it again from support',
  );

/** The diagnostic bundle: whom it is sealed to, and how long those are kept that lie in the data folder. */
export const bundleSettingsSchema = z.object({
  /** An age recipient (public key) of support; `null`: a bundle is not sealed unless a key is named. */
  recipient: ageRecipientSchema.nullable().default(null),
  /** So many of the newest stay in the data folder's `bundles`. */
  keep: z.number().int().min(1).max(1_000).default(20),
  /** And none longer than this. */
  days: z.number().min(1).max(36_500).default(30),
});
