import { describe, expect, it } from 'vitest';
import { findTrouble } from '../../../../src/main/core/bundle/analysers/analysers.ts';
import type { AppEvent, Facts } from '../../../../src/main/core/bundle/analysers/facts.ts';
import { createRedactor } from '../../../../src/main/core/redaction/redaction.ts';

const healthy: Facts = {
  version: '1',
  window: { fromMs: 0, toMs: 1 },
  database: {
    how: 'copy',
    integrity: 'ok',
    bytes: 1,
    walBytes: 0,
    freeBytes: 50e9,
    totalBytes: 100e9,
    saved: null,
  },
  settingsProblem: null,
  settings: {},
  checks: [{ id: 'runtime', title: 'Node', status: 'ok', found: '24', mend: null }],
  events: [],
  sessions: [],
  analysis: null,
  samples: [],
};

let seq = 0;
function event(type: string, change: Partial<AppEvent> = {}): AppEvent {
  seq += 1;
  const kind = type.split('.')[0] ?? '';
  return {
    seq,
    wallMs: 1e12 + seq * 1_000,
    kind,
    type,
    sessionId: 's',
    target: 't',
    reason: null,
    fields: {},
    ...change,
  };
}

const idsOf = (change: Partial<Facts>): string[] =>
  findTrouble({ ...healthy, ...change }, createRedactor({ secrets: [] })).map(({ id }) => id);
const ended = (count: number, reason = 'It ended (1006).'): AppEvent[] => [
  event('connection.open'),
  ...Array.from({ length: count }, () => event('connection.ended', { reason, fields: { code: '1006' } })),
];
const minutes = Array.from({ length: 200 }, (_none, minute) => minute);
const memory = (bytesAt: (minute: number) => number): Facts['samples'] =>
  minutes.map((minute) => ({
    stepMs: 60_000,
    atMs: minute * 60_000,
    pid: 1,
    figures: { 'process.main.rssBytes': bytesAt(minute) },
  }));

describe('findings', () => {
  it('are none where all is well', () => {
    expect(idsOf({})).toEqual([]);
  });

  it.each<[id: string, has: Partial<Facts>, nearly: Partial<Facts>]>([
    ['reconnect-storm', { events: ended(6) }, { events: ended(3) }],
    ['unreachable-target', { events: ended(2).slice(1) }, { events: ended(2) }],
    // A target that never answered is said once, as that; and a try that Stop ended is no evidence of anything.
    ['reconnect-storm', { events: ended(6) }, { events: ended(6).slice(1) }],
    [
      'unreachable-target',
      { events: ended(2).slice(1) },
      { events: [event('connection.ended', { fields: { code: 'stopped' } })] },
    ],
    // One that was opened before the events that are looked at.
    [
      'unreachable-target',
      { events: ended(2).slice(1) },
      { events: [...ended(2).slice(1), event('connection.ended', { fields: { code: '1011' } })] },
    ],
    [
      'engine-setup',
      { events: [event('engine.waiting', { reason: 'Groq needs a key. Enter one.' })] },
      { events: [event('engine.waiting', { reason: 'Groq refused the key (401). Enter a valid one.' })] },
    ],
    [
      'engine-key',
      { events: [event('engine.waiting', { reason: 'Groq refused the key (401). Enter a valid one.' })] },
      { events: [event('engine.waiting', { reason: 'Groq needs a key. Enter one.' })] },
    ],
    ['dead-source', { events: [event('capture.failed')] }, { events: [event('capture.stopped')] }],
    ['zero-source', { events: [event('capture.zeros-warning')] }, { events: [event('capture.started')] }],
    [
      'engine-quota',
      { events: [event('engine.waiting', { reason: 'The limit of requests is reached (429).' })] },
      { events: [event('engine.waiting', { reason: 'It does not answer.' })] },
    ],
    ['clock-skew', { events: [event('capture.clock-set')] }, { events: [event('capture.restarted')] }],
    [
      'clock-skew',
      { events: [event('a', { wallMs: 2e12 }), event('b')] },
      { events: [event('a'), event('b')] },
    ],
    [
      'proxy',
      {
        events: [
          event('connection.open'),
          event('connection.ended', { reason: 'The proxy refuses (http-407).' }),
        ],
      },
      { events: ended(1) },
    ],
    [
      'disk-low',
      { database: { ...healthy.database, freeBytes: 1e8 } },
      { database: { ...healthy.database, freeBytes: 2e9 } },
    ],
    ['slow-storage', { events: [event('storage.events-dropped')] }, { events: [event('storage.pruned')] }],
    ['damaged-files', { database: { ...healthy.database, how: 'salvaged' } }, {}],
    [
      'memory-slope',
      { samples: memory((minute) => 1e8 + minute * 1e6) },
      { samples: memory((minute) => (minute < 60 ? 1e8 : 1.5e8)) },
    ],
    [
      'old-version',
      { checks: [{ id: 'runtime', title: 'Node', status: 'fail', found: '18', mend: 'Update it.' }] },
      { checks: [{ id: 'runtime', title: 'Node', status: 'ok', found: '24', mend: null }] },
    ],
    [
      'port-clash',
      {
        events: [
          event('stream.problem', { reason: 'listen EADDRINUSE: address already in use 127.0.0.1:8080' }),
        ],
      },
      { events: [event('stream.problem', { reason: 'listen failed' })] },
    ],
    [
      'permission',
      { events: [event('storage.problem', { reason: 'EACCES: permission denied' })] },
      { events: [event('storage.problem', { reason: 'ENOSPC: no space' })] },
    ],
  ])('tell of %s where it is, and not where it is only nearly so', (id, has, nearly) => {
    expect(idsOf(has)).toContain(id);
    expect(idsOf(nearly)).not.toContain(id);
  });

  it('each have evidence and a next step, the worst first, and no private word in them', () => {
    const events = [
      event('capture.clock-set'),
      ...ended(6, 'Closed by “Zebediah” of zeb.example.com (1006).'),
    ];
    const found = findTrouble({ ...healthy, events }, createRedactor({ secrets: [] }));
    expect(found.map(({ level }) => level)).toEqual(['bad', 'warning']);
    for (const finding of found) {
      expect(finding.evidence.length).toBeGreaterThan(0);
      expect(finding.next).not.toBe('');
    }
    expect(JSON.stringify(found)).not.toMatch(/zeb/i);
  });
});
