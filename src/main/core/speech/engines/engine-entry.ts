import type { DirectSettings } from '../../../../shared/settings/parts/direct-settings.ts';
import type { Action } from '../../../../shared/words/actions.ts';
import type { Billing } from '../cost.ts';
import type { EngineParts, LocalParts } from './engine-parts.ts';
import type { EngineReadiness, SegmentEngine } from './segment-engine.ts';

/** Whether an engine can be used here and now, and what it is or lacks. */
export type Readiness = Pick<EngineReadiness, 'state' | 'sentence' | 'action'>;

/** What keeps an engine from working, and what does something about it. */
export type EngineLack = { problem: string; action?: Action | undefined };

/** All that is known of an engine. */
export type EngineEntry<Parts = EngineParts> = {
  name: string;
  /** For people, such as `Groq`. */
  title: string;
  /** The key that it takes; `null` where it takes none. */
  secret: 'groq' | 'openai-compatible' | null;
  billing(settings: DirectSettings): Billing;
  /** Throws AppError for what keeps it from working: its message is the sentence. */
  readiness(parts: Omit<Parts, 'whisper'>): Promise<Readiness>;
  /** Makes it, once it is ready. @throws AppError `engine-failed` */
  make(parts: Parts): Promise<SegmentEngine>;
};

/** One that needs nobody else's machine: nothing leaves for it. */
export type LocalEntry = EngineEntry<LocalParts> & {
  /** Whether the built-in backend hears with it too, as it does with what hears the same on every machine. */
  isForBackend: boolean;
};
