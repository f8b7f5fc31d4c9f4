import * as english from '../../../shared/settings/setting-labels.ts';
import { inLanguage } from '../../language.ts';

/** What settings are called, as this browser wants to read it. */
export const settingLabels = inLanguage(english.settingLabels);
export const groupLabels = inLanguage(english.groupLabels);
