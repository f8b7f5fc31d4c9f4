import type { Analyser } from '../facts.ts';

/** A runtime, or a part that is needed, that is missing or too old. */
export const oldVersion: Analyser = ({ checks }) => {
  const bad = checks.filter(({ status, id }) => status === 'fail' || (status === 'warn' && id === 'runtime'));
  if (bad.length === 0) return [];
  const isRuntime = bad.some(({ id }) => id === 'runtime');
  return [
    {
      id: isRuntime ? 'old-version' : 'missing-part',
      level: 'bad',
      title: isRuntime
        ? 'The version of Node is too old.'
        : 'Something that the app needs is missing on this machine.',
      evidence: bad.map(({ title, found }) => `${title}: ${found}`),
      next: bad.flatMap(({ mend }) => mend ?? []).join(' '),
    },
  ];
};
