import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Comparison } from '../../../src/shared/events/compare-reports.ts';
import type { AnalysisReport } from '../../../src/shared/events/findings.ts';
import type { SessionReport } from '../../../src/shared/session/session.ts';
import type { FileNotes } from '../../../src/main/core/event-files/read-event-file.ts';
import { writeCounterWav } from '../../support/counter-wav.ts';
import { runScrumbot } from '../../support/scrumbot.ts';
import { removeFolder } from '../../support/remove-folder.ts';

let folder = '';
let home = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scrumbot-analyze-'));
  home = join(folder, 'home');
});
afterAll(() => removeFolder(folder));

async function fileOf(name: string, lines: readonly (string | object)[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(
    path,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  );
  return path;
}

const event = (t_ms: number, data: object, more: object = {}) => ({
  t_ms,
  event_type: 'MEETING_UPDATE',
  data,
  source: 'server',
  session_id: 's',
  ...more,
});

describe('analyze --events', () => {
  it('counts and names what it cannot read, and analyses the rest', async () => {
    const path = await fileOf('bad.jsonl', [
      event(0, { n: 1 }),
      '{"t_ms": 1, "event_type": ',
      '',
      '[1, 2]',
      event(10, { n: 1 }),
      { t_ms: 20, event_type: 'X', source: 's' },
      { event_type: 'X', data: {} },
      { t_ms: 'soon', event_type: 'X', data: {} },
      { t_ms: 30, event_type: 7, data: {} },
      { t_ms: 30, data: {} },
      event(5, { n: 2 }),
      '{"t_ms": 40, "event_type": "X", "data": {"a": 1, "a": 2, "__proto__": {"polluted": true}}}',
      '{"t_ms": 50, "event_type": "X", "data": {"big": 9007199254740993, "lone": "\\ud800"}}',
      '{"t_ms": 51, "event_type": "X", "data": {"big": 9007199254740992, "lone": "\\ud800"}}',
      `{"t_ms": 60, "event_type": "X", "data": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      event(70, { text: 'x'.repeat(10_000_000) }),
      event(80, { text: 'x'.repeat(10_000_000) }),
    ]);
    const { code, stdout, stderr } = await runScrumbot(
      ['analyze', '--events', path, '--format', 'monitor', '--verdicts', '--json'],
      { home },
    );
    const report = JSON.parse(stdout) as {
      summary: object;
      verdicts: { i: number; is_duplicate: boolean }[];
      input: FileNotes;
    };
    expect(code).toBe(1);
    expect(report.input).toMatchObject({
      events: 8,
      skipped: 8,
      skippedLines: [
        { line: 2 },
        { line: 4, reason: 'it is not a JSON object' },
        { line: 6, reason: 'it has no data' },
        { line: 7, reason: 'it has no t_ms' },
        { line: 8, reason: 'its t_ms is not a time' },
        { line: 9, reason: 'its event_type is not text' },
        { line: 10, reason: 'it has no event_type' },
        { line: 15, reason: 'it is nested deeper than 500 levels' },
      ],
      oddities: {
        'time-goes-back': { events: 1, lines: [11] },
        'duplicate-key': { events: 1, lines: [12] },
        'proto-key': { events: 1, lines: [12] },
        'big-number': { events: 2, lines: [13, 14] },
        'lone-surrogate': { events: 2, lines: [13, 14] },
      },
    });
    // Two numbers beyond 2^53 are different ones, and ten million characters are compared whole.
    expect(report.verdicts.filter(({ is_duplicate }) => is_duplicate).map(({ i }) => i)).toEqual([3, 15]);
    expect(report.summary).toMatchObject({ total_events: 8, duplicates_detected: 2 });
    expect(stderr).toContain('Line 7 is left out: it has no t_ms.');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('finds causes in a trace, under the usual rules and under others', async () => {
    const frame = (t_ms: number, conn: string, message: object) => ({
      t_ms,
      dir: 'in',
      conn,
      raw: JSON.stringify(message),
    });
    const update = { type: 'MEETING_UPDATE', data: { meetingId: 'm', latestTranscript: 'words' } };
    const path = await fileOf('trace.jsonl', [
      frame(0, 'A', update),
      frame(7_000, 'A', update),
      { t_ms: 8_000, dir: 'out', conn: 'A', binary: true, raw: 'AA==' },
    ]);
    const usual = await runScrumbot(['analyze', '--events', path, '--json'], { home });
    expect(usual.code).toBe(0);
    expect(JSON.parse(usual.stdout)).toMatchObject({ events: 2, duplicates: 0, findings: [] });
    const changed = await runScrumbot(
      ['analyze', '--events', path, '--window', '10', '--what-if', '--json'],
      { home },
    );
    expect(JSON.parse(changed.stdout)).toMatchObject({
      usual: { duplicates: 0, monitor: { duplicates: 0 } },
      changed: {
        duplicates: 1,
        monitor: { duplicates: 1 },
        findings: [{ cause: 'double-send', eventIds: [0, 1] }],
      },
    });
  });

  it('compares two files: results and bytes for one transcription, not all messages', async () => {
    const frame = (atMs: number, type: string, data: object) =>
      JSON.stringify({ t_ms: atMs, dir: 'in', conn: 'c1', raw: JSON.stringify({ type, data }) });
    const words = ['let us review the goals', 'any blockers today', 'then we are done'];
    // The old server says each twice, with other keys; both are sent the same audio and tell the same status.
    const meeting = (isOld: boolean): string[] =>
      words.flatMap((text, buffer) => {
        const data = { text, confidence: 0.9, timestamp: `2026-01-01T00:00:0${buffer}` };
        const status = Array.from({ length: 20 }, (_zero, n) =>
          frame(buffer * 3_000 + n, 'PROCESSING_STATUS', { message: `${buffer} ${n}`, stage: 'x' }),
        );
        const old = frame(buffer * 3_000 + 90, 'transcription_result', {
          ...data,
          isFlushing: false,
          chunkId: 'a',
        });
        return [...status, ...(isOld ? [old] : []), frame(buffer * 3_000 + 91, 'TRANSCRIPTION_RESULT', data)];
      });
    const before = join(folder, 'before.jsonl');
    const after = join(folder, 'after.jsonl');
    await writeFile(before, meeting(true).join('\n'));
    await writeFile(after, meeting(false).join('\n'));
    const compare = async (a: string, b: string): Promise<Comparison> => {
      const { stdout } = await runScrumbot(['analyze', '--compare', `file:${a}`, `file:${b}`, '--json'], {
        home,
      });
      return JSON.parse(stdout) as Comparison;
    };
    expect(await compare(before, after)).toMatchObject({
      messages: { a: 66, b: 63 },
      results: { a: 6, b: 3, changePercent: -50 },
      transcriptions: { a: 3, b: 3 },
      resultsPerTranscription: { a: 2, b: 1, changePercent: -50 },
      halvesResults: true,
      halvesBytes: true,
      halvesMessages: false,
    });
    expect(await compare(after, before)).toMatchObject({ halvesResults: false, halvesBytes: false });
    const same = await compare(after, after);
    expect(same).toMatchObject({ halvesResults: null, halvesBytes: null });
    expect(same.verdict).toContain('nothing left to halve');
  });

  it.each([
    [['analyze', '--events', '/nowhere/events.jsonl'], "/nowhere/events.jsonl can't be read"],
    [['analyze', '--compare', 'one'], 'Name two to compare'],
    [['analyze', '--session', 'nobody'], 'There is no session "nobody"'],
    [['analyze', '--window', 'long'], '--window takes a number'],
  ])('refuses %j with exit code 2', async (words, sentence) => {
    const { code, stderr } = await runScrumbot(words, { home });
    expect(stderr).toContain(sentence);
    expect(code).toBe(2);
  });
});

describe('a recorded session', () => {
  it('has findings, which analyze explains', async () => {
    const wav = join(folder, 'counter.wav');
    await writeCounterWav(wav, 3);
    const recorded = await runScrumbot(
      ['record', '--input', `file:${wav}`, '--speed', 'max', '--engine', 'none', '--json'],
      { home },
    );
    const session = JSON.parse(recorded.stdout) as SessionReport;
    expect(session.findings).toMatchObject({ duplicates: 0, deprecated: 0, byCause: {} });
    const analyzed = await runScrumbot(['analyze', '--session', session.sessionId, '--json'], { home });
    const report = JSON.parse(analyzed.stdout) as AnalysisReport;
    expect(report.byCause).toMatchObject([{ cause: 'expected-twin' }]);
    expect(report.monitor.validationErrors).toBe(session.findings.validationErrors);
    expect(report.traffic.find(({ type }) => type === 'AUDIO_CHUNK')?.messages).toBe(session.chunks.sent);
    const since = await runScrumbot(['analyze', '--since', '1h', '--format', 'monitor', '--json'], { home });
    expect(JSON.parse(since.stdout)).toMatchObject({ summary: { total_events: report.events } });
  });
});
