import { describe, expect, test } from 'vitest';
import {
  decideUpdate,
  type UpdateFacts,
  type UpdateStep,
} from '../../../../src/main/electron/updates/update-decision.ts';

const hourMs = 3_600_000;
const nowMs = Date.UTC(2026, 0, 10);

const quiet: UpdateFacts = {
  nowMs,
  isBusy: false,
  lastCheckMs: nowMs - hourMs,
  found: null,
  agreed: null,
  downloaded: null,
  putOff: null,
};

describe('what to do about updates', () => {
  test.each<[string, Partial<UpdateFacts>, UpdateStep['do']]>([
    ['nothing an hour after a check', {}, 'wait'],
    ['checks when it never did', { lastCheckMs: null }, 'check'],
    ['checks again after six hours', { lastCheckMs: nowMs - 6 * hourMs }, 'check'],
    ['checks when the clock was set back', { lastCheckMs: nowMs + hourMs }, 'check'],
    ['asks about a version that was found', { found: '2.0.0' }, 'ask-to-download'],
    ['downloads what was agreed to', { found: '2.0.0', agreed: '2.0.0' }, 'download'],
    ['asks again about a newer one than agreed to', { found: '2.1.0', agreed: '2.0.0' }, 'ask-to-download'],
    ['asks before it restarts', { downloaded: '2.0.0' }, 'ask-to-restart'],
    [
      'offers a newer one than was downloaded',
      { found: '2.1.0', downloaded: '2.0.0', agreed: '2.0.0' },
      'ask-to-download',
    ],
    ['downloads nothing twice', { found: '2.0.0', downloaded: '2.0.0', agreed: '2.0.0' }, 'ask-to-restart'],
  ])('%s', (_what, facts, step) => {
    expect(decideUpdate({ ...quiet, ...facts }).do).toBe(step);
  });

  test.each<Partial<UpdateFacts>>([
    { lastCheckMs: null },
    { found: '2.0.0' },
    { found: '2.0.0', agreed: '2.0.0' },
    { downloaded: '2.0.0' },
  ])('nothing while the app is busy: %o', (facts) => {
    expect(decideUpdate({ ...quiet, ...facts, isBusy: true }).do).toBe('wait');
  });

  test.each<Partial<UpdateFacts>>([{ found: '2.0.0' }, { downloaded: '2.0.0' }])(
    'after "later" it does not ask for three days: %o',
    (facts) => {
      const atMs = nowMs - 71 * hourMs;
      expect(decideUpdate({ ...quiet, ...facts, putOff: { version: '2.0.0', atMs } }).do).toBe('wait');
      const daysAgo = nowMs - 72 * hourMs;
      expect(decideUpdate({ ...quiet, ...facts, putOff: { version: '2.0.0', atMs: daysAgo } }).do).toMatch(
        /^ask-/,
      );
    },
  );

  test('"later" is about one version only', () => {
    const putOff = { version: '2.0.0', atMs: nowMs };
    expect(decideUpdate({ ...quiet, found: '2.1.0', putOff }).do).toBe('ask-to-download');
  });
});
