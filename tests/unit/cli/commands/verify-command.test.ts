import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { defineVerify, requestOf } from '../../../../src/main/cli/commands/verify/verify.ts';
import { createCommandContext } from '../../../../src/main/cli/context.ts';
import { commandHint } from '../../../../src/main/cli/output/command-hint.ts';
import { createProcessTerminal } from '../../../../src/main/cli/output/terminal.ts';
import { behindCommand } from '../../../../src/main/cli/options/common-options.ts';
import { planOf } from '../../../../src/main/core/verification/run/plan.ts';
import { documentOf } from '../../../../src/main/core/verification/report/document.ts';
import { toAppError } from '../../../../src/shared/errors.ts';
import { verifyCommand } from '../../../../src/shared/verification/verify-command.ts';
import {
  disruptivePhases,
  phaseIds,
  verificationRequestSchema,
  type VerificationRequest,
} from '../../../../src/shared/verification/verification.ts';
import { sampleRun } from '../../../support/verification-samples.ts';

/** The words that a real shell makes of each command, all in one process. */
function shellWords(commands: readonly string[]): string[][] {
  const script = commands.map((command) => `set -- ${command}; printf '%s\\0' "$#" "$@"`).join('\n');
  const all = execFileSync('sh', ['-c', script], { encoding: 'utf8', env: {} }).split('\0');
  const words: string[][] = [];
  for (let at = 0; at < all.length - 1;) {
    const count = Number(all[at]);
    words.push(all.slice(at + 1, at + 1 + count));
    at += 1 + count;
  }
  return words;
}

const terminal = { ...createProcessTerminal(), out: () => undefined, err: () => undefined };

/** What the program would ask the core for when somebody pastes these words. */
async function requestIn(words: readonly string[]): Promise<{ request: VerificationRequest; home: unknown }> {
  const program = new Command().exitOverride();
  const verify = program.command('verify');
  defineVerify(
    verify,
    createCommandContext({ terminal, entryUrl: import.meta.url, setExitCode: () => undefined }),
  );
  let given: Record<string, unknown> = {};
  verify.exitOverride().action((options: Record<string, unknown>) => void (given = options));
  const [name, ...rest] = words;
  expect(name).toBe('scrumbot');
  await program.parseAsync(behindCommand(rest, program), { from: 'user' });
  return { request: await requestOf(given), home: given.home };
}

const name = fc.oneof(
  fc.constantFrom(
    'staging',
    'it\'s $HOME `id` \\ "x" *',
    '--quick',
    '-',
    'ws://127.0.0.1:8080/ws',
    'ä 漢; &',
  ),
  fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).filter((text) => !/[\p{Cc}]/u.test(text)),
);
const optional = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(values, { nil: undefined });

const asked = fc
  .record({
    target: name,
    phases: optional(fc.subarray([...phaseIds], { minLength: 1 })),
    quick: fc.boolean(),
    soakMin: optional(fc.constantFrom(0.05, 0.5, 30, 1440)),
    connections: optional(fc.integer({ min: 1, max: 200 })),
    chunks: optional(fc.integer({ min: 3, max: 600 })),
    allowDisruptive: fc.boolean(),
  })
  .map((request) => verificationRequestSchema.parse(JSON.parse(JSON.stringify(request))));

describe('a command that is shown for a verification', () => {
  it('asks for the same again when it is pasted into a shell', async () => {
    const requests = fc.sample(asked, 60);
    const all = shellWords(
      requests.map((request) => verifyCommand(request.target ?? '', { ...request, scenarios: [] })),
    );
    expect(all).toHaveLength(requests.length);
    for (const [at, words] of all.entries()) expect((await requestIn(words)).request).toEqual(requests[at]);
  });

  it('allows what was refused, with all that was asked and in the same home', async () => {
    const target = { name: "the team's", wsUrl: 'wss://live.example/ws', isProduction: true };
    const requests = fc
      .sample(asked, 50)
      .map((request) => ({ ...request, target: target.name, allowDisruptive: false }))
      .filter(({ phases }) => phases?.some((id) => disruptivePhases.includes(id)) === true);
    expect(requests.length).toBeGreaterThan(0);
    const hints = requests.map((request) => {
      try {
        planOf(request, target);
      } catch (error) {
        return commandHint(toAppError(error).action, { home: "/tmp/some one's" }).replace(' Command: ', '');
      }
      throw new Error('It was not refused.');
    });
    for (const [at, words] of shellWords(hints).entries())
      expect(await requestIn(words)).toEqual({
        request: { ...requests[at], allowDisruptive: true },
        home: "/tmp/some one's",
      });
  });

  it('names the files of scenarios, each once', () => {
    expect(verifyCommand('x', { scenarios: ['a b.yaml', 'c.yaml', 'a b.yaml'] })).toBe(
      "scrumbot verify --target x --scenario 'a b.yaml' --scenario c.yaml",
    );
  });

  it('is in a document for all of the run and for each phase, with the amounts that it had', async () => {
    const run = {
      ...sampleRun,
      target: 'ws://127.0.0.1:8080/ws',
      url: 'ws://127.0.0.1:8080/ws',
      quick: true,
      asked: {
        phases: ['monitoring' as const, 'duplicates' as const, 'stress' as const],
        connections: 7,
        chunks: 4,
        allowDisruptive: true,
      },
    };
    const [sample] = run.phases;
    if (sample === undefined) throw new Error('The sample has no phase.');
    const stress = { ...sample, id: 'stress' as const, title: 'Stress' };
    const { text } = documentOf({ ...run, phases: [...run.phases, stress] }, 'markdown');
    const commands = [...text.matchAll(/— `(scrumbot [^`]+)`/g)].map(([, command = '']) => command);
    const whole = commands[0] ?? '';
    expect(text).toContain(`ScrumBot Desktop ${run.version}, ${whole}`);
    const [wholeWords = []] = shellWords([whole]);
    expect((await requestIn(wholeWords)).request).toEqual({ target: run.target, quick: true, ...run.asked });
    const ofStress = commands.find((command) => command.includes('--phases stress'));
    expect(ofStress).toBe(
      'scrumbot verify --target ws://127.0.0.1:8080/ws --phases stress --quick --connections 7 --chunks 4 --allow-disruptive',
    );
    expect(commands).toContain('scrumbot verify --target ws://127.0.0.1:8080/ws --phases duplicates --quick');
  });

  it('is that of the whole run for a phase that was left out lest it disturbs people', () => {
    const [sample] = sampleRun.phases;
    const check = sample?.checks[0];
    if (sample === undefined || check === undefined) throw new Error('The sample has no check.');
    const out = { ...check, id: 'left-out', title: 'Left out', status: 'skip' as const };
    const memory = {
      ...sample,
      id: 'memory' as const,
      title: 'Memory',
      status: 'skip' as const,
      checks: [out],
    };
    const { text } = documentOf({ ...sampleRun, phases: [...sampleRun.phases, memory] }, 'markdown');
    expect(text).not.toContain('--phases memory');
  });

  it('stays what it is in Markdown, whatever a target is called', () => {
    const { text } = documentOf({ ...sampleRun, target: 'a `b` c' }, 'markdown');
    expect(text).toContain("— `` scrumbot verify --target 'a `b` c' --phases duplicates --quick ``");
  });
});
