import { saidShape } from '../words/sentence-schema.ts';
import { z } from 'zod';
import { actionSchema } from '../words/action-schema.ts';

/** What a diagnostic bundle is made of. Spoken words and sound are in it only when somebody asks for them. */
export const bundlePartIds = [
  'environment',
  'checks',
  'settings',
  'targets',
  'sessions',
  'duplicates',
  'alerts',
  'health',
  'memory',
  'network',
  'database',
  'crashes',
  'events',
  'logs',
  'transcripts',
  'audio',
] as const;
export const bundlePartIdSchema = z.enum(bundlePartIds);
export type BundlePartId = z.infer<typeof bundlePartIdSchema>;
/** Parts that are left out unless they are named. */
export const spokenParts = ['transcripts', 'audio'] as const;

export const bundleRequestSchema = z.object({
  /** What happened in the last so many ms; `null`: in the last day of what is recorded. */
  windowMs: z.number().positive().nullable().default(null),
  /** Of one session only. */
  sessionId: z.string().min(1).nullable().default(null),
  /** Bytes of the whole file. */
  maxBytes: z
    .number()
    .min(100_000)
    .max(2 * 1024 ** 3)
    .default(25 * 1024 ** 2),
  /** Parts that are left out. */
  without: z.array(bundlePartIdSchema).default([]),
  include: z.array(z.enum(spokenParts)).default([]),
  /** What the person says that happened. It is the person's own text, and goes in as it is, but for secrets. */
  note: z.string().max(20_000).default(''),
});
export type BundleRequest = z.output<typeof bundleRequestSchema>;

/** What an analyser found: what is so, by what evidence, and what to do. */
export const bundleFindingSchema = z.object({
  /** The analyser's name, such as `clock-skew`. */
  id: z.string(),
  level: z.enum(['bad', 'warning', 'notice']),
  title: z.string(),
  evidence: z.array(z.string()),
  next: z.string(),
  /** Of title and next; what is evidence is redacted, and a text only. */
  said: saidShape,
  /** What `next` can be done by. */
  action: actionSchema.nullable().optional(),
});
export type BundleFinding = z.infer<typeof bundleFindingSchema>;

export const bundleFileSchema = z.object({
  name: z.string(),
  /** Unpacked. */
  bytes: z.number().int(),
  sha256: z.string(),
  /** What of it is missing, in a sentence; `null` when it is whole. */
  cut: z.string().nullable(),
});
export type BundleFile = z.infer<typeof bundleFileSchema>;

export const bundleContentSchema = z.object({
  files: z.array(bundleFileSchema),
  /** How often each rule of redaction replaced something. */
  redactions: z.record(z.string(), z.number().int()),
  findings: z.array(bundleFindingSchema),
  canaries: z.object({ planted: z.number().int(), found: z.number().int() }),
});

/** `manifest.json`, which lists every other file of a bundle. */
export const bundleManifestSchema = bundleContentSchema.extend({
  format: z.literal('scrumbot-bundle-1'),
  createdAt: z.string(),
  version: z.string(),
  host: z.string(),
  /** The options that it was made with. */
  request: z.record(z.string(), z.unknown()),
  window: z.object({ from: z.string().nullable(), to: z.string() }),
  /** What could not be read, and why. */
  missing: z.array(z.string()),
  /** What the canaries were made of, so that they can be looked for again. */
  canarySeed: z.string(),
});
export type BundleManifest = z.infer<typeof bundleManifestSchema>;

export const bundleReportSchema = bundleContentSchema.extend({
  path: z.string(),
  bytes: z.number().int(),
  missing: z.array(z.string()),
});
export type BundleReport = z.infer<typeof bundleReportSchema>;

/** A part before it is written. */
export const bundlePartSchema = z.object({
  id: bundlePartIdSchema,
  file: z.string(),
  title: z.string(),
  /** Of the title. */
  said: saidShape,
  /** Redacted and not yet packed; of a very long part as far as it was looked at, and then `isMore`. */
  bytes: z.number().int(),
  isMore: z.boolean(),
  /** Why it is not there or not whole. */
  problem: z.string().nullable(),
});
export type BundlePart = z.infer<typeof bundlePartSchema>;

export const bundlePlanSchema = z.object({
  parts: z.array(bundlePartSchema),
  findings: z.array(bundleFindingSchema),
  missing: z.array(z.string()),
});
export type BundlePlan = z.infer<typeof bundlePlanSchema>;

export const bundlePreviewSchema = z.object({
  file: z.string(),
  /** Redacted by the rules of the file, from its beginning; numbers of tokens and what is still recorded may differ. */
  text: z.string(),
  isMore: z.boolean(),
});
export type BundlePreview = z.infer<typeof bundlePreviewSchema>;

/** How far the writing of a bundle is: which part, how many of them are done, and how large the file is by now. */
export const bundleProgressSchema = z.object({
  part: z.string(),
  done: z.number().int(),
  parts: z.number().int(),
  bytes: z.number(),
});
export type BundleProgress = z.infer<typeof bundleProgressSchema>;

/** The bundle that is being written, or what became of the last one of this process. */
export const bundleStateSchema = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('idle') }),
  z.object({ phase: z.literal('writing'), progress: bundleProgressSchema }),
  z.object({ phase: z.literal('done'), report: bundleReportSchema }),
  z.object({ phase: z.literal('failed'), message: z.string() }),
  z.object({ phase: z.literal('cancelled') }),
]);
export type BundleState = z.infer<typeof bundleStateSchema>;

/** In which parts a word of the person's own is. */
export const wordSearchSchema = z.array(
  z.object({ file: z.string(), isFound: z.boolean(), isMore: z.boolean() }),
);
export type WordSearch = z.infer<typeof wordSearchSchema>;

/** What `bundle inspect` says of a bundle. */
export const bundleInspectionSchema = bundleContentSchema.extend({
  createdAt: z.string(),
  version: z.string(),
  host: z.string(),
  window: bundleManifestSchema.shape.window,
  missing: z.array(z.string()),
  /** What is not as the manifest says. */
  problems: z.array(z.string()),
  /** Where something private was found that redaction should have taken out: file and rule. */
  leaks: z.array(z.object({ file: z.string(), rule: z.string(), times: z.number().int() })),
});
export type BundleInspection = z.infer<typeof bundleInspectionSchema>;

/** What is known of a bundle that was opened to be looked at; some of it follows after its opening. */
export const openedBundleSchema = bundleContentSchema.extend({
  fileName: z.string(),
  createdAt: z.string(),
  version: z.string(),
  host: z.string(),
  window: bundleManifestSchema.shape.window,
  missing: z.array(z.string()),
  /** The end of its time, wall clock in ms since 1970: what pages take for now. */
  atMs: z.number(),
  /** Its `SUMMARY.md`. */
  summary: z.string(),
  /** How many of its events can be looked at by now. */
  events: z.object({ read: z.number().int(), isReading: z.boolean(), problem: z.string().nullable() }),
  /** Whether its files are as its list says, and whether anything private is in it. */
  check: z.discriminatedUnion('phase', [
    z.object({ phase: z.literal('running') }),
    z.object({
      phase: z.literal('done'),
      problems: bundleInspectionSchema.shape.problems,
      leaks: bundleInspectionSchema.shape.leaks,
    }),
    z.object({ phase: z.literal('failed'), message: z.string() }),
  ]),
});
export type OpenedBundle = z.infer<typeof openedBundleSchema>;
