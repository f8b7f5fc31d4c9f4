import { z } from 'zod';

/** A login has no place in settings: it is taken from the environment. */
const proxyUrlSchema = z
  .string()
  .regex(
    /^[^@]*$/,
    'give the proxy without its login here, and with it in the environment variable HTTPS_PROXY',
  )
  .regex(
    /^(https?|socks(4a?|5h?)?):\/\/(\[[\da-f:]+\]|[\w.-]+)(:\d{1,5})?\/?$/i,
    'a proxy has an http://, https:// or socks5:// URL, such as http://proxy.example:3128',
  );

/** `auto` takes what the environment or the system says, `none` goes directly. */
export const proxyChoiceSchema = z.union([z.literal('auto'), z.literal('none'), proxyUrlSchema]);

/** How this machine gets to others. */
export const networkSettingsSchema = z.object({
  proxy: proxyChoiceSchema.default('auto'),
  /** A file of certificates (PEM) of authorities that are trusted beside those of the system. */
  caFile: z.string().min(1).nullable().default(null),
});
export type NetworkSettings = z.infer<typeof networkSettingsSchema>;
