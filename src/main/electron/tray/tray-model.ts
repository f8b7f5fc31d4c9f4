import { isRunning } from '../../../shared/session/running.ts';
import type { Status } from '../../../shared/session/status.ts';
import type { SessionSummary } from '../../../shared/session/session.ts';
import type { RecordChoice } from '../../../shared/settings/parts/record-settings.ts';
import { targetColour, type TargetColour } from '../../../shared/settings/targets/target-colour.ts';
import type { Target } from '../../../shared/settings/targets/targets.ts';
import type { TrayState } from './icon/tray-icons.ts';
import { asTold, say } from '../../../shared/words/all-words.ts';

/** What a person can do in the tray. */
export type TrayAction =
  | { do: 'record' | 'stop' | 'stop-waiting' | 'open' | 'checks' | 'diagnostics' | 'settings' | 'quit' }
  | { do: 'open-session'; sessionId: string }
  | { do: 'choose-source'; source: RecordChoice['source'] }
  | { do: 'choose-mode'; mode: RecordChoice['mode'] }
  | { do: 'choose-target' | 'verify'; target: string };

export type TrayItem =
  | { kind: 'separator' }
  | { kind: 'note'; label: string }
  | { kind: 'action'; label: string; action: TrayAction; enabled: boolean }
  | { kind: 'choices'; label: string; enabled: boolean; choices: TrayChoice[] };
export type TrayChoice = { label: string; isChosen: boolean; action: TrayAction; colour?: TargetColour };

export type TrayModel = { state: TrayState; tooltip: string; items: TrayItem[] };

/** What is known. `status` is `null` while the core starts. */
export type TrayFacts = {
  status: Status | null;
  record: RecordChoice;
  targets: readonly Target[];
  /** Name of the target that Record uses. */
  target: string;
  lastSession: SessionSummary | null;
  /** Audio of earlier sessions is on its way. */
  isSending: boolean;
};

/** Icon, tooltip and menu of the tray. */
export function trayModelOf(facts: TrayFacts): TrayModel {
  return { state: stateOf(facts), tooltip: tooltipOf(facts), items: itemsOf(facts) };
}

// A second or two are always on their way; more means that the target does not keep up or is away.
const queueingSec = 5;

function stateOf({ status, isSending }: TrayFacts): TrayState {
  if (status === null) return 'idle';
  const { verdict, connection, queuedSec, storageProblem } = status;
  if (!isRunning(status)) {
    if (verdict.level === 'bad' || storageProblem !== null) return 'error';
    return isSending ? 'offline' : 'idle';
  }
  if (verdict.level === 'bad') return 'error';
  if (connection.phase === 'waiting' || (connection.phase !== 'streaming' && queuedSec > queueingSec))
    return 'offline';
  return verdict.level === 'warning' ? 'recording-problem' : 'recording';
}

// Windows cuts a tooltip after 127 characters.
const longestTooltip = 120;

function tooltipOf({ status, isSending }: TrayFacts): string {
  if (status === null) return say('tray.app-starting');
  const parts = [
    ...(isRunning(status) ? [clockOf(status.recordedSec)] : []),
    status.verdict.headline,
    ...(isSending && !isRunning(status) ? [say('tray.sending')] : []),
  ];
  return say('tray.app', { parts: parts.map(asTold) }).slice(0, longestTooltip);
}

function itemsOf(facts: TrayFacts): TrayItem[] {
  const { status, lastSession } = facts;
  const separator: TrayItem = { kind: 'separator' };
  return [
    { kind: 'note', label: status?.verdict.headline ?? say('tray.starting') },
    recordItem(status),
    separator,
    ...choiceItems(facts),
    separator,
    action(say('tray.open'), { do: 'open' }),
    ...(lastSession === null
      ? []
      : [
          action(say('tray.last-session', { title: shortened(lastSession.title) }), {
            do: 'open-session',
            sessionId: lastSession.sessionId,
          }),
        ]),
    action(say('tray.checks'), { do: 'checks' }),
    verifyItem(facts),
    action(say('tray.diagnostics'), { do: 'diagnostics' }),
    action(say('tray.settings'), { do: 'settings' }),
    separator,
    action(say('tray.quit'), { do: 'quit' }),
  ];
}

function recordItem(status: Status | null): TrayItem {
  switch (status?.session?.state) {
    case 'starting':
      return action(say('tray.starting'), { do: 'stop' }, false);
    case 'recording':
      return action(say('tray.stop'), { do: 'stop' });
    case 'stopping':
      return status.connection.phase === 'waiting'
        ? action(say('tray.stop-waiting'), { do: 'stop-waiting' })
        : action(say('tray.stopping'), { do: 'stop' }, false);
    case 'ended':
    case 'failed':
    case 'recovered':
    case undefined:
      return action(say('tray.record'), { do: 'record' }, status !== null);
  }
}

/** A quick check. It would take power from a recording, and its meetings would stand beside that at the target. */
function verifyItem({ status, target }: TrayFacts): TrayItem {
  return action(
    say('tray.verify', { target: shortened(target) }),
    { do: 'verify', target },
    status !== null && !isRunning(status),
  );
}

function choiceItems({ status, record, targets, target }: TrayFacts): TrayItem[] {
  const isBusy = status !== null && isRunning(status);
  const isStreaming = status?.session?.mode === 'stream' && status.session.state === 'recording';
  const chosenTarget = isBusy ? (status.session?.target ?? null) : target;
  return [
    {
      kind: 'choices',
      label: say('tray.source'),
      enabled: !isBusy,
      choices: sources.map((source) => ({
        label: say(`tray.source.${source}`),
        isChosen: record.source === source,
        action: { do: 'choose-source', source },
      })),
    },
    {
      kind: 'choices',
      label: say('tray.mode'),
      enabled: !isBusy,
      choices: modes.map((mode) => ({
        label: say(`tray.mode.${mode}`),
        isChosen: record.mode === mode,
        action: { do: 'choose-mode', mode },
      })),
    },
    {
      kind: 'choices',
      label: say('tray.target'),
      enabled: isStreaming || !isBusy,
      choices: targets.map((one) => ({
        label: one.name,
        isChosen: one.name === chosenTarget,
        action: { do: 'choose-target', target: one.name },
        colour: targetColour(one),
      })),
    },
  ];
}

const sources: readonly RecordChoice['source'][] = ['system', 'microphone', 'both'];
const modes: readonly RecordChoice['mode'][] = ['stream', 'direct', 'capture-only'];

function action(label: string, what: TrayAction, enabled = true): TrayItem {
  return { kind: 'action', label, action: what, enabled };
}

const longestTitle = 40;

function shortened(title: string): string {
  return title.length > longestTitle ? `${title.slice(0, longestTitle - 1)}…` : title;
}

function clockOf(sec: number): string {
  const whole = Math.floor(sec);
  const pad = (n: number): string => String(n).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const rest = `${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}`;
  return hours === 0 ? rest : `${hours}:${rest}`;
}
