import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AnalysisReport } from '../../../../src/shared/events/findings.ts';
import { noNotes, readEventFile } from '../../../../src/main/core/event-files/read-event-file.ts';
import { analyse } from '../../../support/frames.ts';
import { traceFrameEvent } from '../../../../src/main/cli/output/trace-frame-event.ts';
import { describeWith } from '../../../support/machine/needs.ts';
import { sharedData } from '../../../support/shared-data.ts';

const folder = sharedData.traces;

async function analyseTrace(name: string): Promise<AnalysisReport> {
  const events = [];
  for await (const page of readEventFile(join(folder, `${name}.jsonl`), noNotes(), traceFrameEvent))
    events.push(...page.map((event) => event.stored()));
  return analyse(events);
}

/** What is in a recording of a real backend, by cause: the repeats. */
const truth: Readonly<Record<string, Record<string, number>>> = {
  // The guide's script sends one text as a chunk twice; the two errors answer one chunk each.
  'duplicates-guide': { 'double-send': 1, 'expected-twin': 1 },
  // The background check and the end of the meeting both transcribe the last buffer.
  'identical-end-race': { 'answered-twice': 1 },
  // Four results with their updates and a second handshake; the client sends "ended" twice and replays nothing.
  'reconnect-mid-meeting': { 'double-send': 1, 'expected-twin': 5 },
  // A meeting without a fault: six results with their updates, one handshake.
  'session-enhanced-hash': { 'expected-twin': 7 },
  // Each of the fifty chunks differs, and each of the fifty errors answers one.
  'stress-5x10-guide': { 'expected-twin': 5 },
  // One timeout result to both connections of the meeting.
  'timeout-flush': { 'double-socket': 1 },
  // Two updates to both connections; each of the three results has its own.
  'two-clients-broadcast': { 'double-socket': 2, 'expected-twin': 3 },
  // One odd frame on each connection, and an answer to each HANDSHAKE; three of its meetings hear the same audio.
  'bad-inputs': { 'expected-twin': 52 },
};

describeWith(['traces'], 'traces of a real backend', () => {
  test.each(Object.entries(truth))('%s', async (name, expected) => {
    const report = await analyseTrace(name);
    const found = Object.fromEntries(report.byCause.map(({ cause, repeats }) => [cause, repeats]));
    expect(found).toEqual(expected);
    // A real backend breaks its own rules with every such message, and with no other.
    expect(
      report.violations
        .filter(({ isConstant }) => isConstant)
        .every(({ type }) => /^(ERROR|PROCESSING_STATUS)$/.test(type)),
    ).toBe(true);
    expect(report.deprecated).toEqual([]);
    expect(report.drift).toEqual([]);
  });

  test('an old server: each transcription under both names, three buffers answered twice, nothing unnamed', async () => {
    const { byCause, findings, results } = await analyseTrace('old-server-doubles');
    expect(Object.fromEntries(byCause.map(({ cause, repeats }) => [cause, repeats]))).toEqual({
      'old-new-pair': 4,
      'answered-twice': 3,
      'expected-twin': 5,
    });
    const eventsOf = (cause: string): number[][] =>
      findings
        .filter((finding) => finding.cause === cause)
        .map(({ eventIds }) => eventIds)
        .sort(([a = 0], [b = 0]) => a - b);
    expect(eventsOf('old-new-pair')).toEqual([
      [4, 5],
      [7, 8],
      [11, 12],
      [15, 16],
    ]);
    // The timeout results are the events 3, 10 and 14.
    expect(eventsOf('answered-twice')).toEqual([
      [3, 4],
      [8, 10],
      [12, 14],
    ]);
    expect(results).toMatchObject({ messages: 11, transcriptions: 4 });
  });

  test('identical-end-race: names both answers and what they cost', async () => {
    const { findings } = await analyseTrace('identical-end-race');
    const frames = readFileSync(join(folder, 'identical-end-race.jsonl'), 'utf8').trimEnd().split('\n');
    const [first, second] =
      findings[0]?.eventIds.map((id) => (JSON.parse(frames[id] ?? '{}') as { raw: string }).raw) ?? [];
    expect(first).toContain('"trigger_reason": "timeout"');
    expect(second).toContain('"is_final": true');
    expect(findings).toMatchObject([
      { cause: 'answered-twice', bytesWasted: Buffer.byteLength(second ?? ''), confidence: 0.95 },
    ]);
  });
});
