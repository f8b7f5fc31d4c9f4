import { asTold, sentence } from '../../../../../shared/words/all-words.ts';
import type { Check } from '../../../../../shared/machine/checks.ts';
import { isPlainName } from '../../../redaction/redaction.ts';
import type { Source } from '../../source/source.ts';
import { describeEnvironment } from './describe-environment.ts';
import { definePart, jsonLine } from '../part.ts';
import { safeFields } from '../safe-fields.ts';

/** The machine: system, processor, memory, disk, sound, versions. No name of it, no address, no serial number. */
export const environmentPart = definePart<object>({
  id: 'environment',
  file: 'environment.json',
  title: sentence('bundle.part.machine'),
  rows: async (source) => [await describeEnvironment(source)],
  show: (row, { redactor }) => jsonLine(safeFields(row, redactor)),
  plant: (canary) => [
    { system: { distro: canary, kernel: canary, hostname: canary, serial: canary }, [canary]: canary },
    { audio: [{ name: `${canary}'s phones`, driver: canary }], disk: { mount: `/media/${canary}` } },
  ],
});

export type ChecksOf = (source: Source) => Promise<Check[]>;

/** The checks of `doctor`, of the machine on which the bundle is made. */
export function createChecksPart(checksOf: ChecksOf) {
  return definePart<Check>({
    id: 'checks',
    file: 'checks.jsonl',
    title: sentence('bundle.part.checks'),
    rows: (source) => checksOf(source),
    show: ({ id, title, status, found, mend }, { redactor }) =>
      JSON.stringify({
        id: isPlainName(id) ? id : redactor.name(id),
        check: redactor.sentence(title),
        status,
        found: redactor.sentence(found),
        next: mend === null ? null : redactor.sentence(mend),
      }),
    plant: (canary) => [
      {
        id: canary,
        title: canary,
        status: 'warn',
        found: `/home/${canary}/x/${canary}`,
        mend: canary,
        said: { found: asTold(canary) },
      },
    ],
  });
}
