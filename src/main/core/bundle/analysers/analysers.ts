import type { BundleFinding } from '../../../../shared/bundle/bundle.ts';
import { messageOf } from '../../../../shared/errors.ts';
import type { Redactor } from '../../redaction/redaction.ts';
import type { Analyser, Facts } from './facts.ts';
import { damagedFiles } from './machine/damaged-files.ts';
import { diskLow } from './machine/disk-low.ts';
import { memorySlope } from './machine/memory-slope.ts';
import { oldVersion } from './machine/old-version.ts';
import { permissionTrouble } from './machine/permission-trouble.ts';
import { portClash } from './machine/port-clash.ts';
import { slowStorage } from './machine/slow-storage.ts';
import { deadSource } from './sound/dead-source.ts';
import { engineQuota } from './sound/engine-quota.ts';
import { lostSound } from './sound/lost-sound.ts';
import { missingWords } from './sound/missing-words.ts';
import { slowTranscriber } from './sound/slow-transcriber.ts';
import { backendRestarted } from './target/backend-restarted.ts';
import { clockSkew } from './target/clock-skew.ts';
import { duplicateCauses } from './target/duplicate-causes.ts';
import { oldNames } from './target/old-names.ts';
import { proxyInTheWay } from './target/proxy-in-the-way.ts';
import { reconnectStorm } from './target/reconnect-storm.ts';
import { unreachableTarget } from './target/unreachable-target.ts';
import { sentence, tellAll } from '../../../../shared/words/all-words.ts';

/** Every kind of trouble that is looked for. To add one: a file beside these, a line here, a test. */
const analysers: Readonly<Record<string, Analyser>> = {
  deadSource,
  lostSound,
  missingWords,
  slowTranscriber,
  engineQuota,
  unreachableTarget,
  reconnectStorm,
  backendRestarted,
  duplicateCauses,
  oldNames,
  proxyInTheWay,
  clockSkew,
  slowStorage,
  diskLow,
  memorySlope,
  damagedFiles,
  permissionTrouble,
  portClash,
  oldVersion,
};

const order = { bad: 0, warning: 1, notice: 2 } as const;

/** What is wrong, the worst first, in words that may leave the machine. */
export function findTrouble(facts: Facts, redactor: Redactor): BundleFinding[] {
  const found = Object.entries(analysers).flatMap(([name, analyser]): BundleFinding[] => {
    try {
      return analyser(facts);
    } catch (error) {
      const evidence = [`${name}: ${messageOf(error)}`];
      return [
        {
          id: 'analyser-failed',
          level: 'notice',
          evidence,
          ...tellAll({
            title: sentence('bundle.analysis-failed'),
            next: sentence('bundle.analysis-failed.next'),
          }),
        },
      ];
    }
  });
  return found
    .toSorted((a, b) => order[a.level] - order[b.level])
    .map((finding) => ({ ...finding, evidence: finding.evidence.map((line) => redactor.sentence(line)) }));
}
