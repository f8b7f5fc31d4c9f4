import type { StoredEvent } from '../../shared/events/events.ts';
import { parsePythonJson, pythonJson } from '../../shared/protocol/python-json.ts';
import { timeOfDay } from '../format.ts';
import { isRecord } from '../../shared/is-record.ts';

/** One field of several events; `—` where an event lacks it. */
export type ComparedField = { field: string; values: string[]; differs: boolean };

const absent = '—';

/** Fields of the frames, those that differ first in their order of appearance. */
export function compareEvents(events: readonly StoredEvent[]): ComparedField[] {
  const columns = events.map(fieldsOf);
  const names = new Set(columns.flatMap((column) => [...column.keys()]));
  const fields = [...names].map((field) => {
    const values = columns.map((column) => column.get(field) ?? absent);
    return { field, values, differs: new Set(values).size > 1 };
  });
  return fields.sort((a, b) => Number(b.differs) - Number(a.differs));
}

function fieldsOf(event: StoredEvent): Map<string, string> {
  const fields = new Map([
    ['time', timeOfDay(event.wallMs)],
    ['type', event.type],
    ['connection', event.connectionId ?? absent],
    ['generation', event.generation === null ? absent : String(event.generation)],
    ['bytes', event.bytes === null ? absent : String(event.bytes)],
  ]);
  for (const [name, value] of Object.entries(messageOf(event.raw))) {
    if (name === 'type') continue;
    if (name === 'data' && isRecord(value)) {
      for (const [inner, innerValue] of Object.entries(value)) fields.set(`data.${inner}`, shown(innerValue));
    } else {
      fields.set(name, shown(value));
    }
  }
  return fields;
}

function messageOf(raw: string | null): object {
  if (raw === null) return {};
  try {
    const value = parsePythonJson(raw);
    return typeof value === 'object' && value !== null ? value : { frame: raw };
  } catch {
    return { frame: raw };
  }
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : pythonJson(value);
}
