import { expect, it } from 'vitest';
import { timeLabels } from '../../../../src/renderer/charts/time-labels.ts';

const at = (day: number, hour: number, minute = 0, second = 0): number =>
  new Date(2026, 10, day, hour, minute, second).getTime();

it.each([
  ['minutes', [at(27, 9, 10), at(27, 9, 20), at(27, 9, 30)], ['09:10\n27 Nov', '09:20', '09:30']],
  ['seconds', [at(27, 9, 10, 0), at(27, 9, 10, 30)], ['09:10:00\n27 Nov', '09:10:30']],
  ['hours over midnight', [at(26, 18), at(27, 0), at(27, 6)], ['18:00\n26 Nov', '00:00\n27 Nov', '06:00']],
  ['days', [at(25, 0), at(26, 0), at(27, 0)], ['25 Nov', '26 Nov', '27 Nov']],
  ['a minute alone', [at(27, 9, 10)], ['09:10\n27 Nov']],
  ['a second alone', [at(27, 9, 10, 50)], ['09:10:50\n27 Nov']],
  ['nothing', [], []],
])('marks %s as people of a place write them', (_what, marks, labels) => {
  expect(timeLabels(marks, 'en-GB')).toEqual(labels);
});
