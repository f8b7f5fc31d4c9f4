import { evidenceOf, type Analyser } from '../facts.ts';

const permission = /EACCES|EPERM|permission|not allowed|may not (?:read|write|record)|denied|read-only/i;

/** What the system does not let the app do: record, read, write. */
export const permissionTrouble: Analyser = ({ events, checks }) => {
  const refused = events.filter(
    ({ kind, reason }) => (kind === 'capture' || kind === 'storage') && permission.test(reason ?? ''),
  );
  const bad = checks.filter(
    ({ status, found, mend }) => status === 'fail' && permission.test(`${found} ${mend ?? ''}`),
  );
  if (refused.length + bad.length === 0) return [];
  return [
    {
      id: 'permission',
      level: 'bad',
      title: 'The app lacks a permission it needs.',
      evidence: [...bad.map(({ title, found }) => `${title}: ${found}`), ...evidenceOf(refused)],
      next: 'Allow recording for the app in the settings of the system, and make the home folder writable.',
    },
  ];
};
