import type { MessagePortMain } from 'electron';
import { decodeValue, encodeValue } from '../page/values.ts';
import { LoudEmitter } from './loud.ts';

/** Where a port's messages go: to its twin, or to a page. */
export type PortPeer = {
  deliver(data: unknown, ports: StandInPort[]): void;
  close(): void;
};

type Ending =
  'close' | 'message' | 'on' | 'off' | 'once' | 'addListener' | 'removeListener' | 'start' | 'postMessage';

/** A MessagePort in the main process. */
export class StandInPort extends LoudEmitter implements Pick<MessagePortMain, Exclude<Ending, 'message'>> {
  #peer: PortPeer | undefined;
  #queue: { data: unknown; ports: StandInPort[] }[] = [];
  #started = false;
  #isClosed = false;
  #takenOver: PortPeer | undefined;

  /** The stand-in's: what this port sends goes there. */
  connect(peer: PortPeer): void {
    this.#peer = peer;
  }

  /** The stand-in's: the port leaves this process; what comes for it goes on to `next`, its own sends come by `asPeer`. */
  handOver(next: PortPeer): PortPeer {
    const own = this.#peer;
    if (own === undefined || this.#takenOver !== undefined) {
      throw new DOMException('A port that was sent away cannot be sent again', 'DataCloneError');
    }
    this.#takenOver = next;
    for (const { data, ports } of this.#queue.splice(0)) next.deliver(data, ports);
    if (this.#isClosed) next.close();
    return own;
  }

  /** The stand-in's: a message for this port. */
  deliver(data: unknown, ports: StandInPort[]): void {
    if (this.#takenOver !== undefined) this.#takenOver.deliver(data, ports);
    else if (!this.#isClosed) {
      this.#queue.push({ data, ports });
      this.#flush();
    }
  }

  /** The stand-in's: the other end is gone. */
  closed(): void {
    if (this.#takenOver !== undefined) this.#takenOver.close();
    else if (!this.#isClosed) {
      this.#isClosed = true;
      setImmediate(() => this.emit('close'));
    }
  }

  start(): void {
    this.#started = true;
    this.#flush();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#peer?.close();
    setImmediate(() => this.emit('close'));
  }

  postMessage(message: unknown, transfer: MessagePortMain[] = []): void {
    if (this.#isClosed) return;
    // A copy, and the refusal of what cannot be cloned, as in Electron.
    const data = decodeValue(encodeValue(message));
    this.#peer?.deliver(data, transfer as unknown as StandInPort[]);
  }

  #flush(): void {
    if (!this.#started) return;
    for (const { data, ports } of this.#queue.splice(0)) {
      setImmediate(() => this.emit('message', { data, ports }));
    }
  }
}

/** Two entangled ports. */
export class StandInMessageChannel {
  readonly port1 = new StandInPort();
  readonly port2 = new StandInPort();

  constructor() {
    const [one, two] = [this.port1, this.port2];
    one.connect({ deliver: (data, ports) => two.deliver(data, ports), close: () => two.closed() });
    two.connect({ deliver: (data, ports) => one.deliver(data, ports), close: () => one.closed() });
  }
}
