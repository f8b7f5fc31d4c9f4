import { english } from '../shared/words/english/english.ts';
import { pseudoCatalogue, pseudoLanguage } from '../shared/words/pseudo.ts';
import { useWords } from '../shared/words/words.ts';

const storageKey = 'scrumbot.language';

/** The catalogue as this browser wants to read it. Each is asked for once, where it is put together. */
export function inLanguage<const T>(catalogue: T): T {
  return isPseudo() ? pseudoCatalogue(catalogue) : catalogue;
}

/** From now on what the core tells is said in that language too. */
export function applyStoredLanguage(): void {
  if (!isPseudo()) return;
  useWords(pseudoCatalogue(english));
  document.documentElement.lang = pseudoLanguage;
}

function isPseudo(): boolean {
  // Tests read the catalogue where there is no page.
  return typeof localStorage !== 'undefined' && localStorage.getItem(storageKey) === pseudoLanguage;
}
