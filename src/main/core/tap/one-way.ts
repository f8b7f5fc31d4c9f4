import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { say } from '../../../shared/words/all-words.ts';
import type { Clock } from '../ports/ports.ts';
import { closeAlike, isBrokenOff, leaveSoon, type CloseWord } from './close-socket.ts';
import type { Faults } from './faults.ts';

/** What goes over a connection, in order. */
export type Item =
  | { kind: 'message'; data: Buffer; isBinary: boolean }
  | { kind: 'ping' | 'pong'; data: Buffer }
  | ({ kind: 'close' } & CloseWord);

/** One direction of a connection: everything that one side says, on its way to the other. */
export type OneWay = {
  push(item: Item): void;
  /** The receiver is there, on this connection; what has waited goes to it, in order. */
  open(receiver: WebSocket, wire: Duplex): void;
  /** From now on nothing passes. */
  block(): void;
};

// More than a message of the largest size: a sender is held back only when its receiver is slower than itself.
const usualRoom = { mostBytes: 20 * 1024 * 1024, fewBytes: 4 * 1024 * 1024 };
// A receiver that takes nothing any more is not waited for longer.
const lastWordsMs = 10_000;

/**
 * What the receiver has not taken yet is bounded: beyond it the sender's socket is not read any more, so that TCP holds
 * the sender back.
 */
export function createOneWay(options: {
  sender: () => WebSocket | null;
  faults: Faults;
  random: () => number;
  clock: Clock;
  /** Whether a receiver that does not answer the close loses its connection soon after it has taken all. */
  leavesSoon: boolean;
  /** Beyond `mostBytes` the sender is held back, until `fewBytes` are left; tests have little room. */
  room?: { mostBytes: number; fewBytes: number };
  /** A message goes to the receiver, or is lost on the way by a fault; `note` says which. */
  onPassed: (data: Buffer, isBinary: boolean, note: string | null) => void;
}): OneWay {
  const { faults, random, clock, room = usualRoom } = options;
  const waiting: Item[] = [];
  let receiver: WebSocket | null = null;
  let wire: Duplex | null = null;
  let isGathering = false;
  let waitingBytes = 0;
  let isHeld = false;
  let isBlocked = false;
  let heldBack: Item | null = null;
  // Messages that are compressed, or wait for the socket.
  let leaving = 0;
  let whenLeft: (() => void) | null = null;

  function left(bytes: number): void {
    leaving -= 1;
    take(bytes);
    if (leaving === 0) whenLeft?.();
  }

  /** What came before a connection ended still goes to the receiver: to leave at once would lose it. */
  function onceLeft(then: () => void, withinMs: number | null): void {
    if (leaving === 0) {
      then();
      return;
    }
    const end = (): void => {
      cancel?.();
      whenLeft = null;
      then();
    };
    const cancel = withinMs === null ? null : clock.after(withinMs, end);
    whenLeft = end;
  }

  function end(socket: WebSocket, word: CloseWord): void {
    if (isBrokenOff(word)) {
      onceLeft(() => closeAlike(socket, word), lastWordsMs);
      return;
    }
    closeAlike(socket, word);
    if (options.leavesSoon) onceLeft(() => leaveSoon(socket, clock), null);
  }

  /** Messages that came together leave in one write: a call of the system costs more than all the rest of a small one. */
  function gather(): void {
    if (isGathering || wire === null) return;
    const socket = wire;
    isGathering = true;
    socket.cork();
    process.nextTick(() => {
      isGathering = false;
      socket.uncork();
    });
  }

  function take(bytes: number): void {
    waitingBytes -= bytes;
    if (!isHeld || waitingBytes > room.fewBytes || isBlocked) return;
    isHeld = false;
    options.sender()?.resume();
  }

  function wait(bytes: number): void {
    waitingBytes += bytes;
    if (isHeld || waitingBytes <= room.mostBytes) return;
    isHeld = true;
    options.sender()?.pause();
  }

  /** To the receiver, whatever the faults. */
  function pass(item: Item, note: string | null = null): void {
    if (isBlocked) return;
    if (receiver === null) {
      waiting.push(item);
      return;
    }
    const size = sizeOf(item);
    let isOpen: boolean;
    switch (item.kind) {
      case 'message':
        isOpen = receiver.readyState === WebSocket.OPEN;
        leaving += 1;
        gather();
        receiver.send(item.data, { binary: item.isBinary }, () => left(size));
        // After it is on its way: what is written down about it takes time.
        if (isOpen) options.onPassed(item.data, item.isBinary, note);
        return;
      case 'ping':
      case 'pong':
        if (receiver.readyState === WebSocket.OPEN)
          receiver[item.kind](item.data, undefined, () => take(size));
        else take(size);
        return;
      case 'close':
        take(size);
        end(receiver, item);
        return;
      default:
        item satisfies never;
    }
  }

  function passWithFaults(item: Item): void {
    if (item.kind !== 'message') {
      passHeldBack();
      pass(item);
      return;
    }
    if (random() < faults.drop) {
      options.onPassed(item.data, item.isBinary, say('tester.dropped'));
      take(sizeOf(item));
      return;
    }
    if (faults.reorder && heldBack === null) {
      heldBack = item;
      // It waits for the next one: to hold the sender back for it would wait for ever.
      take(sizeOf(item));
      return;
    }
    const isTwice = random() < faults.duplicate;
    if (isTwice) wait(sizeOf(item));
    pass(item, heldBack === null ? null : say('tester.reordered'));
    if (isTwice) pass(item, say('tester.sent-twice'));
    passHeldBack();
  }

  function passHeldBack(): void {
    const item = heldBack;
    heldBack = null;
    if (item === null) return;
    wait(sizeOf(item));
    pass(item);
  }

  return {
    push(item) {
      if (isBlocked) return;
      wait(sizeOf(item));
      if (faults.delayMs === 0) passWithFaults(item);
      else clock.after(faults.delayMs, () => passWithFaults(item));
    },
    open(socket, connection) {
      receiver = socket;
      wire = connection;
      for (const item of waiting.splice(0)) pass(item);
    },
    block() {
      isBlocked = true;
      waiting.length = 0;
      options.sender()?.pause();
    },
  };
}

// An empty message takes room, too.
const itemBytes = 64;

function sizeOf(item: Item): number {
  return itemBytes + (item.kind === 'close' ? 0 : item.data.length);
}
