import { z } from 'zod';

type WithoutDefault<T> = T extends z.ZodDefault<infer Inner> ? Inner : T;

/** Any of these settings, within their limits. */
export type PatchShape<S extends z.ZodRawShape> = { [K in keyof S]: z.ZodOptional<WithoutDefault<S[K]>> };

/**
 * The patch of a part of the settings: each of its settings may be left out, and one that is not there is refused
 * instead of ignored. Without the defaults, which would put back what a patch leaves out.
 */
export function patchOf<S extends z.ZodRawShape>(
  part: z.ZodObject<S>,
): z.ZodObject<PatchShape<S>, z.core.$strict> {
  const shape = Object.fromEntries(
    Object.entries(part.shape).map(([name, setting]) => {
      const bare = setting instanceof z.ZodDefault ? setting.unwrap() : setting;
      return [name, z.optional(bare)];
    }),
  );
  return z.strictObject(shape as unknown as PatchShape<S>);
}
