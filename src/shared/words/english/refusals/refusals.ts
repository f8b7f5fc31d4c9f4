import { bundleRefusals } from './bundle-refusals.ts';
import { captureRefusals } from './capture-refusals.ts';
import { eventsRefusals } from './events-refusals.ts';
import { hostRefusals } from './host-refusals.ts';
import { sessionRefusals } from './session-refusals.ts';
import { settingsRefusals } from './settings-refusals.ts';
import { speechRefusals } from './speech-refusals.ts';
import { streamRefusals } from './stream-refusals.ts';
import { targetRefusals } from './target-refusals.ts';
import { testerRefusals } from './tester-refusals.ts';
import { verificationRefusals } from './verification-refusals.ts';

/** Why the core did not do what it was asked, area by area. */
export const refusals = {
  ...bundleRefusals,
  ...captureRefusals,
  ...eventsRefusals,
  ...hostRefusals,
  ...sessionRefusals,
  ...settingsRefusals,
  ...speechRefusals,
  ...streamRefusals,
  ...targetRefusals,
  ...testerRefusals,
  ...verificationRefusals,
} as const;
