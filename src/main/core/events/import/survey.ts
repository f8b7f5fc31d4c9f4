import {
  parseMonitorLine,
  parseTraceLine,
  type CapturedConnection,
  type Layout,
  type LineShape,
} from '../../event-text/event-text.ts';
import { entryOf, readFileValues, type FileValue } from './file-entries.ts';
import type { EventStamp } from './import-store.ts';
import type { TracePlace } from './trace-line.ts';
import { createTraceOverview } from './trace-overview.ts';

/** What has to be known of a whole file before its first text can become an event. */
export type Survey = {
  /** The one that was asked for, or that of the first text that has one. */
  shape: LineShape;
  /** Where frames that tell no date belong. */
  place: TracePlace;
  /** Texts that have a shape. */
  events: number;
  /** The first events, by which the same file is known again. */
  first: EventStamp[];
  /** Exported events from all over the file, by which events of the store are known again. */
  exported: EventStamp[];
};

const mostAddresses = 10_000;
const mostFirst = 50;
// So many are kept, each second of them is let go when they are full: they stay evenly spread.
const mostExported = 400;

export async function surveyFile(
  path: string,
  layout: Layout,
  run: { importId: string; importedMs: number; shape: LineShape | null },
): Promise<Survey> {
  const overview = createTraceOverview();
  const addresses = new Map<string, string>();
  const first: FileValue[] = [];
  let exported: FileValue[] = [];
  let keepEvery = 1;
  let { shape } = run;
  let events = 0;
  const noteAddress = ({ conn, url }: CapturedConnection): void => {
    const address = withoutSecrets(url);
    if (address !== null && addresses.size < mostAddresses) addresses.set(conn, address);
  };
  for await (const values of readFileValues(path, layout, noteAddress)) {
    for (const read of values) {
      if (!read.ok || read.shape === null) continue;
      shape ??= read.shape;
      if (read.shape !== shape) continue;
      noteTime(read.value, read.shape);
      if (first.length < mostFirst) first.push(read);
      if (read.shape === 'event' && events % keepEvery === 0) exported.push(read);
      events += 1;
      if (exported.length < mostExported) continue;
      exported = exported.filter((_value, index) => index % 2 === 0);
      keepEvery *= 2;
    }
  }
  // The last frame is taken for just now, so that a look at the last hour finds the trace.
  const place: TracePlace = {
    sessionId: run.importId,
    // A whole number, so that it can be told again from a frame's times.
    baseMs: Math.floor(run.importedMs - overview.latestMs()),
    generationOf: (conn) => overview.generationOf(conn),
    targetOf: (conn) => addresses.get(conn) ?? null,
  };
  const usual = shape ?? 'event';
  const stampsOf = (reads: readonly FileValue[]): EventStamp[] =>
    reads.flatMap((read) => {
      const entry = entryOf(read, usual, place);
      return entry.ok ? [stampOf(entry.event)] : [];
    });
  return { shape: usual, place, events, first: stampsOf(first), exported: stampsOf(exported) };

  function noteTime(value: unknown, of: LineShape): void {
    if (of === 'event') return;
    const parsed = of === 'trace' ? parseTraceLine(value) : parseMonitorLine(value);
    if (parsed.ok) overview.add(parsed.line.atMs, 'conn' in parsed.line ? parsed.line.conn : undefined);
  }
}

/** A token may be in the query of an address, or a password before its host. */
function withoutSecrets(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, host, pathname } = new URL(url);
  return `${protocol.replace(/^http/, 'ws')}//${host}${pathname}`;
}

/** Of an event, what it is known by. */
export function stampOf({ wallMs, monoMs, type, direction, connectionId, bytes }: EventStamp): EventStamp {
  return { wallMs, monoMs, type, direction, connectionId, bytes };
}
