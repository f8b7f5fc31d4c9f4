import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeCounterHome } from '../../support/counter-home.ts';
import { openBridge, startHeadlessHost } from '../../support/headless-host.ts';
import { describeWith } from '../../support/machine/needs.ts';
import { fitted } from '../../support/machine/work.ts';
import { startScrumbot } from '../../support/scrumbot.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { readdir, stat } from 'node:fs/promises';

const quits = fitted({ full: 500, usual: 6, least: 4 });
const signals = ['SIGINT', 'SIGTERM'] as const;

describeWith(['builtPage', 'posix'], 'a headless host that is ended over and over', () => {
  const states = ['just started', 'idle', 'recording', 'queueing'] as const;

  it(`ends in order each of ${quits} times, whatever it does at that moment`, async () => {
    for (let number = 0; number < quits; number += 1) {
      const state = states[number % states.length] ?? 'idle';
      const signal = signals[Math.floor(number / states.length) % signals.length] ?? 'SIGINT';
      const { home, path } = await makeCounterHome(30);
      const { scrumbot, url } = await startHeadlessHost(home);
      if (state !== 'just started') {
        const bridge = await openBridge(url);
        const { version } = await bridge.call('app.info', {});
        expect(version).not.toBe('');
        if (state !== 'idle') {
          await bridge.call('session.start', {
            inputs: [{ kind: 'file', path }],
            ...(state === 'queueing' ? { target: 'ws://127.0.0.1:9/' } : { mode: 'capture-only' }),
          });
          await expect.poll(async () => (await bridge.call('status.get', {})).recordedSec).toBeGreaterThan(0);
        }
      }
      scrumbot.process.kill(signal);
      const { code, stderr } = await scrumbot.finished;
      const endedBy = scrumbot.process.signalCode;
      expect({ code, endedBy, stderr }, `${state}, ${signal}`).toEqual({ code: 0, endedBy: null, stderr });
    }
  });
});

describe('a recording of the command line that is ended over and over', () => {
  it(`ends in order each of ${quits} times, also by two signals one after the other`, async () => {
    for (let number = 0; number < quits; number += 1) {
      const signal = signals[number % signals.length] ?? 'SIGINT';
      const { home, path } = await makeCounterHome(30);
      const target = number % 3 === 0 ? ['--mode', 'capture-only'] : ['--target', 'ws://127.0.0.1:9/'];
      const scrumbot = startScrumbot(['record', '--input', `file:${path}`, ...target], { home });
      await waitUntil(async () => {
        const [sessionId = ''] = await readdir(join(home, 'recordings'));
        const { size } = await stat(join(home, 'recordings', sessionId, 'system.wav'));
        expect(size).toBeGreaterThan(44);
      });
      scrumbot.process.kill(signal);
      // The second one does not wait for the target, which is away.
      if (number % 3 !== 0) {
        await waitUntil(() => expect(scrumbot.stderr()).toContain('Stopping'));
        scrumbot.process.kill(signal);
      }
      const { code, stderr } = await scrumbot.finished;
      const endedBy = scrumbot.process.signalCode;
      expect({ code, endedBy, stderr }).toEqual({ code: 130, endedBy: null, stderr });
    }
  });
});
