import { open, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf } from '../../../shared/errors.ts';
import { sentence, type Sentence } from '../../../shared/words/all-words.ts';
import { askProgram, findExecutable, isProcessAlive, type Environment } from '../lifecycle/lifecycle.ts';

/** A process as PM2 tells of it. */
export type Pm2Process = {
  name: string;
  /** `null` of one that does not run. */
  pid: number | null;
  status: string;
  restarts: number | null;
  uptimeSec: number | null;
  cpuPercent: number | null;
  memoryBytes: number | null;
  port: number | null;
  errorLines: string[];
};

export type Pm2Answer = { found: Sentence; program: string | null; processes: Pm2Process[] };

const mostBytes = 32 * 1024 * 1024;
const mostLines = 5;
const tailBytes = 16 * 1024;

const portSchema = z.union([z.string(), z.number()]).optional().catch(undefined);
const entrySchema = z.object({
  name: z.string(),
  pid: z.number().int().optional().catch(undefined),
  monit: z.object({ memory: z.number(), cpu: z.number() }).partial().optional().catch(undefined),
  pm2_env: z
    .object({
      status: z.string().optional().catch(undefined),
      restart_time: z.number().int().optional().catch(undefined),
      pm_uptime: z.number().optional().catch(undefined),
      pm_err_log_path: z.string().optional().catch(undefined),
      PORT: portSchema,
      env: z.object({ PORT: portSchema }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

/**
 * Asks PM2 what it runs. Asking one that does not run would start it, so that is looked for first.
 */
export async function askPm2(environment: Environment, nowMs: number): Promise<Pm2Answer> {
  const none = (found: Sentence, program: string | null = null): Pm2Answer => ({
    found,
    program,
    processes: [],
  });
  const program = await findExecutable('pm2', environment);
  if (program === null) return none(sentence('pm2.missing'));
  if (!(await isPm2Running(environment))) return none(sentence('pm2.not-running'));
  try {
    const stdout = await askProgram(program, ['jlist'], {
      env: { ...environment },
      mostBytes,
    });
    const entries = z.array(z.unknown()).parse(JSON.parse(listIn(stdout)));
    const processes = entries.flatMap((entry) => {
      const parsed = entrySchema.safeParse(entry);
      return parsed.success ? [parsed.data] : [];
    });
    return {
      found: sentence('pm2.runs', { processes: processes.length }),
      program,
      processes: await Promise.all(processes.map((one) => shown(one, nowMs))),
    };
  } catch (error) {
    return none(sentence('pm2.not-asked', { why: firstLine(messageOf(error)) }), program);
  }
}

/** Notes of PM2, such as that its memory is out of date, come before the list. */
function listIn(stdout: string): string {
  const lines = stdout.split('\n').map((line) => line.trim());
  const line = lines.findLast((one) => one.startsWith('[') && one.endsWith(']'));
  return line ?? stdout.slice(Math.max(0, stdout.indexOf('[')));
}

async function shown(entry: z.infer<typeof entrySchema>, nowMs: number): Promise<Pm2Process> {
  const { name, pid, monit, pm2_env: env } = entry;
  const isOnline = pid !== undefined && pid > 0;
  const port = Number(env?.env?.PORT ?? env?.PORT);
  return {
    name,
    pid: isOnline ? pid : null,
    status: env?.status ?? (isOnline ? 'online' : 'stopped'),
    restarts: env?.restart_time ?? null,
    uptimeSec: isOnline && env?.pm_uptime !== undefined ? Math.max(0, (nowMs - env.pm_uptime) / 1_000) : null,
    cpuPercent: monit?.cpu ?? null,
    memoryBytes: isOnline ? (monit?.memory ?? null) : null,
    port: Number.isInteger(port) && port > 0 && port <= 65_535 ? port : null,
    errorLines: env?.pm_err_log_path === undefined ? [] : await lastLines(env.pm_err_log_path),
  };
}

async function isPm2Running(environment: Environment): Promise<boolean> {
  const folder = environment.PM2_HOME ?? join(environment.HOME ?? homedir(), '.pm2');
  const pid = Number(await readFile(join(folder, 'pm2.pid'), 'utf8').catch(() => ''));
  return Number.isInteger(pid) && pid > 0 && isProcessAlive(pid);
}

const longestLine = 300;

/** The end of a log; empty when it cannot be read. */
async function lastLines(path: string): Promise<string[]> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const length = Math.min(size, tailBytes);
      const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
      const lines = buffer
        .toString('utf8')
        .split('\n')
        .slice(size > length ? 1 : 0);
      return lines
        .map((line) => line.trimEnd().slice(0, longestLine))
        .filter((line) => line !== '')
        .slice(-mostLines);
    } finally {
      await file.close();
    }
  } catch {
    return [];
  }
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}
