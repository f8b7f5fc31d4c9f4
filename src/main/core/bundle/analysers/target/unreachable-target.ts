import { evidenceOf, type Analyser } from '../facts.ts';

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
      title: 'A target did not answer, or refused the connection, every time.',
      evidence: evidenceOf(never),
      next: 'Probe it: that says at which step the way ends. Check that the server runs and that the address is right.',
      action: { do: 'probe-target', target: null },
    },
  ];
};
