import { text } from '../text.ts';
import type { Lane } from './timeline-model.ts';

export function laneName({ id, kind, generation }: Lane): string {
  return kind === 'socket' ? text.timeline.socket(generation, id.slice(0, 8)) : text.timeline.lanes[kind];
}
