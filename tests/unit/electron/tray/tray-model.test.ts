import { describe, expect, test } from 'vitest';
import { trayModelOf, type TrayFacts, type TrayItem } from '../../../../src/main/electron/tray/tray-model.ts';
import type { Status } from '../../../../src/shared/session/status.ts';
import { statusNumber } from '../../../support/fake-core.ts';

const recording = statusNumber(1);
const { session } = recording;
if (session === null) throw new Error('The sample status has a session');

const idle: Status = {
  ...recording,
  verdict: { level: 'idle', headline: 'Ready to record', reason: '', next: null },
  session: null,
  connection: { phase: 'idle', sentence: 'Not connected.' },
};

const facts = (more: Partial<TrayFacts> = {}): TrayFacts => ({
  status: idle,
  record: { source: 'system', mode: 'stream' },
  targets: [
    { name: 'built-in', wsUrl: null },
    { name: 'dev', wsUrl: 'ws://localhost:8080' },
    { name: 'tunnel', wsUrl: 'wss://a.ngrok-free.app/ws' },
    { name: 'production', wsUrl: 'wss://meetings.example.org' },
  ],
  target: 'dev',
  lastSession: null,
  isSending: false,
  ...more,
});

const labels = (items: readonly TrayItem[]): string[] =>
  items.flatMap((item) => (item.kind === 'separator' ? [] : [item.label]));

function itemOf(more: Partial<TrayFacts>, label: string): TrayItem {
  const item = trayModelOf(facts(more)).items.find((one) => one.kind !== 'separator' && one.label === label);
  if (item === undefined) throw new Error(`There is no ${label}`);
  return item;
}

const choices = (more: Partial<TrayFacts>, label: string) => {
  const item = itemOf(more, label);
  if (item.kind !== 'choices') throw new Error(`${label} offers no choice`);
  return item;
};

describe("the tray's icon", () => {
  const bad = { level: 'bad', headline: 'The microphone is not captured', reason: '', next: null } as const;
  const warning = { ...bad, level: 'warning' } as const;
  const waiting: Status['connection'] = { phase: 'waiting', sentence: '', attempt: 1, untilMs: 0 };

  test.each([
    ['idle', { status: idle }],
    ['idle', { status: null }],
    ['error', { status: { ...idle, verdict: bad } }],
    ['error', { status: { ...idle, storageProblem: 'The disk is full.' } }],
    ['offline', { status: idle, isSending: true }],
    ['recording', { status: recording }],
    ['recording-problem', { status: { ...recording, verdict: warning } }],
    ['error', { status: { ...recording, verdict: bad } }],
    ['offline', { status: { ...recording, verdict: warning, connection: waiting } }],
    [
      'offline',
      { status: { ...recording, connection: { phase: 'connecting', sentence: '' }, queuedSec: 9 } },
    ],
    [
      'recording',
      { status: { ...recording, connection: { phase: 'connecting', sentence: '' }, queuedSec: 1 } },
    ],
  ] satisfies [string, Partial<TrayFacts>][])('is %s', (state, more) => {
    expect(trayModelOf(facts(more)).state).toBe(state);
  });
});

describe("the tray's tooltip", () => {
  test('has the elapsed time and the verdict while something is recorded', () => {
    const status = { ...recording, recordedSec: 3_725.9 };
    expect(trayModelOf(facts({ status })).tooltip).toBe('ScrumBot: 1:02:05 · Recording');
  });

  test('has the verdict alone otherwise', () => {
    expect(trayModelOf(facts()).tooltip).toBe('ScrumBot: Ready to record');
  });

  test('fits what Windows shows of one', () => {
    const status = { ...idle, verdict: { ...idle.verdict, headline: 'x'.repeat(300) } };
    expect(trayModelOf(facts({ status })).tooltip.length).toBeLessThanOrEqual(127);
  });
});

describe("the tray's menu", () => {
  test('offers everything that the app can do without its window', () => {
    expect(labels(trayModelOf(facts()).items)).toEqual([
      'Ready to record',
      'Record',
      'Source',
      'Mode',
      'Target',
      'Open ScrumBot',
      'Run checks…',
      'Verify dev…',
      'Export diagnostics…',
      'Settings…',
      'Quit ScrumBot',
    ]);
  });

  test.each([
    ['starting', 'Starting…', false],
    ['recording', 'Stop', true],
    ['stopping', 'Stopping…', false],
    ['ended', 'Record', true],
    ['failed', 'Record', true],
  ] as const)('in the state %s offers %s', (state, label, enabled) => {
    const item = itemOf({ status: { ...recording, session: { ...session, state } } }, label);
    expect(item).toMatchObject({ kind: 'action', enabled });
  });

  test('offers to stop waiting for a target that is away after Stop, and says so above', () => {
    const headline = 'Stopping: waiting for staging, which is away';
    const stopping: Status = {
      ...recording,
      verdict: { ...recording.verdict, headline },
      session: { ...session, state: 'stopping' },
      connection: { phase: 'waiting', sentence: '', attempt: 1, untilMs: 0 },
    };
    expect(itemOf({ status: stopping }, 'Stop waiting')).toMatchObject({
      action: { do: 'stop-waiting' },
      enabled: true,
    });
    expect(labels(trayModelOf(facts({ status: stopping })).items)[0]).toBe(headline);
  });

  test('verifies the target of Record, but not while something is recorded', () => {
    expect(itemOf({}, 'Verify dev…')).toMatchObject({
      action: { do: 'verify', target: 'dev' },
      enabled: true,
    });
    expect(itemOf({ status: recording }, 'Verify dev…')).toMatchObject({ enabled: false });
    expect(itemOf({ status: null }, 'Verify dev…')).toMatchObject({ enabled: false });
  });

  test('cannot record before the core has started', () => {
    expect(itemOf({ status: null }, 'Record')).toMatchObject({ enabled: false });
  });

  test('shows the chosen source, mode and target, each target with its colour', () => {
    const chosen = (label: string): string[] =>
      choices({ record: { source: 'both', mode: 'capture-only' } }, label)
        .choices.filter(({ isChosen }) => isChosen)
        .map((choice) => choice.label);
    expect(chosen('Source')).toEqual(['System + microphone']);
    expect(chosen('Mode')).toEqual(['Record only']);
    expect(chosen('Target')).toEqual(['dev']);
    expect(choices({}, 'Target').choices.map(({ label, colour }) => [label, colour])).toEqual([
      ['built-in', 'blue'],
      ['dev', 'green'],
      ['tunnel', 'amber'],
      ['production', 'red'],
    ]);
  });

  test('lets the target alone be changed while a session streams', () => {
    const more = { status: recording };
    expect(choices(more, 'Source').enabled).toBe(false);
    expect(choices(more, 'Mode').enabled).toBe(false);
    expect(choices(more, 'Target').enabled).toBe(true);
    expect(choices(more, 'Target').choices.find(({ isChosen }) => isChosen)?.label).toBe('built-in');
  });

  test('lets no target be chosen while a session only keeps its audio', () => {
    const status: Status = { ...recording, session: { ...session, mode: 'capture-only', target: null } };
    expect(choices({ status }, 'Target').enabled).toBe(false);
  });

  test('leads to the last session, with a title that fits', () => {
    const title = 'A very long title of a meeting that nobody wants to read';
    const item = trayModelOf(facts({ lastSession: { ...session, title } })).items.find(
      (one) => one.kind === 'action' && one.label.startsWith('Last session'),
    );
    expect(item).toMatchObject({
      label: 'Last session: A very long title of a meeting that nob…',
      action: { do: 'open-session', sessionId: 's-1' },
    });
  });
});
