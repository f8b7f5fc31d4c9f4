import { EventEmitter } from 'node:events';

const isAskedByNode = (key: string | symbol): boolean =>
  typeof key === 'symbol' ||
  key.startsWith('_') ||
  ['then', 'toJSON', 'domain', 'asymmetricMatch'].includes(key);

function missing(owner: object, key: string): Error {
  const own = Object.getOwnPropertyDescriptor(owner, 'apiName')?.value as string | undefined;
  const name = own ?? owner.constructor.name;
  return new Error(
    `electron-host: ${name}.${key} is not part of the stand-in. Add it in tests/electron-host/host/api.`,
  );
}

/** Stands where Object.prototype would: what nothing before it in the chain has is unknown here, and says so. */
const endOfChain: object = new Proxy(Object.create(null) as object, {
  get(_target, key, receiver: object) {
    if (key in Object.prototype) return Reflect.get(Object.prototype, key, receiver) as unknown;
    if (isAskedByNode(key)) return undefined;
    throw missing(receiver, key as string);
  },
  set(_target, key, value, receiver: object) {
    if (!isAskedByNode(key)) throw missing(receiver, key as string);
    return Reflect.defineProperty(receiver, key, {
      value,
      writable: true,
      configurable: true,
      enumerable: false,
    });
  },
});

/** An object of Electron's API without events: a member that the stand-in does not have throws with its name. */
export const Loud = function () {
  // Nothing to set up: it is only the chain that counts.
} as unknown as abstract new () => object;
Loud.prototype = Object.create(endOfChain, {
  constructor: { value: Loud, writable: true, configurable: true },
}) as object;

/** The same with events. */
export class LoudEmitter extends EventEmitter {}
// EventEmitter's own prototype is everybody's; this one has a copy of its methods, and the end above.
for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(EventEmitter.prototype))) {
  if (key !== 'constructor') Object.defineProperty(LoudEmitter.prototype, key, property);
}
Object.setPrototypeOf(LoudEmitter.prototype, endOfChain);

/** A plain object as part of Electron's API. Its type is checked where it is written. */
export function loud<T extends object>(apiName: string, members: T): T {
  Object.setPrototypeOf(members, endOfChain);
  Object.defineProperty(members, 'apiName', { value: apiName });
  return members;
}

/** What Electron hands to listeners that may say no. */
export class PreventableEvent {
  defaultPrevented = false;
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}
