import type { GapReason } from '../../../../shared/sound/audio.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Sentence } from '../../../../shared/words/all-words.ts';

/** A live source delivers no more. The sentence says what was seen, without a full stop. */
export class SourceLost extends AppError {
  readonly reason: GapReason;

  constructor(reason: GapReason, sentence: string | Sentence, options?: { cause?: unknown }) {
    super('no-device', sentence, options);
    this.name = 'SourceLost';
    this.reason = reason;
  }
}
