import type { ReactNode } from 'react';
import type { JudgedAddress } from '../../../shared/settings/targets/target-address.ts';
import { sayIt, sentence } from '../../../shared/words/words.ts';
import { text } from '../../text.ts';

/** What is odd about an address that somebody types, each with what may be meant, at one click. */
export function Proposals(props: {
  address: string;
  judge: (address: string) => JudgedAddress;
  onTake: (to: string) => void;
}): ReactNode {
  const { judge, onTake } = props;
  const address = props.address.trim();
  // A few letters are not odd yet.
  if (address.length < longestBeginning && !address.includes('://')) return null;
  const judged = judge(address);
  const advice = judged.ok
    ? judged.advice
    : [{ what: sentence('address.this', { problem: judged.problem }), proposal: judged.proposal }];
  return advice.map(({ what, proposal }) => (
    <p key={what.code} className="targets-notes" role="status">
      {sayIt(what)}{' '}
      {proposal !== null && (
        <button type="button" onClick={() => onTake(proposal)}>
          {text.targets.take(proposal)}
        </button>
      )}
    </p>
  ));
}

const longestBeginning = 8;
