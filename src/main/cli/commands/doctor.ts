import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { bundleRequestSchema, type BundlePlan } from '../../../shared/bundle/bundle.ts';
import { messageOf } from '../../../shared/errors.ts';
import type { Check } from '../../../shared/machine/checks.ts';
import type { SourceName } from '../../../shared/sound/audio.ts';
import { startLooker } from '../../core/bundle/bundle.ts';
import { findDefaultDevice } from '../../core/capture/capture.ts';
import { createPaths, createSystemClock } from '../../core/lifecycle/lifecycle.ts';
import { createWhisper } from '../../core/speech/speech.ts';
import { askEngine, examineMachine } from '../../core/machine/machine.ts';
import { withCommonOptions, type CommonOptions } from '../options/common-options.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { commandHint } from '../output/command-hint.ts';
import { findingsText, lines } from '../output/texts/findings-text.ts';
import { paintMarks } from '../output/colour.ts';
import { fitLines } from '../output/table.ts';
import type { Terminal } from '../output/terminal.ts';
import { untilAborted } from '../until-interrupted.ts';
import { homeOf } from '../with-core.ts';
import { version } from '../version.ts';
import { say } from '../../../shared/words/all-words.ts';

type DoctorOptions = CommonOptions & { engine?: string };

export function defineDoctor(command: Command, context: CommandContext): void {
  command.option('--engine <name>', say('help.doctor.engine'));
  withCommonOptions(command).action((options: DoctorOptions) =>
    context.run(options, () => examine(options, context)),
  );
}

async function examine(options: DoctorOptions, { terminal, entryUrl }: CommandContext): Promise<number> {
  const home = homeOf(options, terminal);
  const whisper = createWhisper({ clock: createSystemClock(), paths: createPaths(home, entryUrl) });
  const machine = {
    home,
    whisper,
    environment: terminal.environment,
    platform: terminal.platform,
    nodeVersion: process.versions.node,
    temporaryFolder: tmpdir(),
    findDefaultDevice: (source: SourceName) => findDefaultDevice(source, terminal.environment),
  };
  const checks = await examineMachine(machine);
  const found = await findTrouble({ home, checks }, { terminal, entryUrl });
  if (options.engine !== undefined)
    checks.push(await askEngine(options.engine, { ...machine, mask: terminal.mask }));
  await whisper.stop();
  const { findings, missing } = found;
  // Below a check that failed, that nothing else was found would be read as if all were well.
  const hasFailed = checks.some(({ status }) => status === 'fail');
  const isWorthSaying = findings.length > 0 || (missing.length === 0 && !hasFailed);
  terminal.out(
    options.json === true
      ? `${JSON.stringify({ checks, findings, missing })}\n`
      : checks.map((check) => lineOf(check, options, terminal)).join('') +
          fitLines(
            `\n${isWorthSaying ? findingsText(findings, options) : ''}${lines(say('cli.not-looked-at'), missing)}`,
            terminal.tableWidth,
          ),
  );
  const isWrong = hasFailed || findings.some(({ level }) => level === 'bad');
  return isWrong || !found.isWhole ? exitCodes.notInOrder : exitCodes.done;
}

type Found = Pick<BundlePlan, 'findings' | 'missing'> & { isWhole: boolean };

const day = bundleRequestSchema.parse({});

/** What the analysers of the diagnostic bundle say of the last day that was recorded here. */
async function findTrouble(
  { home, checks }: { home: string; checks: Check[] },
  { terminal, entryUrl }: Pick<CommandContext, 'terminal' | 'entryUrl'>,
): Promise<Found> {
  const database = await stat(join(home, 'scrumbot.db')).catch(() => null);
  if (database === null) return { findings: [], missing: [say('cli.nothing-recorded')], isWhole: true };
  const { platform, environment } = terminal;
  const source = { home, version, platform, environment: { ...environment }, secrets: [] };
  const { signal, stop } = untilAborted(terminal);
  const entry = createPaths(home, entryUrl).workerEntry('bundle-worker');
  const looker = startLooker(entry, { kind: 'look', source, request: day }, signal);
  try {
    return { ...(await looker.ask({ ask: 'findings', checks })), isWhole: true };
  } catch (error) {
    if (signal.aborted) throw error;
    return {
      findings: [],
      missing: [say('cli.what-was-recorded', { why: messageOf(error) })],
      isWhole: false,
    };
  } finally {
    await looker.stop();
    stop();
  }
}

const signs = { ok: '✓', optional: '–', warn: '!', fail: '✗' } as const;

const titleColumns = 26;

function lineOf(
  { status, title, found, mend, action }: Check,
  options: CommonOptions,
  terminal: Terminal,
): string {
  const sign = signs[status];
  const advice = mend === null ? '' : `${' '.repeat(titleColumns)}${mend}${commandHint(action, options)}\n`;
  const text = fitLines(`${sign} ${title.padEnd(titleColumns - 3)} ${found}\n${advice}`, terminal.tableWidth);
  return paintMarks(text, terminal);
}
