/** One end of a bridge between a page's two worlds. */
export type Membrane = {
  /** Shows an API to the other world. */
  expose(name: string, api: unknown): void;
};

type Wrapped =
  | { is: 'value'; value: unknown }
  | { is: 'function' | 'promise'; id: number }
  | { is: 'array'; items: Wrapped[] }
  | { is: 'object'; entries: [string, Wrapped][] };
type Reply = { ok: boolean; value: Wrapped };

/**
 * What contextBridge does: values are copied, functions become functions that call across, promises follow.
 * A page's worlds share nothing but the DOM, so it all goes through events of a secret name, whose details Chromium
 * clones from world to world. Written into both worlds, hence self-contained.
 */
export function createMembrane(
  secret: string,
  side: 'main' | 'isolated',
  onExpose: (name: string, api: unknown) => void,
): Membrane {
  const other = side === 'main' ? 'isolated' : 'main';
  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const numbers = new Map<unknown, number>();
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  let next = 0;
  // A page may replace all of these; it must not notice us.
  const dispatch = document.dispatchEvent.bind(document);
  const listenTo = document.addEventListener.bind(document);
  const Custom = CustomEvent;

  const tell = (kind: string, detail: unknown): void =>
    void dispatch(new Custom(`${secret}:${other}:${kind}`, { detail }));
  const hear = (kind: string, onDetail: (detail: never) => void): void =>
    listenTo(`${secret}:${side}:${kind}`, (event) => {
      event.stopImmediatePropagation();
      const { detail } = event as CustomEvent<unknown>;
      // Chromium makes null of what it cannot clone; the caller is told, see callAcross.
      if (detail !== null) onDetail(detail as never);
    });

  function wrap(value: unknown, depth = 0): Wrapped {
    if (depth > 1_000) {
      throw new TypeError(
        'Electron contextBridge recursion depth exceeded. Nested objects deeper than 1000 are not supported.',
      );
    }
    if (typeof value === 'function') {
      const id = numbers.get(value) ?? ++next;
      numbers.set(value, id);
      functions.set(id, value as () => unknown);
      return { is: 'function', id };
    }
    if (typeof value !== 'object' || value === null) return { is: 'value', value };
    if (value instanceof Promise) {
      const id = ++next;
      value.then(
        (settled: unknown) => tell('settled', { id, ok: true, value: wrap(settled) }),
        (error: unknown) => tell('settled', { id, ok: false, value: wrap(error) }),
      );
      return { is: 'promise', id };
    }
    if (Array.isArray(value)) return { is: 'array', items: value.map((item) => wrap(item, depth + 1)) };
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) {
      return {
        is: 'object',
        entries: Object.entries(value).map(([key, member]) => [key, wrap(member, depth + 1)]),
      };
    }
    return { is: 'value', value };
  }

  function unwrap(wrapped: Wrapped): unknown {
    switch (wrapped.is) {
      case 'value':
        return wrapped.value;
      case 'array':
        return wrapped.items.map(unwrap);
      case 'object':
        return Object.fromEntries(wrapped.entries.map(([key, member]) => [key, unwrap(member)]));
      case 'function':
        return (...args: unknown[]) => callAcross(wrapped.id, args);
      case 'promise':
        return new Promise((resolve, reject) => waiting.set(wrapped.id, { resolve, reject }));
    }
  }

  let reply: Reply | undefined;
  hear('reply', (detail: Reply) => {
    reply = detail;
  });
  hear('settled', ({ id, ok, value }: Reply & { id: number }) => {
    const promise = waiting.get(id);
    waiting.delete(id);
    if (ok) promise?.resolve(unwrap(value));
    else promise?.reject(unwrap(value));
  });
  hear('call', ({ id, args }: { id: number; args: Wrapped[] }) => {
    let answer: Reply;
    try {
      answer = { ok: true, value: wrap(functions.get(id)?.(...args.map(unwrap))) };
    } catch (error) {
      answer = { ok: false, value: wrap(error) };
    }
    tell('reply', answer);
  });
  hear('expose', ({ name, api }: { name: string; api: Wrapped }) => onExpose(name, unwrap(api)));

  function callAcross(id: number, args: unknown[]): unknown {
    // Events are dispatched at once, so the other world has answered when `tell` returns.
    reply = undefined;
    tell('call', { id, args: args.map((arg) => wrap(arg)) });
    const answer = reply as Reply | undefined;
    if (answer === undefined) throw new TypeError('An object could not be cloned.');
    const value = unwrap(answer.value);
    if (answer.ok) return value;
    throw value instanceof Error ? value : new Error(String(value));
  }

  return { expose: (name, api) => tell('expose', { name, api: wrap(api) }) };
}
