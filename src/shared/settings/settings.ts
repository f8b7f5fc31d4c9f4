import { z } from 'zod';
import { alertSettingsSchema } from '../events/alerts.ts';
import { bundleSettingsSchema } from './parts/bundle-settings.ts';
import { directSettingsSchema, plainServerUrlSchema } from './parts/direct-settings.ts';
import { eventSettingsSchema } from './parts/event-settings.ts';
import { networkSettingsSchema } from './network.ts';
import { patchOf } from './patch.ts';
import { recordChoiceSchema } from './parts/record-settings.ts';
import { retentionSettingsSchema } from './parts/retention-settings.ts';
import { soundSettingsSchema } from './parts/sound-settings.ts';
import { streamSettingsSchema } from './parts/stream-settings.ts';
import { verificationSettingsSchema } from './parts/verification-settings.ts';
import { targetSchema } from './targets/targets.ts';
import { builtInTargetName } from './targets/resolve-target.ts';

/** Raised by one with each change of shape; core/settings migrates older files. */
export const settingsVersion = 2;

export const settingsSchema = z.object({
  version: z.literal(settingsVersion).default(settingsVersion),
  /** Targets that people named; the built-in backend is always there. */
  targets: z.array(targetSchema).default([]),
  /** Name of the target that Record uses. */
  target: z.string().min(1).default(builtInTargetName),
  /** Speech engine of the built-in backend: `auto` takes the first that is installed. */
  engine: z.string().min(1).default('auto'),
  record: recordChoiceSchema.prefault({}),
  sound: soundSettingsSchema.prefault({}),
  stream: streamSettingsSchema.prefault({}),
  retention: retentionSettingsSchema.prefault({}),
  alerts: alertSettingsSchema.prefault({}),
  direct: directSettingsSchema.prefault({}),
  network: networkSettingsSchema.prefault({}),
  events: eventSettingsSchema.prefault({}),
  verification: verificationSettingsSchema.prefault({}),
  bundle: bundleSettingsSchema.prefault({}),
});
export type Settings = z.infer<typeof settingsSchema>;

/**
 * What a UI may change: any part, the rest stays. Each patch is made of its part, so that a setting that is added can
 * be changed. Not in it, on purpose: the version; the targets, which have commands of their own; and the program that
 * the engine \`command\` runs, because a page that may name one may run anything.
 */
export const settingsPatchSchema = z.strictObject({
  target: settingsSchema.shape.target.unwrap().optional(),
  engine: settingsSchema.shape.engine.unwrap().optional(),
  record: patchOf(recordChoiceSchema).optional(),
  sound: patchOf(soundSettingsSchema).optional(),
  stream: patchOf(streamSettingsSchema).optional(),
  retention: patchOf(retentionSettingsSchema).optional(),
  alerts: patchOf(alertSettingsSchema).optional(),
  network: patchOf(networkSettingsSchema).optional(),
  direct: patchOf(
    directSettingsSchema.omit({ commandLine: true }).extend({ openaiBaseUrl: plainServerUrlSchema }),
  ).optional(),
  events: patchOf(eventSettingsSchema).optional(),
  verification: patchOf(verificationSettingsSchema).optional(),
  bundle: patchOf(bundleSettingsSchema).optional(),
});
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;
