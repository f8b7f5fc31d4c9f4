import { isLoopbackUrl, type Target } from './targets.ts';

export type TargetColour = 'blue' | 'green' | 'amber' | 'red';

/** A target's badge: how far away the audio goes. Blue stays in the app, green on this machine; amber is a tunnel. */
export function targetColour({ wsUrl }: Pick<Target, 'wsUrl'>): TargetColour {
  if (wsUrl === null) return 'blue';
  if (isLoopbackUrl(wsUrl)) return 'green';
  return /^wss?:\/\/[^/]*\.ngrok(-free)?\.(app|io|dev)(:\d+)?([/?#]|$)/i.test(wsUrl) ? 'amber' : 'red';
}
