import { once } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { connectBridge, type BridgeClient } from '../../src/shared/contract/connect-bridge.ts';
import { commands, type CommandName } from '../../src/shared/contract/contract.ts';
import { AppError, errorCodes } from '../../src/shared/errors.ts';
import { startTestCore } from '../support/core.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { serveTinyPage } from '../support/ui-server.ts';

const inputsOfEach = 200;
// What they do takes seconds, opens ports or reads the machine: of them only what must be refused.
const refusedOnly = new Set<string>([
  'machine.examine',
  'memory.snapshot',
  'session.start',
  'sound.check',
  'sound.listen',
  'tap.start',
  'targets.discover',
  'targets.followLog',
  'targets.probe',
  'targets.processes',
]);

const nested = (depth: number, isArray: boolean): unknown => {
  let value: unknown = 'core';
  for (let level = 0; level < depth; level += 1) value = isArray ? [value] : { a: value };
  return value;
};

const prototypeNames = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];

const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...prototypeNames, ...prototypeNames.map((name) => `${name}.polluted`)),
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -0,
    -1,
    1,
    1.5,
    2 ** 31,
    2 ** 53,
    2 ** 63,
    1e308,
    -1e308,
    5e-324,
  ),
  fc.constantFrom<unknown>(
    '',
    ' ',
    '\u0000',
    '\ud800',
    '\u202eabc',
    "' OR 1=1 --",
    '"*',
    'NEAR(',
    '%',
    '../../etc/passwd',
  ),
  fc.constantFrom<unknown>(
    nested(300, true),
    nested(300, false),
    nested(1_000, true),
    [],
    {},
    [[]],
    Array(5_000).fill(0),
  ),
  fc.constantFrom<unknown>(
    'x'.repeat(200_000),
    'wss://a:b@c.example/ws?token=x',
    'ws://127.0.0.1:1/ws',
    'built-in',
    's-1',
  ),
  fc.constant(
    JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}') as unknown,
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.double(),
  fc.jsonValue({ maxDepth: 4 }),
);

/** As it goes over the wire; what JSON does not have is `null` there. */
const textOf = (value: unknown): string => JSON.stringify([value]).slice(1, -1);

/** Objects with the names that the command knows, each with something hostile or left out. */
function inputsFor(name: CommandName): unknown[] {
  const { input } = commands[name];
  const keys = 'shape' in input ? Object.keys(input.shape) : [];
  const known = fc.record(Object.fromEntries(keys.map((key) => [key, hostile])), { requiredKeys: [] });
  const odd = fc
    .tuple(known, fc.constantFrom(...prototypeNames, 'extra'), hostile)
    .map(([given, key, value]) => {
      const text = `{${JSON.stringify(key)}:${textOf(value)}}`;
      return { ...given, ...(JSON.parse(text) as object) };
    });
  const all = fc.sample(fc.oneof(known, odd, hostile), { numRuns: inputsOfEach, seed: 20_260_101 });
  return refusedOnly.has(name) ? all.filter((one) => !input.safeParse(one).success) : all;
}

async function openPage() {
  const core = await startTestCore({ home: await makeTemporaryFolder() });
  const defects: unknown[] = [];
  const page = await serveTinyPage(core, { onDefect: (error) => defects.push(error) });
  const { cookie, bridgePath } = await page.logIn();
  const socket = new WebSocket(`ws://127.0.0.1:${page.port}${bridgePath}`, {
    headers: { origin: page.origin, cookie },
  });
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  const client = connectBridge({
    post: (message) => socket.send(JSON.stringify(message)),
    listen(onMessage) {
      const pass = (payload: Buffer): void => onMessage(JSON.parse(payload.toString('utf8')));
      socket.on('message', pass);
      return () => socket.off('message', pass);
    },
  });
  return { client, defects, socket };
}

/** `ok`, or the code of the refusal. */
async function answerTo(client: BridgeClient, name: CommandName, input: unknown): Promise<string> {
  try {
    await client.call(name, input as never);
    return 'ok';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

const expected = ['ok', ...errorCodes.filter((code) => code !== 'internal')];

describe('every command of the contract, over a socket as a page has it', () => {
  it(`takes ${inputsOfEach} hostile inputs each and stays what it was`, async () => {
    const { client, defects, socket } = await openPage();
    const rssBefore = process.memoryUsage.rss();
    const wrong: string[] = [];
    for (const name of Object.keys(commands) as CommandName[]) {
      const inputs = inputsFor(name);
      for (let at = 0; at < inputs.length; at += 4) {
        const some = inputs.slice(at, at + 4);
        const answers = await Promise.all(some.map((input) => answerTo(client, name, input)));
        answers.forEach((answer, index) => {
          if (!expected.includes(answer))
            wrong.push(`${name}: ${answer} for ${textOf(some[index]).slice(0, 200)}`);
        });
      }
      expect(socket.readyState, `after ${name}`).toBe(WebSocket.OPEN);
    }
    expect(wrong).toEqual([]);
    expect(defects).toEqual([]);
    expect('polluted' in {}).toBe(false);
    expect(await answerTo(client, 'status.get', {})).toBe('ok');
    expect(process.memoryUsage.rss() - rssBefore).toBeLessThan(500 * 1024 * 1024);
  });
});
