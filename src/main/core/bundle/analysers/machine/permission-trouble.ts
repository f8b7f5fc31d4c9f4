import { evidenceOf, type Analyser } from '../facts.ts';
import { say, sentence, tellAll } from '../../../../../shared/words/all-words.ts';

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
      ...tellAll({ title: sentence('bundle.permission'), next: sentence('bundle.permission.next') }),
      evidence: [
        ...bad.map(({ title, found }) => say('bundle.check', { title, found })),
        ...evidenceOf(refused),
      ],
    },
  ];
};
