import { describe, expect, test } from 'vitest';
import { connectBridge, type BridgeClient } from '../../src/shared/contract/connect-bridge.ts';
import {
  commands,
  type CommandInput,
  type CommandName,
  type Handlers,
} from '../../src/shared/contract/contract.ts';
import { AppError } from '../../src/shared/errors.ts';
import { createTopicHub, type TopicHub } from '../../src/shared/contract/topic-hub.ts';
import type { Wire } from '../../src/shared/contract/wire.ts';
import { createFakeHandlers, sampleEvent, statusNumber } from '../support/fake-core.ts';
import { openMessagePort, openWebSocket, type OpenWire } from './support/wires.ts';
import { waitUntil } from '../support/wait-until.ts';

/** One valid input of every command, as a UI gives it. */
const inputs: { [N in CommandName]: CommandInput<N> } = {
  'app.info': {},
  'status.get': {},
  'health.get': {},
  'health.history': { sinceMs: 0 },
  'samples.list': { prefixes: ['process.'], sinceMs: 0 },
  'memory.get': { windowMs: 3_600_000 },
  'memory.snapshot': {},
  'network.get': { sinceMs: 0 },
  'session.start': { inputs: [{ kind: 'file', path: '/tmp/meeting.wav' }] },
  'session.stop': {},
  'stream.tryNow': {},
  'session.stopWaiting': {},
  'sendings.list': {},
  'sessions.annotate': { sessionId: 's1', title: 'Planning' },
  'sessions.peaks': { sessionId: 's1', source: 'system' },
  'sendings.tryNow': { sessionId: 's1' },
  'sendings.cancel': { sessionId: 's1' },
  'session.switchTarget': { target: 'built-in' },
  'sessions.send': { sessionId: 's-1' },
  'sessions.list': {},
  'sessions.show': { sessionId: 's-1' },
  'sessions.showFolder': { sessionId: 's-1' },
  'sessions.export': { sessionId: 's-1', format: 'txt' },
  'sessions.delete': { sessionId: 's-1' },
  'events.list': { kind: 'frame' },
  'events.count': { text: 'login', direction: 'in' },
  'events.choices': {},
  'events.histogram': { conditions: { type: 'ERROR' } },
  'events.delete': { sessionId: 'import-1' },
  'alerts.list': { openOnly: true },
  'alerts.acknowledge': { id: 1 },
  'analysis.run': {},
  'analysis.whatIf': { rules: { windowSec: 30, ignore: ['timestamp'] } },
  'analysis.compare': { a: { sessionId: 's-1' }, b: { target: 'built-in' } },
  'analysis.events': { ids: [1, 2] },
  'analysis.marking': {},
  'analysis.marks': { seqs: [1, 2] },
  'targets.list': {},
  'targets.add': {
    target: { name: 'dev', wsUrl: 'wss://dev.example/ws' },
    credentials: { query: 'token=x' },
  },
  'targets.edit': { name: 'dev', change: { notes: 'ours' }, credentials: { headers: { 'X-Key': null } } },
  'targets.remove': { name: 'dev', confirmed: true },
  'targets.use': { name: 'dev' },
  'targets.probe': { target: 'dev' },
  'targets.processes': {},
  'targets.followLog': { target: 'dev' },
  'targets.followedLog': {},
  'targets.unfollowLog': {},
  'targets.discover': {},
  'targets.export': {},
  'targets.import': { text: '{}' },
  'tap.start': { port: 8080 },
  'tap.stop': { port: 8080 },
  'tap.list': {},
  'tap.allow': { port: 8080, origin: 'https://tester.example' },
  'replay.start': { sessionId: '20260302-090000-1a2b3c4d', target: 'dev', speed: 'max' },
  'replay.twin': { input: { sessionId: '20260302-090000-1a2b3c4d' }, a: 'built-in', b: 'dev' },
  'replay.state': {},
  'replay.cancel': {},
  'tap.faults': { port: 8080, faults: 'reorder' },
  'verification.start': { target: 'dev', phases: ['handshake'], quick: true },
  'backend.faults': {},
  'backend.setFaults': { faults: 'duplicate' },
  'verification.resume': { runId: 'r-1' },
  'verification.current': {},
  'verification.cancel': {},
  'verification.pause': { paused: true },
  'verification.history': { limit: 5 },
  'verification.show': { runId: 'latest' },
  'verification.compare': { a: 'r-1', b: 'r-2' },
  'verification.document': { runId: 'latest', format: 'junit' },
  'bundle.plan': { request: {} },
  'bundle.preview': { request: { windowMs: 3_600_000 }, part: 'events' },
  'bundle.search': { request: {}, word: 'Jane' },
  'bundle.start': { request: { note: 'It stood still.' }, folder: '/home/someone' },
  'bundle.cancel': {},
  'bundle.state': {},
  'bundle.show': {},
  'bundle.read': { at: 0 },
  'bundle.upload': { data: 'UEs=' },
  'bundle.open': { upload: 'u-1' },
  'bundle.opened': { id: 'b-1' },
  'bundle.ask': { id: 'b-1', name: 'health.history', input: { sinceMs: 0 } },
  'bundle.close': { id: 'b-1' },
  'settings.get': {},
  'settings.update': { engine: 'groq' },
  'desktop.get': {},
  'desktop.update': { openAtLogin: true },
  'sound.check': { source: 'microphone' },
  'sound.devices': {},
  'sound.listen': { source: 'system' },
  'sound.openSettings': { source: 'system' },
  'keys.list': {},
  'machine.examine': {},
  'engines.list': {},
  'engines.tryNow': {},
  'keys.set': { name: 'groq', value: 'gsk_0123456789' },
  'keys.clear': { name: 'groq' },
  'engines.allow': { address: 'http://192.168.1.20:8000', isAllowed: true },
  'engines.models': {},
  'engines.getModel': { name: 'base' },
  'engines.cancelModel': { name: 'base' },
  'engines.removeModel': { name: 'base' },
  'files.send': { name: 'meeting.m4a', bytes: 3, data: 'UEs=' },
  'files.list': {},
  'files.remove': { id: 'f-1' },
  'transcripts.start': { sessionId: 's-1' },
  'transcripts.progress': { sessionId: 's-1' },
  'transcripts.cancel': { sessionId: 's-1' },
  'transcripts.search': { query: 'login page' },
};

