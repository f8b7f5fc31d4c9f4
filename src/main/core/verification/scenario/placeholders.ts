import { randomUUID } from 'node:crypto';
import { outsideText } from '../../network/network.ts';
import { asTold, sentence, type Sentence } from '../../../../shared/words/all-words.ts';

/** What may stand in texts of a scenario as `{{name}}`. */
export type Placeholders = {
  meetingId: string;
  /** Round of the innermost repeat, from 1. */
  n: number;
  nowMs: number;
};

const known = ['meetingId', 'n', 'now', 'uuid'] as const;
const pattern = /\{\{\s*([^{}]{0,60}?)\s*\}\}/g;

export function checkPlaceholders(value: unknown, refuse: (words: Sentence) => never): void {
  for (const text of textsIn(value))
    for (const [, name = ''] of text.matchAll(pattern))
      if (!known.some((one) => one === name))
        refuse(
          sentence('scenario.file.placeholder', {
            name: outsideText(name),
            known: known.map((one) => asTold(`{{${one}}}`)),
          }),
        );
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const one of value) yield* textsIn(one);
  else if (typeof value === 'object' && value !== null)
    for (const one of Object.values(value)) yield* textsIn(one);
}

/** The same value with every placeholder filled in. */
export function filled<T>(value: T, placeholders: Placeholders): T {
  return fill(value, placeholders) as T;
}

function fill(value: unknown, placeholders: Placeholders): unknown {
  if (typeof value === 'string')
    return value.replaceAll(pattern, (_all, name: string) => textOf(name, placeholders));
  if (Array.isArray(value)) return value.map((one) => fill(one, placeholders));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fill(one, placeholders)]));
}

function textOf(name: string, { meetingId, n, nowMs }: Placeholders): string {
  if (name === 'meetingId') return meetingId;
  if (name === 'n') return String(n);
  return name === 'uuid' ? randomUUID() : new Date(nowMs).toISOString();
}
