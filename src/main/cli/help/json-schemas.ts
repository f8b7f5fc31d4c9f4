import { z } from 'zod';
import {
  bundleFindingSchema,
  bundleInspectionSchema,
  bundlePlanSchema,
  bundlePreviewSchema,
  bundleReportSchema,
  wordSearchSchema,
} from '../../../shared/bundle/bundle.ts';
import { commands } from '../../../shared/contract/contract.ts';
import { AppError, errorCodes } from '../../../shared/errors.ts';
import { comparisonSchema } from '../../../shared/events/compare-reports.ts';
import { erasureSchema } from '../../../shared/events/erasure.ts';
import { storedEventSchema } from '../../../shared/events/events.ts';
import { healthRowSchema } from '../../../shared/health/health-row.ts';
import { checkSchema } from '../../../shared/machine/checks.ts';
import { replayReportSchema, twinReportSchema } from '../../../shared/replay/replay.ts';
import { sessionReportSchema, sessionSummarySchema } from '../../../shared/session/session.ts';
import { secretNameSchema, secretStateSchema } from '../../../shared/settings/secrets.ts';
import { speechModelStatusSchema } from '../../../shared/settings/speech-models.ts';
import { tapReportSchema } from '../../../shared/tap/tap.ts';
import { scenarioFileSchema } from '../../../shared/verification/scenario.ts';
import {
  runComparisonSchema,
  runSummarySchema,
  verificationRunSchema,
} from '../../../shared/verification/verification.ts';
import { actionSchema } from '../../../shared/words/action-schema.ts';
import { sentence } from '../../../shared/words/all-words.ts';
import { sentenceSchema } from '../../../shared/words/sentence-schema.ts';

const importSchema = z.object({
  importId: z.string(),
  file: z.string(),
  format: z.string(),
  importedMs: z.number(),
  firstSeq: z.number().int(),
  lastSeq: z.number().int(),
  events: z.number().int(),
  skipped: z.number().int(),
});

const importReportSchema = z.object({
  importId: z.string(),
  file: z.string(),
  format: z.string(),
  imported: z.number().int(),
  skipped: z.number().int(),
  noted: z.number().int(),
  known: z.number().int(),
  problems: z.array(
    z.object({ line: z.number().int(), problem: z.string(), said: sentenceSchema, skipped: z.boolean() }),
  ),
  estimated: z.object({ times: z.number().int(), directions: z.number().int() }),
});

const bundleSideSchema = z.object({ createdAt: z.string(), version: z.string() });
const bundleDiffSchema = z.object({
  a: bundleSideSchema,
  b: bundleSideSchema,
  findings: z.object({ onlyA: z.array(z.string()), onlyB: z.array(z.string()) }),
  differences: z.array(z.object({ file: z.string(), where: z.string(), a: z.unknown(), b: z.unknown() })),
  series: z.array(z.object({ name: z.string(), a: z.number().nullable(), b: z.number().nullable() })),
});

const settingSchema = z.object({
  setting: z.string(),
  value: z.unknown(),
  usual: z.unknown(),
  title: z.string(),
});
const keySchema = z.object({ name: secretNameSchema, state: secretStateSchema });

const listening = { url: z.string(), port: z.number().int() };
const named = z.object({ name: z.string() });
const advised = named.extend({ advice: z.array(z.string()) });
const analysisSchema = commands['analysis.run'].output;