type SetUp = {
  wire: Wire;
  client: BridgeClient;
  topics: TopicHub;
  received: { name: string; input: unknown }[];
  defects: unknown[];
  /** Everything that came over the wire to the page. */
  arrived: unknown[];
};

async function setUp(openWire: OpenWire, changed: Partial<Handlers> = {}): Promise<SetUp> {
  const { handlers, received } = createFakeHandlers();
  const topics = createTopicHub();
  const defects: unknown[] = [];
  const arrived: unknown[] = [];
  const core = { handlers: { ...handlers, ...changed }, topics };
  const wire = await openWire(core, (error) => defects.push(error));
  wire.listen((message) => arrived.push(message));
  const client = connectBridge(wire);
  return { wire, client, topics, received, defects, arrived };
}

describe.each([
  ['MessagePort', openMessagePort],
  ['WebSocket', openWebSocket],
] satisfies [string, OpenWire][])('the bridge over a %s', (_name, openWire) => {
  test.each(Object.keys(commands) as CommandName[])('carries %s there and back', async (name) => {
    const { client, received } = await setUp(openWire);
    const output = await client.call(name, inputs[name]);
    expect(commands[name].output.parse(output)).toEqual(output);
    expect(received).toEqual([{ name, input: commands[name].input.parse(inputs[name]) }]);
  });

  test('fills in the defaults of an input before a handler sees it', async () => {
    const { client, received } = await setUp(openWire);
    await client.call('session.start', inputs['session.start']);
    await client.call('sessions.list', {});
    expect(received.map(({ input }) => input)).toEqual([
      { inputs: [{ kind: 'file', path: '/tmp/meeting.wav', speed: 1 }], mode: 'stream' },
      { limit: 100 },
    ]);
  });

  test('answers an input that does not fit with what is wrong with it', async () => {
    const { client, received } = await setUp(openWire);
    const call = client.call('sessions.list', { limit: 0 });
    await expect(call).rejects.toMatchObject({ name: 'AppError', code: 'bad-input' });
    await expect(call).rejects.toThrow(/^sessions\.list: .*\n.*at limit/);
    expect(received).toEqual([]);
  });

  test.each(['sessions.burn', '__proto__', 'constructor', 'toString', ''])(
    'knows no command called "%s"',
    async (name) => {
      const { client, defects } = await setUp(openWire);
      await expect(client.call(name as 'app.info', {})).rejects.toMatchObject({
        code: 'not-found',
        message: `There is no command called "${name}"`,
      });
      expect(defects).toEqual([]);
    },
  );

  test("keeps an expected failure's code and message", async () => {
    const failure = new AppError('busy', 'A recording is running. Stop it first.', {
      cause: new Error('a private cause'),
    });
    const { client, defects, arrived } = await setUp(openWire, {
      'session.start': () => Promise.reject(failure),
    });
    const call = client.call('session.start', inputs['session.start']);
    await expect(call).rejects.toBeInstanceOf(AppError);
    await expect(call).rejects.toMatchObject({ code: failure.code, message: failure.message });
    expect(defects).toEqual([]);
    expect(JSON.stringify(arrived)).not.toContain('a private cause');
  });

  test.each([
    ['rejects', () => Promise.reject(new TypeError('x is not a function'))],
    [
      'throws',
      () => {
        throw new TypeError('x is not a function');
      },
    ],
  ])(
    'makes "internal" of a handler that %s, tells the host, and sends no exception',
    async (_how, handler) => {
      const { client, defects, arrived } = await setUp(openWire, { 'app.info': handler });
      await expect(client.call('app.info', {})).rejects.toMatchObject({
        code: 'internal',
        message: '"app.info" failed unexpectedly: x is not a function. The log has the details.',
      });
      expect(defects).toEqual([new TypeError('x is not a function')]);
      expect(arrived.some(holdsException)).toBe(false);
      expect(JSON.stringify(arrived)).not.toContain('.ts:');
    },
  );

  test('says "internal" when an answer cannot be carried', async () => {
    // Neither JSON nor structured cloning takes both of these.
    const uncarriable = { version: 1n, home: () => 'x' };
    const { client, defects, arrived } = await setUp(openWire, {
      'app.info': () => Promise.resolve(uncarriable as never),
    });
    await expect(client.call('app.info', {})).rejects.toMatchObject({ code: 'internal' });
    expect(defects).toHaveLength(1);
    expect(arrived.some(holdsException)).toBe(false);
    await expect(client.call('settings.get', {})).resolves.toMatchObject({ engine: 'auto' });
  });

  test('tells the host of a topic value that cannot be carried, and goes on', async () => {
    const { client, topics, defects } = await setUp(openWire);
    const heard: unknown[] = [];
    client.subscribe('events', (value) => heard.push(value));
    await client.call('app.info', {});
    const hostile = { a: 1n, b: () => 'x' };
    topics.publish('events', [{ ...sampleEvent, fields: hostile }]);
    topics.publish('events', [sampleEvent]);
    await waitUntil(() => expect(heard).toEqual([[sampleEvent]]));
    expect(defects).toHaveLength(1);
  });

  test('brings the newest status on subscribing, and every later one', async () => {
    const { client, topics } = await setUp(openWire);
    topics.publish('status', statusNumber(1));
    topics.publish('status', statusNumber(2));
    const heard: number[] = [];
    client.subscribe('status', (status) => heard.push(status.storedEvents));
    await waitUntil(() => expect(heard).toEqual([2]));
    topics.publish('status', statusNumber(3));
    await waitUntil(() => expect(heard).toEqual([2, 3]));
  });

  test('brings the newest status to a second listener of the same page at once', async () => {
    const { client, topics } = await setUp(openWire);
    topics.publish('status', statusNumber(1));
    const first: number[] = [];
    const second: number[] = [];
    client.subscribe('status', (status) => first.push(status.storedEvents));
    await waitUntil(() => expect(first).toEqual([1]));
    client.subscribe('status', (status) => second.push(status.storedEvents));
    expect(second).toEqual([1]);
    topics.publish('status', statusNumber(2));
    await waitUntil(() =>
      expect([first, second]).toEqual([
        [1, 2],
        [1, 2],
      ]),
    );
  });

  test('ends a topic with its last listener and takes it up again', async () => {
    const { client, topics, arrived } = await setUp(openWire);
    const heard: string[] = [];
    const listener = ({ sessionId }: { sessionId: string }): number => heard.push(sessionId);
    const endFirst = client.subscribe('sessions', listener);
    const endSecond = client.subscribe('sessions', listener);
    endFirst();
    endFirst();
    await client.call('app.info', {});
    topics.publish('sessions', { sessionId: 'one' });
    await waitUntil(() => expect(heard).toEqual(['one']));

    endSecond();
    await client.call('app.info', {});
    topics.publish('sessions', { sessionId: 'not heard' });
    client.subscribe('sessions', listener);
    await client.call('app.info', {});
    topics.publish('sessions', { sessionId: 'two' });
    await waitUntil(() => expect(heard).toEqual(['one', 'two']));
    expect(JSON.stringify(arrived)).not.toContain('not heard');
  });

  test('keeps the order of many values, between the answers to calls, too', async () => {
    const { client, topics } = await setUp(openWire);
    const heard: number[] = [];
    client.subscribe('events', (events) => heard.push(...events.map((event) => event.seq)));
    await client.call('app.info', {});
    const calls: Promise<unknown>[] = [];
    for (let seq = 0; seq < 1_000; seq += 1) {
      topics.publish('events', [{ ...sampleEvent, seq }]);
      if (seq % 100 === 0) calls.push(client.call('status.get', {}));
    }
    await Promise.all(calls);
    await waitUntil(() => expect(heard).toHaveLength(1_000));
    expect(heard).toEqual(Array.from({ length: 1_000 }, (_none, seq) => seq));
  });

  test('rejects what still waits when the page closes, and what is asked later', async () => {
    const { client } = await setUp(openWire, { 'session.stop': () => new Promise(() => undefined) });
    const waiting = client.call('session.stop', {});
    const rejected = expect(waiting).rejects.toMatchObject({ name: 'AppError', code: 'unreachable' });
    client.close();
    await rejected;
    await expect(client.call('app.info', {})).rejects.toMatchObject({ code: 'unreachable' });
    expect(() => client.subscribe('status', () => undefined)()).not.toThrow();
  });

  test.each(garbage())('lives through %s', async (_what, message) => {
    const { wire, client, defects, arrived } = await setUp(openWire);
    wire.post(message);
    await expect(client.call('app.info', {})).resolves.toMatchObject({ version: '0.1.0' });
    expect(defects).toEqual([]);
    expect(arrived).toHaveLength(1);
  });

  test('refuses a topic that does not exist in words', async () => {
    const { wire, client, arrived } = await setUp(openWire);
    for (const topic of ['weather', '__proto__']) {
      wire.post({ t: 'q', i: topic, m: 'subscribe', a: [topic] });
    }
    await client.call('app.info', {});
    expect(arrived.slice(0, 2)).toEqual(
      ['weather', '__proto__'].map((topic) => ({
        t: 's',
        i: topic,
        r: { ok: false, code: 'not-found', message: `There is no topic called "${topic}"` },
      })),
    );
  });

  test('answers a deeply nested input as a wrong one', async () => {
    const { client } = await setUp(openWire);
    await expect(client.call('sessions.show', nested(2_000) as never)).rejects.toMatchObject({
      code: 'bad-input',
    });
  });
});

