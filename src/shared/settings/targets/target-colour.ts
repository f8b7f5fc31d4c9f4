import type { Target, TargetColour } from './targets.ts';
import { isLoopbackUrl } from './resolve-target.ts';

export type { TargetColour };

/**
 * A target's badge: its own colour; red where people work with it, wherever it stands; or how far away the audio goes.
 * Blue stays in the app, green on this machine; amber is a tunnel, or another host of which somebody said that nobody
 * works with it.
 */
export function targetColour({
  wsUrl,
  colour,
  isProduction,
}: Pick<Target, 'wsUrl' | 'colour' | 'isProduction'>): TargetColour {
  if (colour !== undefined && colour !== null) return colour;
  if (wsUrl === null) return 'blue';
  if (isProduction === true) return 'red';
  if (isLoopbackUrl(wsUrl)) return 'green';
  if (isProduction === false) return 'amber';
  return /^wss?:\/\/[^/]*\.ngrok(-free)?\.(app|io|dev)(:\d+)?([/?#]|$)/i.test(wsUrl) ? 'amber' : 'red';
}

/** Whether people work with a target, so that what could disturb them is asked about first. */
export function asksFirst(target: Pick<Target, 'wsUrl' | 'colour' | 'isProduction'>): boolean {
  return target.isProduction ?? targetColour(target) === 'red';
}
