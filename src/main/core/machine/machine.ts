/**
 * The machine around the app: what it has and lacks, its sleep, its desktop, its sound.
 * Needs the host's desktop where there is one, and ways to try a source and to find its device.
 * Owns nothing on disk.
 */
import { tmpdir } from 'node:os';
import type { Handlers } from '../../../shared/contract/contract.ts';
import type { SourceName } from '../../../shared/sound/audio.ts';
import type { SoundTry } from '../../../shared/sound/sound-check.ts';
import type { Desktop, RecordEvent } from '../ports/ports.ts';
import { examineMachine } from './doctor.ts';
import { createDesktopHandlers } from './machine-handlers.ts';
import { createPower, type Power } from './power.ts';

export { askEngine, examineMachine } from './doctor.ts';
export type { Power } from './power.ts';

export type Machine = {
  power: Power;
  handlers: ReturnType<typeof createDesktopHandlers> & Pick<Handlers, 'app.info'>;
};

export function startMachine(needs: {
  home: string;
  version: string;
  environment: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  desktop: Desktop | null;
  record: RecordEvent;
  /** The session that runs while the machine sleeps; `null` where none does. */
  runningId: () => string | null;
  wakeUp: () => void;
  trySource: (source: SourceName) => Promise<SoundTry>;
  findDefaultDevice: (source: SourceName) => Promise<string>;
}): Machine {
  return {
    power: createPower(needs),
    handlers: {
      'app.info': () =>
        Promise.resolve({ version: needs.version, platform: needs.platform, home: needs.home }),
      ...createDesktopHandlers({
        ...needs,
        examineMachine: () =>
          examineMachine({ ...needs, nodeVersion: process.versions.node, temporaryFolder: tmpdir() }),
      }),
    },
  };
}
