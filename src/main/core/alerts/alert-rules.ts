import type { AlertCounts, AlertSettings } from '../../../shared/events/alerts.ts';
import { say } from '../../../shared/words/all-words.ts';

/** The rules that are counted; the database's alert is raised by what finds the damage. */
type CountedRule = 'duplicates' | 'validation-errors' | 'deprecated';

/** A rule whose count is above its threshold. */
export type Exceeded = { rule: CountedRule; count: number; threshold: number; sentence: string };

/** Counts over the last period, as of the newest addition. */
export type AlertWindow = {
  add(counts: AlertCounts): void;
  /** What exceeds its threshold within `periodSec` before `nowMs`. */
  exceeded(settings: AlertSettings, nowMs: number): Exceeded[];
};

// Counts of one second are kept together, so a day's window is 86,400 entries at most, whatever the traffic.
const slotMs = 1_000;

const rules = [
  { rule: 'duplicates', field: 'duplicates', limit: 'moreDuplicatesThan' },
  { rule: 'validation-errors', field: 'validationErrors', limit: 'moreValidationErrorsThan' },
  { rule: 'deprecated', field: 'deprecated', limit: 'moreDeprecatedThan' },
] as const;

export function createAlertWindow(): AlertWindow {
  let slots: AlertCounts[] = [];

  return {
    add(counts) {
      if (rules.every(({ field }) => counts[field] === 0)) return;
      const atMs = Math.floor(counts.atMs / slotMs) * slotMs;
      const last = slots.at(-1);
      if (last?.atMs !== atMs) {
        slots.push({ ...counts, atMs });
        return;
      }
      for (const { field } of rules) last[field] += counts[field];
    },
    exceeded(settings, nowMs) {
      const fromMs = nowMs - settings.periodSec * 1_000;
      // Ahead of now is what was counted before the clock was set back.
      slots = slots.filter(({ atMs }) => atMs > fromMs - slotMs && atMs <= nowMs);
      return rules.flatMap(({ rule, field, limit }) => {
        const count = slots.reduce((sum, slot) => sum + slot[field], 0);
        const allowed = settings[limit];
        if (count <= allowed) return [];
        return [
          {
            rule,
            count,
            threshold: allowed,
            sentence: say(`alert.${rule}`, { count, sec: settings.periodSec }),
          },
        ];
      });
    },
  };
}
