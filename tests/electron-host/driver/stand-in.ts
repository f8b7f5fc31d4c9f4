import { createBirpc } from 'birpc';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import type { HostFunctions } from '../control.ts';
import { environmentVariable, type HostEnvironment } from '../host/environment.ts';
import { limits } from '../../support/machine/limits.ts';
import { hostEntry } from './host-entry.ts';
import { createDesktopApp, type DesktopApp, type DesktopAppOptions } from './desktop-app.ts';

const projectFolder = fileURLToPath(new URL('../../..', import.meta.url));

/** Starts the built app on Node and Chromium. */
export function startInStandIn(options: DesktopAppOptions): DesktopApp {
  const appPath = options.appPath ?? projectFolder;
  const { main } = JSON.parse(readFileSync(join(appPath, 'package.json'), 'utf8')) as { main: string };
  const host: HostEnvironment = {
    cdpUrl: options.chromium.cdpUrl,
    appPath,
    isPackaged: false,
    platform: options.platform ?? null,
    loopbackLabel: options.loopbackLabel ?? null,
    desktop: {
      tray: true,
      notifications: true,
      keychain: 'gnome_libsecret',
      darkColors: false,
      microphone: 'granted',
      ...options.desktop,
    },
  };
  const child = spawn(
    process.execPath,
    ['--import', hostEntry(), join(appPath, main), ...(options.args ?? [])],
    {
      cwd: appPath,
      env: { ...process.env, ...options.environment, [environmentVariable]: JSON.stringify(host) },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
      // A group of its own, so that its child processes end with it.
      detached: true,
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = once(child, 'close').then(() => {
    rpc.$close(new Error(`The app ended:\n${output}`));
    return { code: child.exitCode, signal: child.signalCode, output };
  });
  const rpc = createBirpc<HostFunctions, object>(
    {},
    {
      post: (message: object) => {
        // One that the app ends before is answered by its end; without a listener Node would throw what went wrong.
        if (child.connected) child.send(message, () => undefined);
      },
      on: (listener) => child.on('message', listener),
      timeout: limits.waitMs,
    },
  );

  async function page(name: string): Promise<Page> {
    const browser = await options.chromium.playwright();
    const deadline = performance.now() + limits.waitMs;
    for (;;) {
      const urls = await rpc.windowAddresses();
      const wanted = urls.filter((url) => new URL(url).pathname.endsWith(`/${name}`));
      const pages = browser.contexts().flatMap((context) => context.pages());
      const found = pages.find((candidate) => wanted.includes(candidate.url().replace(/[?#].*$/, '')));
      if (found !== undefined) {
        found.setDefaultTimeout(limits.waitMs);
        return found;
      }
      if (performance.now() > deadline) {
        throw new Error(`No window shows ${name}. There are: ${urls.join(', ')}\n${output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  return createDesktopApp({
    evaluate(source, argument) {
      if (!child.connected) throw new Error(`The app has ended:\n${output}`);
      return rpc.evaluate(source, argument);
    },
    page,
    async addInitScript(script) {
      // The windows' own contexts are not Playwright's: it takes their pages for those of the first one.
      await (await options.chromium.playwright()).contexts()[0]?.addInitScript(script);
    },
    output: () => output,
    pid: child.pid ?? -1,
    ended,
    async end() {
      if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid ?? 0), 'SIGKILL');
      await ended;
    },
  });
}
