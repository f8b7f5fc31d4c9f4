import { createProcessTerminal } from './output/terminal.ts';
import { runCommandLine } from './program.ts';

process.exitCode = await runCommandLine(process.argv.slice(2), createProcessTerminal(), import.meta.url);
