import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { jsonSchemaOf } from '../../../src/main/cli/help/json-schemas.ts';
import { createProcessTerminal, type Terminal } from '../../../src/main/cli/output/terminal.ts';
import { runCommandLine } from '../../../src/main/cli/program.ts';
import { builtEntry } from '../../support/built.ts';
import { writeCounterWav } from '../../support/counter-wav.ts';
import { fitted } from '../../support/machine/work.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

const base = createProcessTerminal();

/** A command in this process, which somebody may interrupt. */
function begin(...words: string[]) {
  const said = { out: '', err: '' };
  const listeners = new Set<(count: number) => void>();
  const terminal: Terminal = {
    ...base,
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    onInterrupt(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const ended = runCommandLine([...words, '--json'], terminal, builtEntry.href);
  return {
    said,
    ended,
    interrupt: async (): Promise<number> => {
      for (const listener of [...listeners]) listener(1);
      return ended;
    },
  };
}

/** What it printed, which its schema has to allow. */
function document(command: string, text: string): unknown {
  const answer: unknown = JSON.parse(text);
  const schema = z.fromJSONSchema(jsonSchemaOf(command) as Parameters<typeof z.fromJSONSchema>[0]);
  const { error } = schema.safeParse(answer);
  expect(error?.message ?? 'fits', `${command}: ${text.slice(0, 300)}`).toBe('fits');
  return answer;
}

const sessionOf = (answer: unknown): string => z.object({ sessionId: z.string() }).parse(answer).sessionId;
const urlOf = (answer: unknown): string => z.object({ url: z.string() }).parse(answer).url;

// In a usual run those that only begin and end; the others each record or send something.
const howMany = fitted({ full: 100, usual: 1, least: 1 });

it('prints what the schema says, also where a command runs until it is interrupted', async () => {
  const home = await makeTemporaryFolder();
  const at = ['--home', home];
  const wav = join(home, 'counter.wav');
  await writeCounterWav(wav, 1);

  const backend = begin('backend', '--port', '0', '--engine', 'none', '--simulate', 'real', ...at);
  await expect.poll(() => backend.said.out).toContain('\n');
  const target = urlOf(document('backend', backend.said.out));

  const tap = begin('tap', '--listen', '0', '--target', target, ...at);
  await expect.poll(() => tap.said.err).toContain('Tap: ');
  await tap.interrupt();
  document('tap', tap.said.out);
  if (howMany === 1) {
    await backend.interrupt();
    return;
  }

  const call = async (command: string, ...words: string[]): Promise<unknown> => {
    const called = begin(...command.split(' '), ...words, ...at);
    await called.ended;
    return document(command, called.said.out);
  };
  const speed = ['--speed', 'max'];
  const recorded = await call('record', '--input', `file:${wav}`, '--target', target, ...speed);
  const sessionId = sessionOf(recorded);
  await call('sessions send', sessionId, '--target', target);
  await call('replay', '--session', sessionId, '--target', target, ...speed);
  await call('twin', '--input', `file:${wav}`, '--a', target, '--b', target, ...speed);

  const tail = begin('events', 'tail', '--kind', 'session', ...at);
  await expect.poll(() => tail.said.err).toContain('Waiting for events');
  await call('record', '--input', `file:${wav}`, '--mode', 'capture-only', ...speed);
  await expect.poll(() => tail.said.out).toContain('\n');
  await tail.interrupt();
  for (const line of tail.said.out.trim().split('\n')) document('events tail', line);

  const identity = await generateIdentity();
  const [key, sealed] = [join(home, 'key.txt'), join(home, 'sealed.zip.age')];
  await writeFile(key, identity);
  await call('bundle', '--out', sealed, '--recipient', await identityToRecipient(identity));
  await call('bundle open', sealed, '--identity', key, '--out', join(home, 'open.zip'));

  await mkdir(join(home, 'models'), { recursive: true });
  await writeFile(join(home, 'models', 'ggml-tiny-q5_1.bin'), 'not a model');
  await call('engines models remove', 'tiny');

  const soak = begin('verify', '--target', target, '--phases', 'soak', '--soak', '0.2', ...at);
  const runStates = async (): Promise<string[]> =>
    z
      .array(z.object({ state: z.string() }))
      .parse(await call('verify history'))
      .map(({ state }) => state);
  await expect.poll(runStates).toContain('running');
  await soak.interrupt();
  document('verify', soak.said.out);
  await call('verify resume', 'latest');

  const page = begin('run', '--port', '0', ...at);
  await expect.poll(() => page.said.out).toContain('\n');
  expect(urlOf(document('run', page.said.out))).toContain('#token=');
  await page.interrupt();
  await backend.interrupt();
});
