import { evidenceOf, type Analyser } from '../facts.ts';
import { say, sentence, tellAll } from '../../../../../shared/words/all-words.ts';

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
      ...tellAll({
        title: sentence(isDamaged ? 'bundle.damaged' : 'bundle.replaced-files'),
        next: sentence('bundle.damaged.next'),
      }),
      evidence: [
        ...(isDamaged ? [say('bundle.integrity', { found: database.integrity })] : []),
        ...(settingsProblem === null ? [] : [settingsProblem]),
        ...evidenceOf(told),
      ],
    },
  ];
};
