import { brokenConnections, evidenceOf, reachedTargets, type Analyser } from '../facts.ts';
import { sentence, tellAll } from '../../../../../shared/words/all-words.ts';

const stormEndings = 5;
const withinMs = 300_000;

/** Connections that end again and again, to a target that can be reached. */
export const reconnectStorm: Analyser = ({ events }) => {
  const reached = reachedTargets(events);
  const ended = brokenConnections(events).filter(({ target }) => reached.has(target));
  const storm = ended.findIndex((event, i) => {
    const last = ended[i + stormEndings - 1];
    return last !== undefined && last.wallMs - event.wallMs <= withinMs;
  });
  if (storm === -1) return [];
  const codes = [...new Set(ended.map(({ fields }) => String(fields.code)))].slice(0, 5);
  return [
    {
      id: 'reconnect-storm',
      level: 'bad',
      ...tellAll({
        title: sentence('bundle.reconnect-storm', { times: ended.length, codes: codes.join(', ') }),
        next: sentence('bundle.reconnect-storm.next'),
      }),
      evidence: evidenceOf(ended.slice(storm)),
    },
  ];
};
