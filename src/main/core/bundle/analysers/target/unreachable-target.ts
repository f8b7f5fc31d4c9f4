import { evidenceOf, type Analyser } from '../facts.ts';
import { sentence, tellAll } from '../../../../../shared/words/all-words.ts';

/** A target that was never reached, or refused us. */
export const unreachableTarget: Analyser = ({ events }) => {
  const ended = events.filter(({ type }) => type === 'connection.ended');
  const opened = new Set(events.filter(({ type }) => type === 'connection.open').map(({ target }) => target));
  const never = ended.filter(({ target }) => !opened.has(target));
  if (never.length === 0) return [];
  return [
    {
      id: 'unreachable-target',
      level: 'bad',
      ...tellAll({ title: sentence('bundle.unreachable'), next: sentence('bundle.unreachable.next') }),
      evidence: evidenceOf(never),
      action: { do: 'probe-target', target: null },
    },
  ];
};
