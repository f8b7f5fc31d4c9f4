import { isYes } from '../../../../shared/protocol/loose-values.ts';
import type { FrameFacts } from '../../monitor/monitor.ts';

/** What made the target answer: a full buffer, its background check, or the end of the meeting. */
export type AnswerKind = 'timeout' | 'final' | 'normal';

export function answerKindOf({ data }: Pick<FrameFacts, 'data'>): AnswerKind {
  if (isYes(data.is_final)) return 'final';
  return data.trigger_reason === 'timeout' ? 'timeout' : 'normal';
}
