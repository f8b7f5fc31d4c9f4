import { z } from 'zod';

/** Larger files are no test that somebody wrote. */
export const mostScenarioBytes = 256 * 1024;
/** More than these at once are refused. */
export const mostScenarios = 20;

const mostMs = 3_600_000;
const written = /^(\d{1,9}(?:\.\d{1,6})?)(ms|s|m)$/;
const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

/** `500ms`, `2s`, `1m`; a bare number is seconds. */
const durationSchema = z
  .union([z.number(), z.string()])
  .refine((value) => {
    const ms = durationMs(value);
    return ms > 0 && ms <= mostMs;
  }, 'is a duration of up to 1 hour, such as 500ms, 2s or 1m; a bare number is seconds')
  .describe('500ms, 2s or 1m; a bare number is seconds');

export function durationMs(value: number | string): number {
  if (typeof value === 'number') return value * 1_000;
  const [, number, unit = ''] = written.exec(value) ?? [];
  return Number(number) * (unitsMs[unit] ?? Number.NaN);
}

const jsonSchema = z.json();

const patternSchema = z
  .string()
  .max(500)
  .refine((pattern) => {
    try {
      return new RegExp(pattern, 'u') instanceof RegExp;
    } catch {
      return false;
    }
  }, 'is not a regular expression');

/** What a field has to be. All that is named must hold. */
const matcherSchema = z
  .strictObject({
    equals: jsonSchema.optional().describe('exactly this value'),
    matches: patternSchema.optional().describe('a text that this regular expression finds something in'),
    contains: z.string().max(2_000).optional().describe('a text with this in it'),
    exists: z.boolean().optional().describe('whether the field is there'),
    isA: z.enum(['text', 'number', 'boolean', 'list', 'object', 'null']).optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    oneOf: z.array(jsonSchema).min(1).max(100).optional(),
  })
  .refine((matcher) => Object.keys(matcher).length > 0, 'says nothing');
export type Matcher = z.infer<typeof matcherSchema>;

const fieldsSchema = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), matcherSchema]))
  .describe('fields by their path, such as data.text or data.participants.0.name');
export type Fields = z.infer<typeof fieldsSchema>;

const typeSchema = z.string().min(1).max(200).describe('the type of a message, as it is on the wire');

const messageExpectation = z.strictObject({
  type: typeSchema.optional(),
  fields: fieldsSchema.optional(),
  says: patternSchema
    .optional()
    .describe('a regular expression for the words of an ERROR, wherever they are'),
  count: z.number().int().min(1).max(10_000).optional().describe('so many of them; 1 when absent'),
  without: z.array(typeSchema).max(50).optional().describe('types that must not come before it'),
  within: durationSchema.optional().describe('10 s when absent'),
  optional: z.boolean().optional().describe('whether the scenario goes on when it does not come'),
});

const closeExpectation = z.strictObject({
  close: z.union([z.literal('any'), z.number().int().min(1000).max(4999)]).describe('the code, or "any"'),
  without: z.array(typeSchema).max(50).optional().describe('types that must not come before it'),
  within: durationSchema.optional().describe('10 s when absent'),
});

const nothingExpectation = z.strictObject({
  type: typeSchema.optional().describe('any message when absent'),
  fields: fieldsSchema.optional(),
  for: durationSchema.optional().describe('2 s when absent'),
});

export type MessageExpectation = z.infer<typeof messageExpectation>;
export type CloseExpectation = z.infer<typeof closeExpectation>;
export type NothingExpectation = z.infer<typeof nothingExpectation>;

const nameOfConnection = z.string().regex(/^[\w-]{1,40}$/, 'is a name of letters, digits, _ and -');

const common = {
  name: z.string().min(1).max(200).optional().describe('what the report calls this step'),
  id: z
    .string()
    .regex(/^[a-z\d][a-z\d-]{0,59}$/, 'is of small letters, digits and -')
    .optional()
    .describe('by which runs are compared; its number when absent'),
  on: nameOfConnection.optional().describe('the connection; "main" when absent'),
};

