import type { Check } from '../../../shared/machine/checks.ts';
import { tellAll, type Sentence } from '../../../shared/words/all-words.ts';

type Examined = Pick<Check, 'id' | 'status' | 'action'> & {
  title: Sentence;
  found: Sentence;
  mend?: Sentence | null;
};

/** A check with the words of its codes. */
export function checkOf({ title, found, mend = null, ...rest }: Examined): Check {
  return { ...rest, ...tellAll({ title, found, mend }) };
}
