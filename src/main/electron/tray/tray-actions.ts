import { isRunning } from '../../../shared/session/health.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { StartRequest } from '../../../shared/session/session.ts';
import type { RecordChoice } from '../../../shared/settings/record-settings.ts';
import type { Core } from '../../core/core.ts';
import type { Logger } from '../../core/log/log.ts';
import type { Notify } from '../../core/ports/ports.ts';
import { type TrayAction, type TrayFacts } from './tray-model.ts';

/** What the tray's Record asks of the core. */
export function startRequestOf({ source, mode }: RecordChoice): StartRequest {
  const sources = source === 'both' ? (['system', 'microphone'] as const) : [source];
  return { inputs: sources.map((kind) => ({ kind })), mode };
}

/** Does what somebody chose in the tray or in the menu. What fails is told as a notice: there is no page to tell it. */
export function createTrayActions(options: {
  core: Pick<Core, 'sessions' | 'handlers'>;
  facts: () => TrayFacts;
  show: (hash?: string) => Promise<void>;
  quit: () => void;
  notify: Notify;
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
        await core.handlers['settings.update']({ target: action.target });
        if (isStreaming(facts())) await core.handlers['session.switchTarget']({ target: action.target });
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

  return (action) => {
    perform(action).catch((error: unknown) => {
      const { message } = toAppError(error);
      options.log.warn({ action: action.do, problem: message }, 'what the tray asked for failed');
      options.notify({ title: titles[action.do] ?? 'That did not work', body: message, urgency: 'critical' });
    });
  };
}

const titles: Partial<Record<TrayAction['do'], string>> = {
  record: 'Recording could not start',
  stop: 'Recording could not be stopped',
  'choose-target': 'The target was not changed',
};

function isStreaming({ status }: TrayFacts): boolean {
  return status !== null && isRunning(status) && status.session?.mode === 'stream';
}