/** What `--json` of a command prints; of some, one of several by their options. */
const documents: Readonly<Record<string, z.ZodType>> = {
  run: z.object(listening),
  record: sessionReportSchema,
  transcribe: z.union([
    sessionReportSchema,
    z.array(z.looseObject({ file: z.string() })).describe('with several files: a report or an error of each'),
  ]),
  'sessions list': commands['sessions.list'].output,
  'sessions show': sessionReportSchema,
  'sessions send': sessionReportSchema,
  'sessions rename': sessionSummarySchema,
  'sessions note': sessionSummarySchema,
  'sessions tag': sessionSummarySchema,
  'sessions delete': commands['sessions.delete'].output.and(z.object({ deleted: z.string() })),
  'sessions export': z.object({ file: z.string() }),
  search: commands['transcripts.search'].output,
  'events list': commands['events.list'].output,
  'events tail': storedEventSchema.describe('one in each line'),
  'events export': z.object({
    file: z.string(),
    events: z.number().int(),
    leftOut: z.number().int(),
    partial: z.number().int().optional(),
  }),
  'events import': importReportSchema,
  'events imports': z.array(importSchema),
  'events delete': erasureSchema.extend({ session: z.string(), deleted: z.number().int() }),
  analyze: z.union([
    analysisSchema,
    z.looseObject({ usual: analysisSchema, changed: analysisSchema }).describe('with --what-if'),
    comparisonSchema.describe('with --compare'),
    z
      .looseObject({ summary: z.looseObject({ total_events: z.number().int() }) })
      .describe('with --format monitor'),
  ]),
  'alerts list': commands['alerts.list'].output,
  'alerts acknowledge': commands['alerts.acknowledge'].output,
  'targets list': commands['targets.list'].output,
  'targets add': advised,
  'targets edit': advised,
  'targets remove': named,
  'targets use': z.object({ current: z.string() }),
  'targets probe': commands['targets.probe'].output,
  'targets processes': commands['targets.processes'].output,
  'targets discover': commands['targets.discover'].output,
  'targets export': z.object({ file: z.string() }),
  'targets import': commands['targets.import'].output,
  'settings list': z.array(settingSchema),
  'settings set': settingSchema,
  'settings reset': settingSchema,
  'keys list': commands['keys.list'].output,
  'keys set': keySchema,
  'keys remove': keySchema,
  'engines list': commands['engines.list'].output,
  'engines allow': z.object({ plainAddresses: z.array(z.string()) }),
  'engines disallow': z.object({ plainAddresses: z.array(z.string()) }),
  'engines models list': z.object({ models: z.array(speechModelStatusSchema) }),
  'engines models get': speechModelStatusSchema,
  'engines models remove': z.object({ removed: z.string() }),
  'bench-engine': z.object({
    engine: z.string(),
    audioSec: z.number(),
    tookSec: z.number(),
    realTimeFactor: z.number(),
    firstAnswerSec: z.number(),
    text: z.string(),
    language: z.string().nullable(),
    wordErrorRate: z.number().nullable(),
    engineRssBytes: z.number().nullable(),
    appRssBytes: z.number(),
  }),
  bundle: z.union([
    bundleReportSchema,
    bundlePlanSchema.describe('with --dry-run'),
    bundlePreviewSchema.describe('with --preview'),
    z.object({ isFound: z.boolean(), files: wordSearchSchema }).describe('with --find'),
  ]),
  'bundle inspect': bundleInspectionSchema,
  'bundle diff': bundleDiffSchema,
  'bundle open': z.object({ path: z.string(), bytes: z.number().int() }),
  verify: verificationRunSchema,
  'verify show': verificationRunSchema,
  'verify resume': verificationRunSchema,
  'verify history': z.array(runSummarySchema),
  'verify compare': runComparisonSchema,
  backend: z.object({ ...listening, engine: z.string().nullable() }),
  tap: tapReportSchema,
  replay: replayReportSchema,
  twin: twinReportSchema,
  status: z.object({ by: z.enum(['app', 'here']), atMs: z.number(), rows: z.array(healthRowSchema) }),
  doctor: z.object({
    checks: z.array(checkSchema),
    findings: z.array(bundleFindingSchema),
    missing: z.array(z.string()),
  }),
  schema: z.looseObject({}).describe('a JSON Schema'),
};

/** What `--json` of every command prints in place of its document when it fails. */
const failureSchema = z.object({
  error: z.object({
    code: z.enum([...errorCodes]).describe('decides the exit code'),
    message: z.string(),
    said: sentenceSchema.optional().describe('the message as a code with parameters'),
    action: actionSchema.optional().describe('what can be done about it'),
  }),
});

/** Files that people write, for their editors. */
const written: Readonly<Record<string, z.ZodType>> = { scenario: scenarioFileSchema };

/**
 * The JSON Schema (draft 2020-12) of what a command prints with `--json`, of what each prints in its place when it fails (`error`),
 * or of a file that people write.
 * @throws AppError `not-found`
 */
export function jsonSchemaOf(command: string): object {
  const file = Object.hasOwn(written, command) ? written[command] : undefined;
  if (file !== undefined) return z.toJSONSchema(file, { unrepresentable: 'any', io: 'input' });
  const all = { ...documents, error: failureSchema };
  const schema = Object.hasOwn(all, command) ? all[command as keyof typeof all] : undefined;
  if (schema === undefined)
    throw new AppError(
      'not-found',
      sentence('cli.no-schema', {
        command,
        known: [...Object.keys(all), ...Object.keys(written)].join(', '),
      }),
    );
  return z.toJSONSchema(schema, {
    unrepresentable: 'any',
    override({ jsonSchema }) {
      // More may come to stand beside what is there.
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
}
