import { settingsVersion } from '../../../shared/settings/settings.ts';
import { isRecord } from '../../../shared/is-record.ts';

type Step = (settings: Record<string, unknown>) => Record<string, unknown>;

/** From version n to n + 1 by position, beginning with 1. A step that was released is never edited. */
const steps: readonly Step[] = [
  // 2 added `retention` and `alerts`; both have defaults. The number keeps an older program from dropping them.
  (settings) => settings,
];

/** Brings what an older version wrote up to date. Anything else passes as it is, for the schema to judge. */
export function migrateSettings(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const version = value.version ?? 1;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1 || version > settingsVersion) {
    return value;
  }
  const migrated = steps.slice(version - 1).reduce((older, step) => step(older), value);
  return { ...migrated, version: settingsVersion };
}