const closeCodeSchema = z
  .number()
  .int()
  .refine((code) => code === 1000 || (code >= 3000 && code <= 4999), 'is 1000, or from 3000 to 4999');

const mostTextCharacters = 20 * 1024 * 1024;

const repeatedText = z
  .strictObject({ text: z.string().min(1), times: z.number().int().min(1) })
  .refine(({ text, times }) => text.length * times <= mostTextCharacters, 'is more than 20 MiB of text');

/** The kinds of steps; `child` is a step inside of another. */
function stepKinds<C extends z.ZodType>(child: C) {
  const children = z.array(child).min(1).max(1_000);
  return {
    connect: z.strictObject({
      ...common,
      connect: z.strictObject({}).nullable().describe('opens a connection'),
    }),
    send: z.strictObject({
      ...common,
      send: z.record(z.string(), jsonSchema).describe('a message, sent as JSON'),
    }),
    sendText: z.strictObject({
      ...common,
      sendText: z
        .union([z.string(), repeatedText])
        .describe('a text frame as it is, or a text so many times over'),
    }),
    sendBinary: z.strictObject({ ...common, sendBinary: z.base64().describe('a binary frame, as base64') }),
    speak: z.strictObject({
      ...common,
      speak: z.strictObject({
        for: durationSchema.describe('so much speech, in chunks of a second'),
        every: durationSchema.optional().describe('from chunk to chunk; 1 s when absent'),
        meetingId: z.string().optional().describe('{{meetingId}} when absent'),
      }),
    }),
    expect: z.strictObject({
      ...common,
      expect: z
        .union([typeSchema, messageExpectation, closeExpectation])
        .describe('what has to come, and how soon'),
    }),
    expectNothing: z.strictObject({
      ...common,
      expectNothing: nothingExpectation.describe('what must not come'),
    }),
    ping: z.strictObject({
      ...common,
      ping: z.strictObject({ within: durationSchema.optional() }).nullable().describe('has to be answered'),
    }),
    wait: z.strictObject({ ...common, wait: durationSchema }),
    close: z.strictObject({
      ...common,
      close: z
        .strictObject({ code: closeCodeSchema.optional() })
        .nullable()
        .describe('closes the connection'),
    }),
    cut: z.strictObject({ ...common, cut: z.null().describe('ends the connection without a word') }),
    repeat: z.strictObject({
      ...common,
      repeat: z.strictObject({ times: z.number().int().min(1).max(10_000), steps: children }),
    }),
    parallel: z.strictObject({
      ...common,
      parallel: z
        .array(z.strictObject({ name: common.name, id: common.id, steps: children }))
        .min(1)
        .max(50)
        .describe('branches that go on side by side; connections that a branch opens are its own'),
    }),
  };
}

/** A step of which only the outside was looked at: the steps in it are still to be read. */
export const outerSteps = stepKinds(z.unknown());
export type StepKind = keyof typeof outerSteps;
export const stepKindNames = Object.keys(outerSteps) as StepKind[];
/** Kinds that may stand alone, as a word. */
export const bareSteps = ['connect', 'ping', 'close', 'cut'] as const satisfies readonly StepKind[];

export const scenarioHead = z.strictObject({
  name: z.string().min(1).max(200).optional().describe("the file's name when absent"),
  description: z.string().max(4_000).optional(),
  steps: z.array(z.unknown()).min(1).max(1_000),
  $schema: z.string().optional(),
});

const stepSchema: z.ZodType = z
  .lazy(() => z.union([z.enum(bareSteps), ...Object.values(stepKinds(stepSchema))]))
  .meta({ id: 'step' });

/** A whole file, for editors; what is wrong in one is said by the reader, with its line. */
export const scenarioFileSchema = scenarioHead.extend({ steps: z.array(stepSchema).min(1).max(1_000) });

/** A file as it is given to a run. */
export const givenScenarioSchema = z.object({
  /** Its name, for people. */
  file: z.string().min(1).max(500),
  text: z.string().max(mostScenarioBytes),
});
export type GivenScenario = z.infer<typeof givenScenarioSchema>;
