import { count } from '../format.ts';
import { text } from '../text.ts';
import type { Lane } from './timeline-model.ts';

export function laneName(lane: Lane): string {
  if (lane.kind === 'socket') return text.timeline.socket(lane.generation, lane.id.slice(0, 8));
  return lane.kind === 'tries' ? text.timeline.tries(count(lane.count)) : text.timeline.lanes[lane.kind];
}
