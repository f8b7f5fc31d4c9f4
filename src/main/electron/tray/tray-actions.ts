import { isRunning } from '../../../shared/session/running.ts';
import { toAppError } from '../../../shared/errors.ts';
import { asksFirst } from '../../../shared/settings/targets/target-colour.ts';
import type { StartRequest } from '../../../shared/session/session.ts';
import type { RecordChoice } from '../../../shared/settings/parts/record-settings.ts';
import type { Core } from '../../core/core.ts';
import type { Logger } from '../../core/log/log.ts';
import type { Notify } from '../../core/ports/ports.ts';
import { type TrayAction, type TrayFacts } from './tray-model.ts';
import { say } from '../../../shared/words/all-words.ts';

/** What the tray's Record asks of the core. */
export function startRequestOf({ source, mode }: RecordChoice): StartRequest {
  const sources = source === 'both' ? (['system', 'microphone'] as const) : [source];
  return { inputs: sources.map((kind) => ({ kind })), mode };
}

/** `yes` is what the button says that does it. */
export type TrayQuestion = { message: string; detail: string; yes: string };

/** Does what somebody chose in the tray or in the menu. What fails is told as a notice: there is no page to tell it. */
export function createTrayActions(options: {
  core: Pick<Core, 'sessions' | 'handlers'>;
  facts: () => TrayFacts;
  show: (hash?: string) => Promise<void>;
  quit: () => void;
  notify: Notify;
  /** Asks a person, and resolves with whether they mean it. */
  ask: (question: TrayQuestion) => Promise<boolean>;
  log: Logger;
}): (action: TrayAction) => void {
  const { core, facts } = options;

  async function perform(action: TrayAction): Promise<void> {
    switch (action.do) {
      case 'record':
        await core.sessions.start(startRequestOf(facts().record));
        return;
      case 'stop':
        await core.sessions.stop();
        return;
      case 'stop-waiting':
        core.sessions.stopWaiting();
        return;
      case 'choose-source':
        await core.handlers['settings.update']({ record: { source: action.source } });
        return;
      case 'choose-mode':
        await core.handlers['settings.update']({ record: { mode: action.mode } });
        return;
      case 'choose-target':
        return chooseTarget(action.target);
      case 'verify':
        await verify(action.target);
        return;
      case 'open':
        return options.show();
      case 'open-session':
        return options.show(`#/sessions/${encodeURIComponent(action.sessionId)}`);
      case 'checks':
        return options.show('#/settings/checks');
      case 'diagnostics':
        return options.show('#/diagnostics');
      case 'settings':
        return options.show('#/settings');
      case 'quit':
        options.quit();
        return;
      default:
        action satisfies never;
    }
  }

  async function chooseTarget(target: string): Promise<void> {
    const known = facts().targets.find(({ name }) => name === target);
    const isLive = isStreaming(facts());
    if (isLive && known !== undefined && asksFirst(known)) {
      const isMeant = await options.ask({
        message: say('tray.switch', { target }),
        detail: say('tray.switch.detail'),
        yes: say('tray.switch.yes'),
      });
      if (!isMeant) return;
    }
    await core.handlers['settings.update']({ target });
    if (isLive) await core.handlers['session.switchTarget']({ target, confirmed: true });
  }

  /** Only what is safe; the page has the rest, and shows this one. */
  async function verify(target: string): Promise<void> {
    try {
      await core.handlers['verification.start']({ target, quick: true, allowDisruptive: false });
    } catch (error) {
      // One that runs already is what there is to see.
      if (toAppError(error).code !== 'busy') throw error;
    }
    await options.show('#/targets');
  }

  return (action) => {
    perform(action).catch((error: unknown) => {
      const { message } = toAppError(error);
      options.log.warn({ action: action.do, problem: message }, 'what the tray asked for failed');
      const title = say(titleOf(action));
      options.notify({ title, body: message, urgency: 'critical' });
    });
  };
}

const titleOf = (action: TrayAction): (typeof titles)[keyof typeof titles] | 'tray.failed' =>
  action.do in titles ? titles[action.do as keyof typeof titles] : 'tray.failed';

const titles = {
  record: 'tray.record-failed',
  stop: 'tray.stop-failed',
  'choose-target': 'tray.target-failed',
  verify: 'tray.verify-failed',
} as const satisfies Partial<Record<TrayAction['do'], string>>;

function isStreaming({ status }: TrayFacts): boolean {
  return status !== null && isRunning(status) && status.session?.mode === 'stream';
}
