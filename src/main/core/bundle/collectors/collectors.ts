import type { BundlePartId, BundleRequest } from '../../../../shared/bundle/bundle.ts';
import { duplicatesPart } from './stored/duplicates.ts';
import { eventsPart } from './stored/events.ts';
import { logsPart } from './machine/logs.ts';
import { createChecksPart, environmentPart, type ChecksOf } from './machine/machine-parts.ts';
import type { Part } from './part.ts';
import { memoryPart, networkPart } from './stored/series.ts';
import { sessionsPart } from './stored/sessions.ts';
import { settingsPart } from './settings.ts';
import { transcriptsPart } from './stored/spoken-parts.ts';
import { alertsPart, crashesPart, databasePart, healthPart } from './stored/stored-parts.ts';
import { targetsPart } from './targets.ts';

/** The parts of one bundle, in the order in which they are written: what is small first, what may be cut last. */
export function partsOf(request: Pick<BundleRequest, 'without' | 'include'>, checksOf: ChecksOf): Part[] {
  const left = new Set<BundlePartId>(request.without);
  return allParts(checksOf).filter(
    ({ id }) => !left.has(id) && (id !== 'transcripts' || request.include.includes('transcripts')),
  );
}

export function allParts(checksOf: ChecksOf): Part[] {
  return [
    environmentPart,
    createChecksPart(checksOf),
    settingsPart,
    targetsPart,
    sessionsPart,
    duplicatesPart,
    alertsPart,
    healthPart,
    memoryPart,
    networkPart,
    databasePart,
    crashesPart,
    transcriptsPart,
    logsPart,
    eventsPart,
  ];
}
