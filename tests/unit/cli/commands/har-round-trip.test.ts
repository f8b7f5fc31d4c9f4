import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { harPieces } from '../../../../src/main/cli/commands/events/har-export.ts';
import type { Core } from '../../../../src/main/core/core.ts';
import { importEvents } from '../../../../src/main/core/events/import/import-events.ts';
import { createSystemClock } from '../../../../src/main/core/lifecycle/time/system-clock.ts';
import { eventFilterSchema, type EventFilter } from '../../../../src/shared/events/events.ts';
import { openEventDatabase } from '../../../support/event-database.ts';
import { itWith } from '../../../support/machine/needs.ts';
import { fitted } from '../../../support/machine/work.ts';
import { sharedData } from '../../../support/shared-data.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';

const runs = fitted({ full: 3_000, usual: 25, least: 10 });

// A longer binary message may be audio, of which size and hash are kept.
const mostBytesKept = 192;

type Message = {
  type: string;
  time: number;
  opcode: number;
  data: string;
  _bytes?: number;
  _sha256?: string;
};
type Har = { log: { entries: { _webSocketMessages?: Message[] }[] } };

// As browsers write it (µs and finer), as other tools do (ms, whole seconds), and two at one moment.
const time = fc.oneof(
  fc.integer({ min: 1_767_607_200_000, max: 1_767_607_260_000 }).map((ms) => ms / 1_000),
  fc.integer({ min: 1_767_607_200_000_000, max: 1_767_607_260_000_000 }).map((us) => us / 1e6),
  fc.double({ min: 1_767_607_200, max: 1_767_607_260, noNaN: true }),
  fc.integer({ min: 1_767_607_200, max: 1_767_607_203 }),
);
const words = fc.string({ unit: 'binary' });
const data = fc.oneof(
  words.map((text) => ({ opcode: 1, data: text.toWellFormed() })),
  fc.constantFrom('', ' ', '"', '\\', '[', '{"_webSocketMessages":[{', 'null').map((text) => ({
    opcode: 1,
    data: text,
  })),
  fc
    .record({
      type: fc.constantFrom('TRANSCRIPTION_RESULT', 'transcription_result', 'HANDSHAKE', 'NOTE'),
      data: fc.record({ text: words, chunkId: fc.string(), n: fc.integer(), f: fc.double() }),
    })
    .map((message) => ({ opcode: 1, data: JSON.stringify(message).toWellFormed() })),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => ({
    opcode: 2,
    data: Buffer.from(bytes).toString('base64'),
  })),
);
const message = fc
  .record({ type: fc.constantFrom('send', 'receive'), time, content: data })
  .map(({ type, time: at, content }): Message => ({ type, time: at, ...content }));
const request = { url: 'wss://host.example/ws' };
const page = { request: { url: 'https://host.example/' }, response: { content: { text: '"[{' } } };
const har = fc.record({
  entries: fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.array(message, { maxLength: 12 }) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
    { minLength: 1, maxLength: 4 },
  ),
  areFirst: fc.boolean(),
  space: fc.constantFrom(undefined, 2),
});

async function roundTrip(text: string): Promise<{ messages: object[][]; wholes: number; others: number }> {
  const { writes, reads, db } = await openEventDatabase();
  const path = join(await makeTemporaryFolder(), 'capture.har');
  await writeFile(path, text);
  await importEvents(path, {
    clock: createSystemClock(),
    writes: writes.imports,
    reads: reads.imports,
    onKnown: () => 'nothing',
  });
  const core = {
    handlers: { 'events.list': (filter: EventFilter) => reads.events.list(filter) },
  } as unknown as Core;
  let wholes = 0;
  let others = 0;
  let back = '';
  for await (const piece of harPieces(core, eventFilterSchema.parse({}), {
    onMessage: (isWhole) => (wholes += isWhole ? 1 : 0),
    onOther: () => (others += 1),
  }))
    back += piece;
  db.close();
  return { messages: messagesOf(JSON.parse(back) as Har), wholes, others };
}

/** Of each connection on which something was said, in order. */
const messagesOf = ({ log }: Har) =>
  log.entries
    .map(({ _webSocketMessages: said = [] }) =>
      said.map(({ type, time: at, opcode, data: text, ...rest }) =>
        rest._sha256 === undefined
          ? { type, time: at, opcode, data: text }
          : { type, time: at, opcode, data: text, _bytes: rest._bytes, _sha256: rest._sha256 },
      ),
    )
    .filter((said) => said.length > 0);

test('any HAR file comes back with every message of each connection: type, time, opcode, data and order', async () => {
  await fc.assert(
    fc.asyncProperty(har, async ({ entries, areFirst, space }) => {
      const log = {
        version: '1.2',
        creator: { name: 'any' },
        entries: entries.map((said) => {
          if (said === null) return page;
          return areFirst ? { _webSocketMessages: said, request } : { request, _webSocketMessages: said };
        }),
      };
      const all = entries.flatMap((said) => (said === null || said.length === 0 ? [] : [said]));
      const { messages, wholes, others } = await roundTrip(JSON.stringify({ log }, null, space));
      expect(messages).toEqual(all.map((said) => said.map(kept)));
      expect(wholes).toBe(all.flat().filter((one) => kept(one) === one).length);
      expect(others).toBe(0);
    }),
    { numRuns: runs },
  );
});

function kept(one: Message): Message {
  const bytes = Buffer.from(one.data, 'base64');
  if (one.opcode === 1 || bytes.length <= mostBytesKept) return one;
  const hash = createHash('sha256').update(bytes).digest('hex');
  return { ...one, data: '', _bytes: bytes.length, _sha256: hash };
}

const field = join(sharedData.field, 'chrome.har');

itWith(['field'], 'a HAR file of the field comes back as it was', async () => {
  const text = await readFile(field, 'utf8');
  const { messages } = await roundTrip(text);
  expect(messages).toEqual(messagesOf(JSON.parse(text) as Har));
  expect(messages.flat().length).toBeGreaterThan(0);
});
