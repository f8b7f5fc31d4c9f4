import { messageOf } from '../../../shared/errors.ts';
import { settingsSchema } from '../../../shared/settings/settings.ts';
import type { Core } from '../../core/core.ts';
import type { Logger } from '../../core/log/log.ts';
import type { TrayFacts } from './tray-model.ts';

const { record, target } = settingsSchema.parse({});

/** What the tray shows before the core has started. */
export const startingFacts: TrayFacts = {
  status: null,
  record,
  targets: [],
  target,
  lastSession: null,
  isSending: false,
};

/** Follows the core, and hands the newest facts on whenever something in them changes. */
export function followFacts(
  core: Pick<Core, 'topics' | 'handlers' | 'delivery'>,
  options: { log: Logger; onChange: (facts: TrayFacts) => void },
): { current: () => TrayFacts } {
  let facts = startingFacts;

  function change(changed: Partial<TrayFacts>): void {
    facts = { ...facts, ...changed, isSending: core.delivery.isSending() };
    options.onChange(facts);
  }

  async function readTargets(): Promise<void> {
    const { targets, current } = await core.handlers['targets.list']({});
    change({ targets, target: current });
  }

  async function readLastSession(): Promise<void> {
    const [lastSession] = await core.handlers['sessions.list']({ limit: 1 });
    change({ lastSession: lastSession ?? null });
  }

  async function readRecordChoice(): Promise<void> {
    change({ record: (await core.handlers['settings.get']({})).record });
  }

  function inBackground(work: Promise<void>): void {
    work.catch((error: unknown) =>
      options.log.warn({ problem: messageOf(error) }, 'the tray could not be brought up to date'),
    );
  }

  core.topics.subscribe('status', (status) => change({ status }));
  core.topics.subscribe('sessions', () => inBackground(readLastSession()));
  core.topics.subscribe('settings', (settings) => {
    change({ record: settings.record });
    inBackground(readTargets());
  });
  inBackground(readRecordChoice());
  inBackground(readTargets());
  inBackground(readLastSession());
  return { current: () => facts };
}
