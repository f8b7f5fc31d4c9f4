import { evidenceOf, type Analyser } from '../facts.ts';

/** A database or settings that cannot be trusted. */
export const damagedFiles: Analyser = ({ database, settingsProblem, events }) => {
  const told = events.filter(
    ({ type }) => type === 'storage.database-salvaged' || type === 'settings.damaged',
  );
  const isDamaged = database.how === 'salvaged' || (database.how !== 'none' && database.integrity !== 'ok');
  if (!isDamaged && settingsProblem === null && told.length === 0) return [];
  return [
    {
      id: 'damaged-files',
      level: isDamaged ? 'bad' : 'warning',
      title: isDamaged ? 'The database is damaged.' : 'Files of the app were damaged and replaced.',
      evidence: [
        ...(isDamaged ? [`integrity check: ${database.integrity}`] : []),
        ...(settingsProblem === null ? [] : [settingsProblem]),
        ...evidenceOf(told),
      ],
      next: 'Start the app: it moves the damaged file aside and saves what can be read. Check the disk when it happens again. Recordings are separate files.',
    },
  ];
};
