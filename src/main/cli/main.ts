import { takeEnvironment, widenThreadPool } from '../core/lifecycle/lifecycle.ts';
import { createProcessTerminal } from './output/terminal.ts';
import { runCommandLine } from './program.ts';

widenThreadPool(process.env);
const terminal = createProcessTerminal(takeEnvironment(process.env));
process.exitCode = await runCommandLine(process.argv.slice(2), terminal, import.meta.url);
