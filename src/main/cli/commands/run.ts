import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Option, type Command } from 'commander';
import type { Core } from '../../core/core.ts';
import { takeInstanceLock } from '../../core/lifecycle/lifecycle.ts';
import type { Logger } from '../../core/log/log.ts';
import { openInBrowser } from '../../headless/open-in-browser.ts';
import { startUiServer } from '../../headless/ui-server.ts';
import { withCommonOptions, type CommonOptions } from '../options/common-options.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseNumber } from '../options/parse-options.ts';
import { untilInterrupted } from '../until-interrupted.ts';
import { homeOf, withHost } from '../with-core.ts';
import { say } from '../../../shared/words/all-words.ts';

type RunOptions = CommonOptions & { port?: string; open?: boolean; devOrigin?: string };

export function defineRun(command: Command, context: CommandContext): void {
  command
    .option('--port <n>', say('help.run.port'))
    .option('--open', say('help.run.open'))
    .addOption(new Option('--dev-origin <url>', say('help.run.dev-origin')).hideHelp());
  withCommonOptions(command).action((options: RunOptions) =>
    context.run(options, () => run(options, context)),
  );
}

async function run(options: RunOptions, context: CommandContext): Promise<number> {
  const port =
    options.port === undefined
      ? 'last'
      : parseNumber('--port', options.port, { min: 0, max: 65_535, whole: true });
  // Before the core: a second host must not begin to deliver what the first one is delivering.
  const unlock = await takeInstanceLock(homeOf(options, context.terminal));
  try {
    const host = { entryUrl: context.entryUrl, resumesDelivery: true };
    await withHost(options, context.terminal, host, (core, log) =>
      serveUi(options, context, { core, log, port }),
    );
  } finally {
    await unlock();
  }
  return exitCodes.done;
}

/** Until somebody interrupts it. */
async function serveUi(
  options: RunOptions,
  { terminal, entryUrl }: CommandContext,
  { core, log, port }: { core: Core; log: Logger; port: number | 'last' },
): Promise<void> {
  const home = homeOf(options, terminal);
  const interrupted = untilInterrupted(terminal);
  const server = await startUiServer({
    port,
    uiFolder: uiFolderOf(entryUrl),
    core,
    tokenFile: join(home, 'ui-token'),
    accessFile: join(home, 'ui-access.json'),
    portFile: join(home, 'ui-port'),
    extraOrigins: options.devOrigin === undefined ? [] : [options.devOrigin],
    log,
  });
  let forgetAddress = (): Promise<void> => Promise.resolve();
  try {
    terminal.out(
      options.json === true
        ? `${JSON.stringify({ url: server.url, port: server.port })}\n`
        : `UI: ${server.url}\n`,
    );
    if (options.open === true) {
      forgetAddress = await openInBrowser(server.url, {
        folder: home,
        platform: terminal.platform,
        environment: terminal.environment,
      });
    }
    if (options.quiet !== true) terminal.err(`${say('cli.open-in-browser')}\n`);
    await interrupted;
  } finally {
    await forgetAddress();
    await server.stop();
  }
}

/** The built renderer: `out/renderer` of the checkout, or beside the bundle. */
function uiFolderOf(entryUrl: string): string {
  return fileURLToPath(new URL(entryUrl.endsWith('.ts') ? '../../../out/renderer' : '../renderer', entryUrl));
}
