import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openOrSalvage } from '../../src/main/core/database/open-or-salvage.ts';
import { writeInThread, type SourceOptions } from '../../src/main/core/bundle/bundle.ts';
import {
  bundleRequestSchema,
  type BundleReport,
  type BundleRequest,
} from '../../src/shared/bundle/bundle.ts';
import { builtWorker } from './built.ts';
import { readZipTexts } from './zip-texts.ts';

export const bundleWorker = builtWorker('bundle-worker');
export const sessionId = '20261126-101500-0a1b2c3d';

/** A home folder whose every private place holds `plant(place)`. */
export async function makeBundleHome(
  home: string,
  plant: (place: string) => string,
  options: { nowMs?: number; extraEvents?: number } = {},
): Promise<void> {
  const nowMs = options.nowMs ?? Date.now();
  await mkdir(join(home, 'logs'), { recursive: true });
  const { db } = openOrSalvage(join(home, 'scrumbot.db'));
  const event = db.prepare(
    `INSERT INTO events (wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw, fields, reason)
     VALUES (?, 1, ?, ?, ?, ?, ?, 'c1', 1, 10, ?, ?, ?)`,
  );
  const target = `wss://${plant('event target')}.example.org/ws`;
  const add = (kind: string, type: string, rest: { raw?: string; fields?: object; reason?: string }): void =>
    void event.run(
      nowMs - 1_000,
      kind,
      type,
      kind === 'frame' ? 'in' : null,
      sessionId,
      target,
      rest.raw ?? null,
      JSON.stringify(rest.fields ?? {}),
      rest.reason ?? null,
    );
  db.transaction(() => {
    for (let i = 0; i < (options.extraEvents ?? 0); i += 1)
      add('frame', 'AUDIO_CHUNK', {
        raw: JSON.stringify({
          type: 'AUDIO_CHUNK',
          data: { n: i, a: (i * 7_919_191) % 999_983, b: (i * 104_729_717) % 999_979 },
        }),
      });
    add('frame', 'TRANSCRIPTION_RESULT', {
      raw: JSON.stringify({
        type: 'TRANSCRIPTION_RESULT',
        data: {
          text: plant('spoken words'),
          speaker: plant('speaker'),
          confidence: 0.9,
          [plant('key of a frame')]: 1,
        },
      }),
      fields: { text: plant('field text') },
    });
    add('frame', plant('event type'), {
      raw: `not JSON ${plant('raw text')}`,
      reason: `Unexpected token: "${plant('frame reason')}"`,
    });
    add('connection', 'connection.ended', {
      fields: {
        code: '1006',
        retry: true,
        url: `wss://joe:${plant('field address')}@x.example/?k=${plant('field query')}`,
      },
      reason: `The target closed the connection (1006): ${plant('close reason')}`,
    });
    add('capture', 'capture.failed', {
      fields: { cause: plant('device name'), from: { deep: [plant('deep field')] } },
      reason: `Error: EACCES: permission denied, open '/home/${plant('user in a path')}/x.wav'\n    at read (/home/${plant('stack trace')}/a.js:1:2)`,
    });
    for (let i = 0; i < 6; i += 1)
      add('connection', 'connection.ended', {
        fields: { code: '1011' },
        reason: 'The target failed (1011).',
      });
    db.prepare(
      `INSERT INTO sessions (session_id, meeting_id, title, mode, target, state, reason, started_ms, ended_ms, owner_pid, notes, tags)
       VALUES (?, ?, ?, 'stream', ?, 'ended', ?, ?, ?, 1, ?, ?)`,
    ).run(
      sessionId,
      plant('meeting id'),
      plant('title'),
      target,
      `It failed for ${plant('session reason')}.`,
      nowMs - 60_000,
      nowMs,
      plant('notes'),
      JSON.stringify([plant('tag')]),
    );
    db.prepare('INSERT INTO tracks VALUES (?, ?, ?, 160000)').run(
      sessionId,
      'system',
      `recordings/${plant('file name')}/system.wav`,
    );
    db.prepare(
      'INSERT INTO gaps (session_id, source, first_sample, sample_count, reason) VALUES (?, ?, 0, 16000, ?)',
    ).run(sessionId, 'system', plant('gap reason'));
    db.prepare(
      "INSERT INTO transcript_lines (session_id, start_sec, end_sec, text, speaker, flags) VALUES (?, 0, 2, ?, ?, '[]')",
    ).run(sessionId, plant('transcript'), plant('transcript speaker'));
    db.prepare(
      "INSERT INTO alerts (rule, raised_ms, last_raised_ms, count, threshold, sentence) VALUES ('errors', ?, ?, 1, 1, ?)",
    ).run(nowMs, nowMs, `Too many from ${plant('alert')}.`);
    db.prepare(
      "INSERT INTO health_spans (pid, row, level, value, from_ms, until_ms) VALUES (1, 'target', 'bad', ?, ?, ?)",
    ).run(`no answer from ${plant('health')}`, nowMs - 5_000, nowMs);
    db.prepare('INSERT INTO samples VALUES (1000, ?, 1, ?)').run(
      nowMs,
      JSON.stringify({
        'process.main.rssBytes': 123_456_789,
        'net.outBytesPerSec': 5,
        [`if.${plant('interface')}.inBytesPerSec`]: 1,
      }),
    );
    db.prepare(
      'INSERT INTO event_imports (import_id, file, format, imported_ms, first_seq, last_seq, events, skipped) VALUES (?, ?, ?, ?, 1, 2, 2, 0)',
    ).run(plant('import id'), plant('import file'), 'jsonl', nowMs);
  })();
  db.close();
  const place = {
    wsUrl: `wss://joe:${plant('target login')}@${plant('target host')}.example.org:8443/${plant('target path')}?token=${plant('target query')}`,
  };
  await writeFile(
    join(home, 'settings.json'),
    JSON.stringify({
      version: 2,
      target: plant('target name'),
      targets: [
        {
          name: plant('target name'),
          ...place,
          notes: plant('notes\nin two lines'),
          caFile: `/home/${plant('ca file')}/ca.pem`,
        },
      ],
      direct: { openaiBaseUrl: `https://u:${plant('base login')}@engine.example/${plant('base path')}` },
      network: {
        proxy: `http://u:${plant('proxy login')}@${plant('proxy host')}.example:3128`,
        caFile: null,
      },
      stream: { chunkSec: 2 },
    }),
  );
  await writeFile(join(home, 'secrets.json'), JSON.stringify({ groq: plant('stored key') }), { mode: 0o600 });
  const time = new Date(nowMs - 500).toISOString();
  await writeFile(
    join(home, 'logs', 'scrumbot.log'),
    [
      JSON.stringify({
        level: 'error',
        time,
        pid: 7,
        msg: 'the database was not repaired',
        problem: `no ${plant('log problem')}`,
      }),
      JSON.stringify({
        level: 'warn',
        time,
        msg: `opening ${plant('log message')}`,
        err: {
          type: 'Error',
          message: plant('error message'),
          stack: `Error: ${plant('error stack')}\n at x (y:1:2)`,
          code: 'ECONNREFUSED',
        },
      }),
      `a line that is no JSON with key ${plant('plain log line')}`,
      JSON.stringify({
        level: 'info',
        time,
        msg: `the stored key is ${plant('stored key')} and ${Buffer.from(plant('stored key')).toString('base64')}`,
      }),
      '',
    ].join('\n'),
  );
}

export function sourceOf(home: string): SourceOptions {
  return { home, version: '0.0.0', platform: process.platform, environment: {}, secrets: [] };
}

/** Makes a bundle in this process and reads it again with another program's eyes. */
export async function bundleOf(
  home: string,
  out: string,
  request: Partial<BundleRequest> = {},
): Promise<{ report: BundleReport; texts: Map<string, string> }> {
  const report = await writeInThread(
    bundleWorker,
    {
      source: sourceOf(home),
      request: bundleRequestSchema.parse(request),
      out,
      recipient: null,
    },
    { signal: new AbortController().signal },
  );
  return { report, texts: await readZipTexts(out) };
}
