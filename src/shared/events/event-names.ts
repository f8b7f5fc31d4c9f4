/** What an event tells of. `frame` is a message on a socket; the others are the app's own. */
export const eventKinds = [
  'frame',
  'connection',
  'capture',
  'gap',
  'session',
  'stream',
  'engine',
  'storage',
  'alert',
] as const;

/** Why the same thing was there more than once, most certain first. */
export const causes = [
  'old-new-pair',
  'double-send',
  'answered-twice',
  'id-reused',
  'replay',
  'double-socket',
  'double-listener',
  'client-retry',
  'echo',
  'near-duplicate',
  'unexplained',
  'expected-twin',
] as const;

/** What the reference monitor can hold against a frame. */
export const verdicts = ['duplicate', 'deprecated', 'invalid'] as const;

/** So many events are listed where nobody asks for more or less. */
export const usualListLength = 200;
