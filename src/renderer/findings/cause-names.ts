import { causeNames as english } from '../../shared/events/cause-names.ts';
import { inLanguage } from '../language.ts';

/** What causes of duplicates are called, as this browser wants to read it. */
export const causeNames = inLanguage(english);
