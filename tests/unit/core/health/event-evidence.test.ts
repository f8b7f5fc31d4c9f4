import { expect, it } from 'vitest';
import { createEventCollector } from '../../../../src/main/core/health/evidence/event-evidence.ts';
import type { StoredEvent } from '../../../../src/shared/events/events.ts';
import { storedFrame } from '../../../support/event-database.ts';

const nowMs = 1_772_442_902_000;

const ended = (seq: number, agoMs: number, code = '1006'): StoredEvent => ({
  ...storedFrame({ kind: 'connection', type: 'connection.ended', direction: null, fields: { code } }),
  seq,
  wallMs: nowMs - agoMs,
});

it('counts the connections that broke within the hour, those before this start and of other processes too', () => {
  const collector = createEventCollector();
  collector.add([ended(8, 2_000), ended(9, 1_000)], { monotonicMs: 0, sessionId: null });
  const stored = [ended(8, 2_000), ended(7, 3_000), ended(6, 4_000, 'stopped'), ended(1, 3_600_001)];
  expect(collector.read(nowMs, stored).endings.map(({ seq }) => seq)).toEqual([7, 8, 9]);
  // What was told once stays until its hour is over.
  expect(collector.read(nowMs).endings).toHaveLength(3);
  expect(collector.read(nowMs + 3_598_500).endings.map(({ seq }) => seq)).toEqual([9]);
});

it('counts no try that a target, a proxy or the network let not come about', () => {
  const collector = createEventCollector();
  const codes = ['ECONNREFUSED', 'ENOTFOUND', 'http-502', 'proxy-http-407', 'CERT_HAS_EXPIRED', 'stopped'];
  collector.add(
    codes.map((code, at) => ended(at + 1, 1_000, code)),
    { monotonicMs: 0, sessionId: null },
  );
  expect(collector.read(nowMs).endings).toEqual([]);
  const broken = ['1006', '1012', 'ECONNRESET', 'silent', 'no-pong'];
  const stored = broken.map((code, at) => ended(at + 11, 1_000, code));
  expect(collector.read(nowMs, stored).endings.map(({ code }) => code)).toEqual(broken);
});
