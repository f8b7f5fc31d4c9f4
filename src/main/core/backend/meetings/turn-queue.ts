/** Lets work through one at a time, in the order in which it asked. */
export type TurnQueue = {
  /** Takes a place in the queue at once; `turn` resolves when everything before has left. */
  enter(): { turn: Promise<void>; leave(): void };
  isBusy(): boolean;
};

export function createTurnQueue(): TurnQueue {
  let last = Promise.resolve();
  let inside = 0;

  return {
    enter() {
      const turn = last;
      const { promise, resolve } = Promise.withResolvers<undefined>();
      last = promise.then(() => undefined);
      inside += 1;
      return {
        turn,
        leave() {
          inside -= 1;
          resolve(undefined);
        },
      };
    },
    isBusy: () => inside > 0,
  };
}

/**
 * Does the work when it is first in every queue. The places are taken before this returns, in one go, so two
 * pieces of work never wait for each other.
 */
export async function inTurn(queues: readonly TurnQueue[], work: () => void | Promise<void>): Promise<void> {
  const places = queues.map((turns) => turns.enter());
  try {
    await Promise.all(places.map((place) => place.turn));
    await work();
  } finally {
    for (const place of places) place.leave();
  }
}
