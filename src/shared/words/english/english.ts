import { addressWords } from './address-words.ts';
import { engineWords } from './engine-words.ts';
import { errorWords } from './error-words.ts';
import { gapWords } from './gap-words.ts';
import { outcomeWords } from './outcome-words.ts';
import { receiptWords } from './receipt-words.ts';
import { settingWords } from './setting-words.ts';
import { troubleWords } from './trouble-words.ts';
import { titleWords } from './title-words.ts';
import { statusWords } from './status-words.ts';

/** Each code in English. A sentence with something to fill in is a function; other languages have the same codes. */
export const english = {
  /** A text as it was told. */
  told: ({ text }: { text: string }) => text,
  ...statusWords,
  ...troubleWords,
  ...outcomeWords,
  ...receiptWords,
  ...gapWords,
  ...errorWords,
  ...addressWords,
  ...engineWords,
  ...settingWords,
  ...titleWords,
} as const;
