/**
 * Values as JSON text, with the rules of structured cloning: what Electron's IPC carries, this carries, and what it
 * refuses, this refuses. CDP takes text only. Both functions are also written into pages, so they use nothing from
 * outside of themselves.
 */

/** A port that travels with a message gets a number; it is a place in the text, the port itself stays here. */
export type NumberOfPort = (candidate: object) => number | undefined;

/** @throws DataCloneError for functions, symbols, promises, DOM nodes and the like */
export function encodeValue(root: unknown, numberOfPort?: NumberOfPort): string {
  const nodes: unknown[] = [];
  const places = new Map<object, number>();

  function place(value: unknown): number {
    if (typeof value === 'object' && value !== null) {
      const known = places.get(value);
      if (known !== undefined) return known;
      places.set(value, nodes.length);
    }
    const at = nodes.push(null) - 1;
    nodes[at] = describe(value);
    return at;
  }

  function refuse(value: unknown): never {
    const what = typeof value === 'object' ? Object.prototype.toString.call(value) : `a ${typeof value}`;
    throw new DOMException(`An object could not be cloned: ${what}`, 'DataCloneError');
  }

  function describe(value: unknown): unknown {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : ['number', Object.is(value, -0) ? '-0' : String(value)];
      case 'undefined':
        return ['undefined'];
      case 'bigint':
        return ['bigint', String(value)];
      case 'object':
        return value === null ? null : describeObject(value);
      case 'function':
      case 'symbol':
        return refuse(value);
    }
  }

  function base64(bytes: Uint8Array): string {
    return typeof Buffer === 'undefined'
      ? (bytes as Uint8Array & { toBase64(): string }).toBase64()
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  }

  function describeObject(value: object): unknown {
    const port = numberOfPort?.(value);
    if (port !== undefined) return ['port', port];
    if (Array.isArray(value)) return ['array', ...value.map(place)];
    if (value instanceof ArrayBuffer) return ['buffer', base64(new Uint8Array(value))];
    if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength);
      const name = Object.prototype.toString.call(value).slice(8, -1);
      return ['view', name, base64(bytes)];
    }
    if (value instanceof Map) return ['map', ...[...value].flat().map(place)];
    if (value instanceof Set) return ['set', ...[...value].map(place)];
    if (value instanceof Date) return ['date', value.getTime()];
    if (value instanceof Error) return ['error', value.name, value.message, value.stack ?? ''];
    if (Object.prototype.toString.call(value) !== '[object Object]') return refuse(value);
    return ['object', ...Object.entries(value).flatMap(([key, member]) => [key, place(member)])];
  }

  place(root);
  return JSON.stringify(nodes);
}

/** The value of a text of `encodeValue`. `portOf` gives the port of a number. */
export function decodeValue(text: string, portOf?: (port: number) => unknown): unknown {
  const nodes = JSON.parse(text) as unknown[];
  const made = new Map<number, unknown>();

  function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
    if (typeof Buffer !== 'undefined') return new Uint8Array(Buffer.from(base64, 'base64'));
    return (Uint8Array as unknown as { fromBase64(text: string): Uint8Array<ArrayBuffer> }).fromBase64(
      base64,
    );
  }

  function get(at: number): unknown {
    if (made.has(at)) return made.get(at);
    const node = nodes[at];
    if (!Array.isArray(node)) return node;
    return make(at, node as [string, ...unknown[]]);
  }

  function make(at: number, [kind, ...rest]: [string, ...unknown[]]): unknown {
    const keep = <T>(value: T): T => {
      made.set(at, value);
      return value;
    };
    switch (kind) {
      case 'number':
        return Number(rest[0]);
      case 'undefined':
        return undefined;
      case 'bigint':
        return BigInt(rest[0] as string);
      case 'port':
        return portOf?.(rest[0] as number);
      case 'date':
        return keep(new Date((rest[0] as number | null) ?? Number.NaN));
      case 'buffer':
        return keep(bytesOf(rest[0] as string).buffer);
      case 'view': {
        const View = (globalThis as unknown as Record<string, new (buffer: ArrayBuffer) => unknown>)[
          rest[0] as string
        ];
        if (View === undefined) throw new TypeError(`There is no ${String(rest[0])}`);
        return keep(new View(bytesOf(rest[1] as string).buffer));
      }
      case 'error': {
        const error = keep(new Error(rest[1] as string));
        error.name = rest[0] as string;
        error.stack = rest[2] as string;
        return error;
      }
      case 'array': {
        const array: unknown[] = keep([]);
        for (const member of rest as number[]) array.push(get(member));
        return array;
      }
      case 'set': {
        const set = keep(new Set());
        for (const member of rest as number[]) set.add(get(member));
        return set;
      }
      case 'map': {
        const map = keep(new Map());
        for (let i = 0; i < rest.length; i += 2) map.set(get(rest[i] as number), get(rest[i + 1] as number));
        return map;
      }
      default: {
        const object = keep({});
        for (let i = 0; i < rest.length; i += 2) {
          // Not by assignment, which `__proto__` would turn into something else.
          Object.defineProperty(object, rest[i] as string, {
            value: get(rest[i + 1] as number),
            enumerable: true,
            writable: true,
            configurable: true,
          });
        }
        return object;
      }
    }
  }

  return get(0);
}
