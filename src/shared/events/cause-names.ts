import type { Cause } from './findings.ts';

/** What people call a cause. */
export const causeNames: Readonly<Record<Cause, string>> = {
  'old-new-pair': 'Old and new name',
  'double-send': 'Sent twice',
  'answered-twice': 'Answered twice',
  'id-reused': 'One id for different words',
  replay: 'Replayed after a reconnect',
  'double-socket': 'Two sockets at once',
  'double-listener': 'Two listeners in the client',
  'client-retry': 'Chunk sent again',
  echo: 'Echo between tracks',
  'near-duplicate': 'Nearly the same words',
  unexplained: 'Unexplained',
  'expected-twin': 'Expected twins (by design)',
};
