import { expect } from 'vitest';
import { readme } from '../../support/documented/commands.ts';
import { openMeetingShell } from '../../support/documented/meeting-shell.ts';
import { walk } from '../../support/documented/walk.ts';
import { describeWith, itWith } from '../../support/machine/needs.ts';

// All of them are typed in the long run, see tests/long.
const first = /record --input file|sessions/;

describeWith(['posix', 'speech'], 'the commands that newcomers paste', () => {
  itWith([], 'record a file, list it and export its words, as README has them', async () => {
    const steps = readme.filter(({ line }) => first.test(line));
    expect(steps).toHaveLength(3);
    await walk(await openMeetingShell(), steps);
  });
});
