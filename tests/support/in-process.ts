import type { Promisified, PromisifiedStores } from '../../src/main/core/storage/worker-client.ts';

/** The functions of a store as another thread has them, without the thread. */
export function inProcess<F extends object>(functions: F): Promisified<F> {
  return Object.fromEntries(
    Object.entries(functions).map(([name, run]: [string, (...args: unknown[]) => unknown]) => [
      name,
      (...args: unknown[]) => Promise.resolve().then(() => run(...args)),
    ]),
  ) as Promisified<F>;
}

export function storesInProcess<S extends Record<string, object>>(stores: S): PromisifiedStores<S> {
  return Object.fromEntries(
    Object.entries(stores).map(([name, functions]) => [name, inProcess(functions)]),
  ) as PromisifiedStores<S>;
}
