import { pino } from 'pino';
import { startCore } from '../../src/main/core/core.ts';
import { createSystemClock } from '../../src/main/core/lifecycle/time/system-clock.ts';
import { builtWorker } from './built.ts';

// A process that records and tells on stdout what a page would have shown, until it is killed.
const [home = '', path = '', target = ''] = process.argv.slice(2);
const core = await startCore({
  resumesDelivery: false,
  paths: { home, workerEntry: builtWorker },
  clock: createSystemClock(),
  log: pino({ level: 'silent' }),
  version: '0.0.0',
  platform: process.platform,
  environment: process.env,
});
core.topics.subscribe('events', (events) => {
  process.stdout.write(events.map((event) => `event ${event.seq}\n`).join(''));
});
core.topics.subscribe('status', (status) => {
  process.stdout.write(`recorded ${Math.round(status.recordedSec * 16_000)}\n`);
});
await core.sessions.start({ inputs: [{ kind: 'file', path, speed: 1 }], target });
process.stdout.write('started\n');
