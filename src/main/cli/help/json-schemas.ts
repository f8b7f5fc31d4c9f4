import { z } from 'zod';
import { commands } from '../../../shared/contract/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import { healthRowSchema } from '../../../shared/health/health-row.ts';
import { checkSchema } from '../../../shared/machine/checks.ts';
import { sessionReportSchema, sessionSummarySchema } from '../../../shared/session/session.ts';
import { scenarioFileSchema } from '../../../shared/verification/scenario.ts';
import { verificationRunSchema } from '../../../shared/verification/verification.ts';

/** What `--json` of a command prints. */
const documents: Readonly<Record<string, z.ZodType>> = {
  record: sessionReportSchema,
  transcribe: sessionReportSchema,
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
  analyze: commands['analysis.run'].output,
  'alerts list': commands['alerts.list'].output,
  'alerts acknowledge': commands['alerts.acknowledge'].output,
  'targets list': commands['targets.list'].output,
  'targets probe': commands['targets.probe'].output,
  'targets processes': commands['targets.processes'].output,
  'targets discover': commands['targets.discover'].output,
  'engines list': commands['engines.list'].output,
  verify: verificationRunSchema,
  'verify show': verificationRunSchema,
  status: z.object({ by: z.enum(['app', 'here']), atMs: z.number(), rows: z.array(healthRowSchema) }),
  doctor: z.object({ checks: z.array(checkSchema) }),
};

/** Files that people write, for their editors. */
const written: Readonly<Record<string, z.ZodType>> = { scenario: scenarioFileSchema };

/**
 * The JSON Schema (draft 2020-12) of what a command prints with `--json`, or of a file that people write.
 * @throws AppError `not-found`
 */
export function jsonSchemaOf(command: string): object {
  const file = Object.hasOwn(written, command) ? written[command] : undefined;
  if (file !== undefined) return z.toJSONSchema(file, { unrepresentable: 'any', io: 'input' });
  const schema = Object.hasOwn(documents, command) ? documents[command] : undefined;
  if (schema === undefined)
    throw new AppError(
      'not-found',
      `No schema of "${command}". There is one of: ${[...Object.keys(documents), ...Object.keys(written)].join(', ')}.`,
    );
  return z.toJSONSchema(schema, {
    unrepresentable: 'any',
    override({ jsonSchema }) {
      // More may come to stand beside what is there.
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
}