/** Messages that are no request of the bridge; none may be answered. */
function garbage(): [string, unknown][] {
  const call = { t: 'q', i: '1', m: 'call' };
  return [
    ['null', null],
    ['a number', 5],
    ['a text', 'status.get'],
    ['true', true],
    ['an empty object', {}],
    ['an empty list', []],
    ['deep nesting', nested(2_000)],
    [
      'a prototype of its own',
      JSON.parse('{"__proto__":{"t":"q","m":"call"},"t":"q","m":"__proto__","i":"1"}'),
    ],
    ['a call of an inherited function', { ...call, m: 'toString', a: [] }],
    ['a call of the constructor', { ...call, m: 'constructor', a: [] }],
    ['a call of __defineGetter__', { ...call, m: '__defineGetter__', a: ['call', 'x'] }],
    ['a call of no function', { t: 'q', i: '1', a: [] }],
    ['a call of an optional function', { ...call, m: 'nothing', a: [], o: true }],
    ['a call without arguments', call],
    ['a call with no list of arguments', { ...call, a: 'status.get' }],
    ['a call with a false list of arguments', { ...call, a: { length: 4e9 } }],
    ['a call by a number', { ...call, a: [5, {}] }],
    ['a call by an object that is no text', { ...call, a: [{ toString: 1, valueOf: 1 }, {}] }],
    ['a call by a list that reads like a name', { ...call, a: [['status.get'], {}] }],
    ['a call with an id that is no text', { ...call, i: { toString: 1 }, a: ['status.get', {}] }],
    ['a subscription to nothing', { ...call, m: 'subscribe', a: [] }],
    ['a subscription to null', { ...call, m: 'subscribe', a: [null] }],
    ['a subscription to an object', { ...call, m: 'subscribe', a: [{ toString: 1 }] }],
    ['the end of a subscription that never was', { t: 'q', m: 'unsubscribe', a: ['status'] }],
    ['the end of a subscription to junk', { t: 'q', m: 'unsubscribe', a: [[]] }],
    ['an answer to no question', { t: 's', i: 'nobody', r: { ok: true } }],
    ['an exception for no question', { t: 's', i: 'nobody', e: 'boom' }],
    ['an answer with an id that is no text', { t: 's', i: {}, e: 'boom' }],
  ];
}

function nested(depth: number): unknown {
  let value: unknown = [];
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

function holdsException(message: unknown): boolean {
  if (message instanceof Error) return true;
  if (typeof message !== 'object' || message === null) return false;
  return 'stack' in message || Object.values(message).some(holdsException);
}
