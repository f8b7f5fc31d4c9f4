import { z } from 'zod';
import { say } from '../words/words.ts';
import { settingsPatchSchema, settingsSchema, type Settings, type SettingsPatch } from './settings.ts';

/** A setting as it is offered: where it lies, what it may be, and what it is unless somebody chose. */
export type SettingField = {
  /** `stream.chunkSec` */
  path: string;
  /** The part of the settings that it belongs to; empty for those of none. */
  group: string;
  kind: 'switch' | 'choice' | 'number' | 'text' | 'list';
  options: readonly string[];
  min: number | undefined;
  max: number | undefined;
  /** Nothing is a value of it. */
  isOptional: boolean;
  usual: unknown;
};

type JsonSchema = {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  anyOf?: JsonSchema[];
  enum?: string[];
  items?: JsonSchema;
  minimum?: number;
  maximum?: number;
};

/** Those that have a place of their own: the list of events, the page of targets, and the devices with their meters. */
export const elsewhere: ReadonlySet<string> = new Set([
  'events.savedFilters',
  'target',
  'sound.system',
  'sound.microphone',
]);

// Zod's bound of whole numbers says nothing to people.
const noBound = Number.MAX_SAFE_INTEGER;

/** Every setting that may be changed, in the order of the schema: one that is added there is here by itself. */
export function settingFields(): SettingField[] {
  const schema = z.toJSONSchema(settingsPatchSchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  return fieldsIn(schema, [], settingsSchema.parse({})).filter(({ path }) => !elsewhere.has(path));
}

function fieldsIn(schema: JsonSchema, place: readonly string[], usual: unknown): SettingField[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const here = [...place, name];
    if (property.properties !== undefined) return fieldsIn(property, here, partOf(usual, name));
    return fieldOf(property, here, partOf(usual, name) ?? null);
  });
}

function fieldOf(schema: JsonSchema, place: readonly string[], usual: unknown): SettingField {
  const all = schema.anyOf ?? [schema];
  const types = all.flatMap(({ type = [] }) => type);
  const bare = all.find(({ type }) => type !== 'null') ?? schema;
  return {
    path: place.join('.'),
    group: place.length > 1 ? (place[0] ?? '') : '',
    kind: kindOf(bare, types),
    options: bare.enum ?? [],
    min: bare.minimum,
    max: bare.maximum === noBound ? undefined : bare.maximum,
    isOptional: types.includes('null') || place.length > 2,
    usual,
  };
}

function kindOf(schema: JsonSchema, types: readonly string[]): SettingField['kind'] {
  if (types.includes('boolean')) return 'switch';
  if (schema.enum !== undefined) return 'choice';
  if (types.includes('number') || types.includes('integer')) return 'number';
  return types.includes('array') ? 'list' : 'text';
}

/** What is set now. */
export function valueOf(settings: Settings | SettingsPatch, path: string): unknown {
  return path.split('.').reduce<unknown>(partOf, settings) ?? null;
}

/** The change that gives a setting another value; the rest of a group within a group goes with it. */
export function patchFor(settings: Settings, path: string, value: unknown): SettingsPatch {
  const [first = '', second, third] = path.split('.');
  if (second === undefined) return { [first]: value };
  if (third === undefined) return { [first]: { [second]: value } };
  const group = valueOf(settings, `${first}.${second}`) ?? {};
  const rest = Object.entries(group).filter(([name]) => name !== third);
  const changed = value === null ? rest : [...rest, [third, value] as const];
  return { [first]: { [second]: Object.fromEntries(changed) } };
}

/** Why a value is refused, in words; `null` for one that may be. It is shown as so many `factor`. */
export function refusalOf(patch: SettingsPatch, factor = 1): string | null {
  const parsed = settingsPatchSchema.safeParse(patch);
  return parsed.success ? null : parsed.error.issues.map((issue) => wordsOf(issue, factor)).join(' ');
}

function wordsOf(issue: z.core.$ZodIssue, factor: number): string {
  if (issue.code === 'too_big' && issue.origin === 'number')
    return say('setting.at-most', { limit: Number(issue.maximum) / factor });
  if (issue.code === 'too_small' && issue.origin === 'number')
    return say(issue.inclusive === false ? 'setting.more-than' : 'setting.at-least', {
      limit: Number(issue.minimum) / factor,
    });
  if (issue.code === 'too_small') return say('setting.empty');
  if (issue.code === 'invalid_value') return say('setting.one-of', { known: issue.values.join(', ') });
  if (issue.code === 'invalid_type' && issue.expected === 'int') return say('setting.whole');
  return issue.message;
}

function partOf(whole: unknown, name: string): unknown {
  return typeof whole === 'object' && whole !== null ? (whole as Record<string, unknown>)[name] : undefined;
}
