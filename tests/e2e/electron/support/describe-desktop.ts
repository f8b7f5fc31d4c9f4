import { afterAll, beforeAll } from 'vitest';
import { describeWith } from '../../../support/machine/needs.ts';
import type { Need } from '../../../support/machine/find-lacks.ts';
import { startDesktop, type Desktop } from './desktop.ts';

/** Specs of the built app on a machine with speakers and a microphone, which all specs of a file share. */
export function describeDesktop(
  what: string,
  define: (theDesktop: () => Desktop) => void,
  moreNeeds: readonly Need[] = [],
): void {
  describeWith([...desktopNeeds, ...moreNeeds], what, () => {
    let desktop: Desktop;
    beforeAll(async () => {
      desktop = await startDesktop();
    });
    afterAll(() => desktop.stop());
    define(() => desktop);
  });
}

const desktopNeeds = ['chromium', 'soundServer', 'speech'] as const;
