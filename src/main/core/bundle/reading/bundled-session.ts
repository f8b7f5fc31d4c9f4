import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { bundleManifestSchema } from '../../../../shared/bundle/bundle.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { StoredEvent } from '../../../../shared/events/events.ts';
import { counted } from '../../../../shared/plural.ts';
import { eventIn, jsonIn, rowsIn } from '../opened/opened-rows.ts';
import { frameFromShape } from './frame-from-shape.ts';
import { openZip, refused, type OpenZip } from './read-zip.ts';
import { readZipLines } from './zip-lines.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/** A session of a bundle, unpacked so that it can be imported and sent again. */
export type UnpackedSession = {
  /** Its id on the machine where it was recorded. */
  sessionId: string;
  /** The id that its events have now: the same for the same bundle, and no session's of this machine. */
  importedAs: string;
  /** A file of events, oldest first. */
  eventsPath: string;
  /** Its tracks, where sound is in the bundle. */
  tracks: string[];
  /** What the bundle does not hold, in sentences. */
  notes: string[];
};

// As many as a bundle's pages show; those before are left out.
const mostEvents = 100_000;
const mostNamed = 5;

/**
 * Takes a session out of a bundle into a folder.
 * @throws AppError `bad-input` when it is no bundle, or when nobody said which of its sessions is meant
 */
export async function unpackSession(options: {
  path: string;
  /** Where its id stands in the bundle; may be left out where only one has frames. */
  sessionId: string | undefined;
  folder: string;
}): Promise<UnpackedSession> {
  const { path, folder } = options;
  const zip = await openZip(path);
  try {
    const manifest = bundleManifestSchema.safeParse(jsonIn(await textOf(zip, 'manifest.json'))).data;
    if (manifest === undefined) throw refused(path, sentence('zip.no-manifest'));
    const sessionId = options.sessionId ?? (await onlySession(path, zip));
    const importedAs = `bundle-${(await sha256Of(path)).slice(0, 8)}-${sessionId}`;
    const { lines, isCut } = await eventsOf(zip, { sessionId, importedAs });
    if (lines.length === 0)
      throw new AppError('not-found', sentence('bundle.no-session-events', { path, sessionId }));
    const eventsPath = join(folder, 'events.jsonl');
    await writeFile(eventsPath, `${lines.join('\n')}\n`, { mode: 0o600 });
    const tracks = await unpackTracks(zip, sessionId, folder);
    const cut = manifest.files.find(({ name }) => name === 'events.jsonl')?.cut ?? null;
    return {
      sessionId,
      importedAs,
      eventsPath,
      tracks,
      notes: [
        'A bundle holds no words and no ids: texts of the same length stand in their place, so what came back then tells no causes.',
        ...(tracks.length === 0 ? ['The bundle holds no audio of this session.'] : []),
        ...(cut === null ? [] : [`The bundle does not hold all events: ${cut}`]),
        ...(isCut ? [`Only the newest ${counted(mostEvents, 'event')} were taken.`] : []),
      ],
    };
  } finally {
    zip.close();
  }
}

async function textOf(zip: OpenZip, name: string): Promise<string> {
  if (!zip.entries.some((entry) => entry.name === name)) return '';
  return (await zip.read(name, { push: () => undefined, keep: true })).text ?? '';
}

function readLines(zip: OpenZip, onLine: (line: string) => void): Promise<void> {
  return readZipLines(zip, 'events.jsonl', (lines) => lines.forEach((line) => onLine(line)));
}

/** @throws AppError `bad-input` when there is none, or more than one */
async function onlySession(path: string, zip: OpenZip): Promise<string> {
  const found = new Set<string>();
  await readLines(zip, (line) => {
    const event = line.includes('"out"') ? eventIn(line) : null;
    if (event?.kind === 'frame' && event.direction === 'out' && event.sessionId !== null)
      found.add(event.sessionId);
  });
  const [first, ...others] = found;
  if (first === undefined) throw new AppError('bad-input', sentence('tester.no-frames', { name: path }));
  if (others.length === 0) return first;
  const named = [first, ...others].slice(0, mostNamed).join(', ');
  throw new AppError(
    'bad-input',
    sentence('bundle.several-sessions', {
      path,
      sessions: found.size,
      named,
      more: Math.max(0, found.size - mostNamed),
    }),
  );
}

async function eventsOf(
  zip: OpenZip,
  { sessionId, importedAs }: { sessionId: string; importedAs: string },
): Promise<{ lines: string[]; isCut: boolean }> {
  const lines: string[] = [];
  let isCut = false;
  await readLines(zip, (line) => {
    if (!line.includes(sessionId)) return;
    const event = eventIn(line);
    if (event?.sessionId !== sessionId) return;
    if (lines.length < mostEvents) lines.push(JSON.stringify(withFrame(event, importedAs)));
    else isCut = true;
  });
  // A bundle has the newest first.
  return { lines: lines.toReversed(), isCut };
}

function withFrame(event: StoredEvent, importedAs: string): StoredEvent {
  const { kind, raw } = event;
  const figures = Object.entries(event.fields).filter(([, value]) => !/^text\(\d+\)$/.test(String(value)));
  return {
    ...event,
    sessionId: importedAs,
    raw: kind === 'frame' && raw !== null ? frameFromShape(jsonIn(raw), event) : null,
    fields: Object.fromEntries(figures),
  };
}

const sessionSchema = z.object({
  sessionId: z.string(),
  tracks: z.array(z.object({ source: z.string(), samples: z.number() })).default([]),
});

// A WAV file's header is no longer than this.
const mostHeaderBytes = 256;

/** The tracks of all sessions of a bundle are numbered, the newest session first; a size that differs is of another one. */
async function unpackTracks(zip: OpenZip, sessionId: string, folder: string): Promise<string[]> {
  const sessions = rowsIn(await textOf(zip, 'sessions.jsonl'), sessionSchema);
  const paths: string[] = [];
  let number = 0;
  for (const session of sessions) {
    const bySource = session.tracks.toSorted((a, b) => (a.source < b.source ? 1 : -1));
    for (const { source, samples } of bySource) {
      number += 1;
      if (session.sessionId !== sessionId) continue;
      const name = `audio/${number}-${source === 'microphone' ? 'microphone' : 'system'}.wav`;
      const bytes = zip.entries.find((entry) => entry.name === name)?.bytes ?? 0;
      const headerBytes = bytes - samples * 2;
      // Half of what was mixed and sent would be another sound.
      if (headerBytes <= 0 || headerBytes > mostHeaderBytes) return [];
      const path = join(folder, `${number}.wav`);
      await zip.save(name, path);
      paths.push(path);
    }
  }
  return paths;
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
