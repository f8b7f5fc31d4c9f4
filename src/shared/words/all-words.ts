/**
 * The words with those for refusals and for what the core tells of its work: for the core and its hosts. A page shows what it was told, in the
 * words that came along, and is 10 kB lighter.
 */
import { refusals } from './english/refusals/refusals.ts';
import { bundleFindings } from './english/bundle/bundle-findings.ts';
import { cliSaid } from './english/cli/cli-said.ts';
import { helpWords } from './english/cli/help/help-words.ts';
import { cliRefusals } from './english/cli/cli-refusals.ts';
import { toldWords } from './english/told/told.ts';
import { verificationWords } from './english/verification/verification-words.ts';
import { knowAlso } from './words.ts';

// A failure is put into words as it is made, in any thread: whoever can name its code has to have its words.
knowAlso({
  ...refusals,
  ...toldWords,
  ...cliRefusals,
  ...cliSaid,
  ...helpWords,
  ...bundleFindings,
  ...verificationWords,
});

export * from './words.ts';
