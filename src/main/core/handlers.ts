import type { Handlers } from '../../shared/contract/contract.ts';

/** A feature that answers some of the contract's commands. */
type Answering = { handlers: Partial<Handlers> };

/** What some features answer together. */
type Joined<F extends readonly Answering[]> = F extends readonly [
  infer First extends Answering,
  ...infer Rest extends readonly Answering[],
]
  ? First['handlers'] & Joined<Rest>
  : unknown;

/** The contract's commands, each answered by the feature that it belongs to; a missing one is a type error. */
export function joinHandlers<F extends readonly Answering[]>(...features: F): Joined<F> {
  return Object.assign({}, ...features.map(({ handlers }) => handlers)) as Joined<F>;
}
