import { evidenceOf, type Analyser } from '../facts.ts';
import { counted } from '../../../../../shared/plural.ts';

const stormEndings = 5;
const withinMs = 300_000;

/** Connections that end again and again. */
export const reconnectStorm: Analyser = ({ events }) => {
  const ended = events.filter(({ type }) => type === 'connection.ended');
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
      title: `The connection to the target ended ${counted(ended.length, 'time')} (codes ${codes.join(', ')}).`,
      evidence: evidenceOf(ended.slice(storm)),
      next: 'Look at the reason of the endings: the same code each time is the target or a proxy, changing ones are the network.',
    },
  ];
};
