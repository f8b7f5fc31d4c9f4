import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';

// The built program: run from source, Node keeps the type stripper in memory, 45 MB that nobody is shipped.
const entry = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url));
// Linux counts CPU time in these for every program (USER_HZ).
const tickMs = 10;

/** What a process has in memory, bytes: all, and what of it is no part of a file. */
export type Memory = { rss: number; ownBytes: number };

/** The built command line in a process of its own. */
export type CliProcess = {
  /** The first line that it prints and `isWanted` accepts. */
  line(isWanted: (line: string) => boolean): Promise<string>;
  /** The same of what it says on stderr. */
  errorLine(isWanted: (line: string) => boolean): Promise<string>;
  /** CPU time of all its threads so far, ms. */
  cpuMs(): Promise<number>;
  /** The most memory it has had so far, bytes. */
  peakRssBytes(): Promise<number>;
  /** The memory it has now, bytes. */
  rssBytes(): Promise<number>;
  memory(): Promise<Memory>;
  /** What it printed and its exit code. */
  finished: Promise<{ code: number | null; stdout: string; stderr: string; peakRssBytes: number }>;
  interrupt(): void;
};

export function startCli(
  words: readonly string[],
  home: string,
  environment: NodeJS.ProcessEnv = {},
): CliProcess {
  const child = spawn(process.execPath, [entry, ...words], {
    env: { ...process.env, SCRUMBOT_HOME: home, NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  let stderr = '';
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const errorLines: string[] = [];
  const errorReader = createInterface({ input: child.stderr });
  errorReader.on('line', (line) => errorLines.push(line));

  async function memory(name: 'VmHWM' | 'VmRSS'): Promise<number> {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
    return Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? Number.NaN) * 1_024;
  }
  const peakRssBytes = (): Promise<number> => memory('VmHWM');

  let peak = 0;
  // The kernel keeps the peak itself; the last look before the end is what counts.
  const watching = setInterval(() => {
    peakRssBytes().then(
      (bytes) => {
        if (bytes > peak) peak = bytes;
      },
      () => undefined,
    );
  }, 250);
  const finished = once(child, 'close').then(([code]: (number | null)[]) => {
    clearInterval(watching);
    return { code: code ?? null, stdout: lines.join('\n'), stderr, peakRssBytes: peak };
  });

  async function lineOf(
    from: Interface,
    known: readonly string[],
    isWanted: (line: string) => boolean,
  ): Promise<string> {
    const found = known.find(isWanted);
    if (found !== undefined) return found;
    return new Promise((resolve, reject) => {
      from.on('line', (line) => {
        if (isWanted(line)) resolve(line);
      });
      from.once('close', () => reject(new Error(`It ended without a word: ${stderr}`)));
    });
  }

  return {
    line: (isWanted) => lineOf(reader, lines, isWanted),
    errorLine: (isWanted) => lineOf(errorReader, errorLines, isWanted),
    async cpuMs() {
      const stat = await readFile(`/proc/${child.pid}/stat`, 'utf8');
      // The second field is the name in brackets, which may hold blanks.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11]) + Number(fields[12])) * tickMs;
    },
    peakRssBytes,
    rssBytes: () => memory('VmRSS'),
    async memory() {
      const rollup = await readFile(`/proc/${child.pid}/smaps_rollup`, 'utf8');
      const bytesOf = (name: string): number =>
        Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1] ?? Number.NaN) * 1_024;
      return { rss: bytesOf('Rss'), ownBytes: bytesOf('Anonymous') };
    },
    finished,
    interrupt: () => void child.kill('SIGINT'),
  };
}

/** When the capture of a session of that home folder began, wall clock in ms. */
export async function captureStart(sessionId: string, home: string): Promise<number> {
  const cli = startCli(
    ['events', 'list', '--session', sessionId, '--type', 'capture.started', '--json'],
    home,
  );
  const [event] = JSON.parse((await cli.finished).stdout) as { wallMs: number }[];
  if (event === undefined) throw new Error('The recording left no capture.started event.');
  return event.wallMs;
}
