import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { startUiServer, type UiServer, type UiServerOptions } from '../../src/main/headless/ui-server.ts';
import { logIn, type Credentials } from './log-in.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

export type ServedPage = UiServer & {
  origin: string;
  /** Holds `ui` with the page, `secret.txt` beside it, and the token file. */
  folder: string;
  tokenFile: string;
  /** What the server logged, one JSON object a line. */
  logged: string[];
  /** Logs in, once; answers what to get in by. */
  logIn(): Promise<Credentials>;
};

/** A real UI server with a page of two files, stopped with the test. `onDefect` hears of errors it logs. */
export async function serveTinyPage(
  core: UiServerOptions['core'],
  options: Partial<Pick<UiServerOptions, 'port' | 'extraOrigins'>> & {
    onDefect?: (error: unknown) => void;
  } = {},
): Promise<ServedPage> {
  const { onDefect, ...rest } = options;
  const folder = await makeTemporaryFolder();
  const uiFolder = join(folder, 'ui');
  await mkdir(join(uiFolder, 'assets'), { recursive: true });
  await writeFile(join(uiFolder, 'index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(uiFolder, 'assets', 'app-1a2b.js'), 'export {};');
  await writeFile(join(folder, 'secret.txt'), 'a secret');
  const logged: string[] = [];
  const noteDefect = (error: unknown): unknown => {
    onDefect?.(error);
    return {};
  };
  const log = pino({ serializers: { err: noteDefect } }, { write: (line) => void logged.push(line) });
  const tokenFile = join(folder, 'ui-token');
  const server = await startUiServer({
    port: 0,
    uiFolder,
    core,
    tokenFile,
    accessFile: join(folder, 'ui-access.json'),
    log,
    ...rest,
  });
  onTestFinished(() => server.stop());
  const origin = `http://127.0.0.1:${server.port}`;
  return { ...server, origin, folder, tokenFile, logged, logIn: () => logIn(server.url) };
}
