import { frameEvent } from '../../../src/main/core/events/frame-event.ts';
import { decodeFrame } from '../../../src/shared/protocol/decode.ts';
import { eventWords } from '../../../src/shared/events/event-words.ts';
import { longContents } from '../../support/long-frames.ts';

// In a process of its own, so that memory is that of one frame. Prints what recording it costs beyond having it.
const [name = '', length = '0'] = process.argv.slice(2);
const make = longContents.find(([known]) => known === name)?.[1] ?? (() => '');
const raw = Buffer.from(make(Number(length))).toString('utf8');
const place = { sessionId: 's', target: 't', connectionId: 'c', generation: 1 };
const before = process.resourceUsage().maxRSS;
const cpu = process.cpuUsage();
const frame = decodeFrame(raw);
const event = frameEvent({
  direction: 'in',
  raw,
  message: frame.ok ? frame.message : null,
  reason: frame.ok ? null : frame.reason,
  ...place,
});
eventWords({ type: event.type, reason: null, raw: event.raw ?? null, fields: JSON.stringify(event.fields) });
const { user, system } = process.cpuUsage(cpu);
const cost = { cpuMs: (user + system) / 1_000, extraMb: (process.resourceUsage().maxRSS - before) / 1_024 };
process.stdout.write(JSON.stringify({ ...cost, bytes: event.bytes }));
