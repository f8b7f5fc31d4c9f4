import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runCommandLine } from '../../../src/main/cli/program.ts';
import { createProcessTerminal, type Terminal } from '../../../src/main/cli/output/terminal.ts';
import { builtEntry } from '../../support/built.ts';
import { makeOwnEngine, writeDirectSettings } from '../../support/own-engine.ts';
import { fitted } from '../../support/machine/work.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { writeCounterWav } from '../../support/counter-wav.ts';

const base = createProcessTerminal();

async function run(...words: string[]): Promise<{ code: number; out: string }> {
  let out = '';
  const environment = { ...base.environment, KEY_OF_THE_TEST: 'gsk_0123456789abcdef' };
  const terminal: Terminal = {
    ...base,
    environment,
    out: (text) => void (out += text),
    err: () => undefined,
  };
  return { code: await runCommandLine(words, terminal, builtEntry.href), out };
}

// The others are checked in a long run.
const howMany = fitted({ full: 100, usual: 12, least: 6 });

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0];

/** What the program itself says of the command's JSON. */
async function shapeOf(command: string): Promise<z.ZodType> {
  const { out } = await run('schema', ...command.split(' '));
  return z.fromJSONSchema(JSON.parse(out) as JsonSchema);
}

describe('--json', () => {
  it('prints what the schema of the command says, command by command', async () => {
    const home = await makeTemporaryFolder();
    const wav = join(home, 'counter.wav');
    await writeCounterWav(wav, 1);
    const trace = join(home, 'trace.jsonl');
    await writeFile(trace, '{"t_ms":0,"dir":"in","raw":"{\\"type\\":\\"ERROR\\"}"}\n');
    const targets = join(home, 'targets.json');
    const own = await makeOwnEngine(
      home,
      'echo It is said by the program of the settings, all of it and right to the very end.',
    );
    await writeDirectSettings(home, { commandLine: own.commandLine });
    // Those whose documents hold most come first; each starts the whole core.
    const commands: [command: string, ...rest: string[]][] = [
      ['record', '--input', `file:${wav}`, '--speed', 'max', '--mode', 'capture-only'],
      ['sessions list'],
      ['analyze'],
      ['status'],
      ['bundle', '--out', join(home, 'bundle.zip')],
      ['search', 'friday'],
      ['events list', '--limit', '5'],
      ['events export', join(home, 'events.jsonl')],
      ['events import', trace],
      ['events imports'],
      ['analyze', '--events', trace, '--what-if', '--window', '2'],
      ['analyze', '--events', trace, '--format', 'monitor'],
      ['alerts list'],
      ['alerts acknowledge'],
      ['targets add', 'staging', '--ws', 'ws://127.0.0.1:9/ws'],
      ['targets edit', 'staging', '--notes', 'Ours'],
      ['targets use', 'staging'],
      ['targets list'],
      ['targets export', targets],
      ['targets import', targets],
      ['targets remove', 'staging'],
      ['engines list'],
      ['engines allow', 'http://192.168.1.20:8000/v1'],
      ['engines disallow', 'http://192.168.1.20:8000/v1'],
      ['engines models list'],
      ['verify history'],
      ['bundle inspect', join(home, 'bundle.zip')],
      ['bundle diff', join(home, 'bundle.zip'), join(home, 'bundle.zip')],
      ['sessions show', 'SESSION'],
      ['sessions rename', 'SESSION', 'Planning'],
      ['sessions note', 'SESSION', 'We begin at nine.'],
      ['sessions tag', 'SESSION', 'plan'],
      ['sessions export', 'SESSION', '--format', 'srt', '--out', join(home, 'words.srt')],
      ['targets probe', 'built-in'],
      ['targets discover'],
      ['targets processes', 'ws://127.0.0.1:9/ws'],
      ['settings list'],
      ['settings set', 'direct.language', 'de'],
      ['settings reset', 'direct.language'],
      ['keys list'],
      ['keys set', 'groq', '--from', 'env:KEY_OF_THE_TEST'],
      ['keys remove', 'groq'],
      ['doctor'],
      ['doctor', '--engine', 'command'],
      ['schema', 'status'],
      ['transcribe', wav, '--engine', 'command'],
      ['transcribe', wav, wav, '--engine', 'command'],
      ['bench-engine', wav, '--engine', 'command', '--reference', 'it is said'],
      ['events delete', 'IMPORT'],
      ['sessions delete', 'SESSION'],
      ['verify', '--target', 'built-in', '--quick'],
      ['verify show', 'RUN'],
      ['verify compare', 'RUN', 'RUN'],
    ];
    // What a command made is what later ones are about.
    const made: Record<string, string> = {};
    const named = { sessionId: 'SESSION', importId: 'IMPORT', runId: 'RUN' };
    for (const [command, ...rest] of commands.slice(0, howMany)) {
      const words = rest.map((word) => made[word] ?? word);
      const { out } = await run(...command.split(' '), ...words, '--home', home, '--json');
      const answer: unknown = JSON.parse(out);
      const ids = z.object({ sessionId: z.string(), importId: z.string(), runId: z.string() }).partial();
      for (const [key, value] of Object.entries(ids.safeParse(answer).data ?? {}))
        if (value !== undefined) made[named[key as keyof typeof named]] ??= value;
      const checked = (await shapeOf(command)).safeParse(answer);
      expect(checked.error?.message ?? 'fits', `${command}: ${out.slice(0, 300)}`).toBe('fits');
    }
  });

  it.each([
    [['sessions', 'show', 'nobody'], 'not-found', /no session "nobody"/],
    [['sessions', 'show'], 'bad-input', /missing required argument/],
    [['nonsense'], 'bad-input', /unknown command/],
    [['status', '--nonsense'], 'bad-input', /unknown option/],
    [['record', '--input', 'radio'], 'bad-input', /"radio" is not an input/],
    [['analyze', '--window', 'x'], 'bad-input', /--window takes/],
    [['engines', 'models', 'get', 'huge'], 'bad-input', /No model is called "huge"/],
    [['doctor', '--color', 'blue'], 'bad-input', /--color/],
  ] as const)('prints one document for the error of %j', async (words, code, message) => {
    const home = await makeTemporaryFolder();
    const isKnown = words.length > 1 || words[0] !== 'nonsense';
    const answer = await run(...words, ...(isKnown ? ['--home', home] : []), '--json');
    expect(answer.code).toBe(2);
    expect((await shapeOf('error')).safeParse(JSON.parse(answer.out)).error?.message).toBeUndefined();
    expect(JSON.parse(answer.out)).toMatchObject({
      error: { code, message: expect.stringMatching(message) as string },
    });
  });
});
