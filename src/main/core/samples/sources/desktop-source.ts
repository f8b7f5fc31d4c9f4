import type { Desktop } from '../../ports/ports.ts';
import type { SampleSource } from '../sampler.ts';

/** The processes that the desktop runs for our windows. */
export function createDesktopSource(desktop: Pick<Desktop, 'listProcesses'> | null): SampleSource {
  return {
    name: 'desktop processes',
    read() {
      const figures: Record<string, number> = {};
      for (const { kind, rssBytes } of desktop?.listProcesses?.() ?? []) {
        const name = `process.${kind}.rssBytes`;
        figures[name] = (figures[name] ?? 0) + rssBytes;
      }
      return figures;
    },
  };
}
