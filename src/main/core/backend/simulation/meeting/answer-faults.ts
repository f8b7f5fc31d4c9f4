import type { Clock } from '../../../ports/ports.ts';
import type { ServerMessage } from '../../wire/messages.ts';

/** What is wrong with the answers of a backend. */
export type AnswerFaults = {
  /** Every result is sent twice. */
  duplicate: boolean;
  /** The old names in place of the new ones. */
  deprecated: boolean;
  /** This share of results and updates is not sent: 0 to 1. */
  dropShare: number;
  /** Every message comes so much later, ms. */
  delayMs: number;
  /** A result comes behind the message that followed it. */
  reorder: boolean;
  /** A frame that breaks off in the middle comes before every result. */
  badJson: boolean;
  /** The words of the end come as `timeout` and as `is_final`. */
  endRace: boolean;
};

export const noAnswerFaults: AnswerFaults = {
  duplicate: false,
  deprecated: false,
  dropShare: 0,
  delayMs: 0,
  reorder: false,
  badJson: false,
  endRace: false,
};

const oldNames: Readonly<Record<string, string>> = {
  TRANSCRIPTION_RESULT: 'transcription_result',
  MEETING_UPDATE: 'meeting_update',
  PROCESSING_COMPLETE: 'processing_complete',
};

/** Sends a backend's messages with the faults of that moment. Each connection has its own. */
export function createFaultySender(
  faultsNow: () => AnswerFaults,
  clock: Clock,
  sendRaw: (raw: string) => void,
): (message: ServerMessage) => void {
  let dropDebt = 0;
  let held: ServerMessage | null = null;

  /** Every n-th is left out, so that a run can be repeated. */
  function isDropped(message: ServerMessage): boolean {
    if (!isResult(message) && message.type !== 'MEETING_UPDATE') return false;
    const { dropShare } = faultsNow();
    if (dropShare === 0) return false;
    dropDebt += dropShare;
    if (dropDebt < 1) return false;
    dropDebt -= 1;
    return true;
  }

  function sendNow(raw: string): void {
    const { delayMs } = faultsNow();
    if (delayMs === 0) sendRaw(raw);
    else clock.after(delayMs, () => sendRaw(raw));
  }

  function send(message: ServerMessage): void {
    const faults = faultsNow();
    const type = faults.deprecated ? (oldNames[message.type] ?? message.type) : message.type;
    const raw = JSON.stringify({ ...message, type });
    if (isResult(message) && faults.badJson) sendNow(raw.slice(0, raw.length / 2));
    if (isFinal(message) && faults.endRace) sendNow(JSON.stringify({ ...asTimeout(message), type }));
    sendNow(raw);
    if (isResult(message) && faults.duplicate) sendNow(raw);
  }

  return (message) => {
    if (isDropped(message)) return;
    if (faultsNow().reorder && isResult(message) && held === null) {
      held = message;
      return;
    }
    send(message);
    if (held === null) return;
    send(held);
    held = null;
  };
}

function isResult(message: ServerMessage): boolean {
  return message.type === 'TRANSCRIPTION_RESULT' || message.type === 'transcription_result';
}

function isFinal(message: ServerMessage): boolean {
  return isResult(message) && bodyOf(message).is_final === true;
}

function asTimeout(message: ServerMessage): ServerMessage {
  return { ...message, data: { ...bodyOf(message), is_final: false, trigger_reason: 'timeout' } };
}

function bodyOf(message: ServerMessage): Record<string, unknown> {
  return typeof message.data === 'object' && message.data !== null
    ? (message.data as Record<string, unknown>)
    : {};
}
