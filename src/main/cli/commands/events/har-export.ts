import type { EventFilter, StoredEvent } from '../../../../shared/events/events.ts';
import type { Core } from '../../../core/core.ts';
import { secondsOf } from '../../../core/event-files/event-files.ts';
import { version } from '../../version.ts';
import { allEvents } from './all-events.ts';

/** A connection of the events that are exported; those that name none are one. */
type Connection = {
  sessionId: string | null;
  connectionId: string | null;
  target: string | null;
  firstMs: number;
  lastMs: number;
};

/**
 * All frames that match as a HAR file, an entry for each connection, piece by piece. `onMessage` hears of each one that
 * is written, with what is not whole of it; `onOther` of each event that is no message.
 */
export async function* harPieces(
  core: Core,
  filter: EventFilter,
  heard: { onMessage: (isWhole: boolean) => void; onOther: () => void },
): AsyncGenerator<string> {
  const connections = new Map<string, Connection>();
  for await (const event of allEvents(core, filter)) {
    if (messageOf(event) === null) heard.onOther();
    else note(connections, event);
  }
  yield `{"log":{"version":"1.2","creator":${JSON.stringify({ name: 'ScrumBot Desktop', version })},"pages":[],"entries":[`;
  let isFirst = true;
  for (const connection of connections.values()) {
    yield `${isFirst ? '' : ','}${entryHead(connection)}`;
    isFirst = false;
    let hasMessage = false;
    for await (const event of allEvents(core, filterOf(connection, filter))) {
      const message = isOf(event, connection) ? messageOf(event) : null;
      if (message === null) continue;
      yield `${hasMessage ? ',' : ''}${JSON.stringify(message.har)}`;
      hasMessage = true;
      heard.onMessage(message.isWhole);
    }
    yield ']}';
  }
  yield ']}}\n';
}

function keyOf({ sessionId, connectionId }: Pick<StoredEvent, 'sessionId' | 'connectionId'>): string {
  return JSON.stringify([sessionId, connectionId]);
}

function note(connections: Map<string, Connection>, event: StoredEvent): void {
  const { sessionId, connectionId, target, wallMs } = event;
  const key = keyOf(event);
  const known = connections.get(key);
  if (known === undefined)
    connections.set(key, { sessionId, connectionId, target, firstMs: wallMs, lastMs: wallMs });
  else known.lastMs = Math.max(known.lastMs, wallMs);
}

function filterOf({ sessionId, connectionId }: Connection, filter: EventFilter): EventFilter {
  return {
    ...filter,
    ...(sessionId !== null && { sessionId }),
    ...(connectionId !== null && { connectionId }),
  };
}

function isOf(event: StoredEvent, connection: Connection): boolean {
  return keyOf(event) === keyOf(connection);
}

/** An event as an element of `_webSocketMessages`; `null` when it is no message. */
function messageOf(event: StoredEvent): { har: object; isWhole: boolean } | null {
  const { direction, raw, fields, wallMs } = event;
  if (direction === null) return null;
  const type = direction === 'in' ? 'receive' : 'send';
  const time = typeof fields.capturedSec === 'number' ? fields.capturedSec : secondsOf(wallMs);
  if (event.kind === 'frame' && raw !== null) {
    const isWhole = fields.audioBytes === undefined && fields.keptChars === undefined;
    return { har: { type, time, opcode: 1, data: raw }, isWhole };
  }
  if (event.type !== 'frame.binary') return null;
  const base64 = typeof fields.base64 === 'string' ? fields.base64 : null;
  // What was not kept is told by its size and hash, as fields of our own.
  const missing = base64 === null ? { _bytes: event.bytes, _sha256: fields.sha256 } : {};
  return { har: { type, time, opcode: 2, data: base64 ?? '', ...missing }, isWhole: base64 !== null };
}

function entryHead({ connectionId, target, firstMs, lastMs }: Connection): string {
  const isAddress = target !== null && /^wss?:\/\//.test(target);
  const url = isAddress ? target : `ws://${encodeURIComponent(target ?? 'unknown')}.invalid/ws`;
  const none = { headersSize: -1, bodySize: -1 };
  const entry = {
    _connectionId: connectionId ?? '',
    _resourceType: 'websocket',
    startedDateTime: new Date(Math.min(Math.max(firstMs, -8.64e15), 8.64e15)).toISOString(),
    time: lastMs - firstMs,
    request: {
      method: 'GET',
      url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: [],
      queryString: [],
      ...none,
    },
    response: {
      status: 101,
      statusText: 'Switching Protocols',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: [],
      content: { size: 0, mimeType: 'x-unknown' },
      redirectURL: '',
      ...none,
    },
    cache: {},
    timings: { send: 0, wait: 0, receive: 0 },
    _webSocketMessages: [],
  };
  return JSON.stringify(entry).replace(/\]\}$/, '');
}
