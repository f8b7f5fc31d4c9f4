import { createRequire } from 'node:module';

const { version: electronVersion } = createRequire(import.meta.url)('electron/package.json') as {
  version: string;
};
// Of Electron 45.4 and of the Chromium that stands in for its own.
const chromeVersion = '156.0.8078.79';

/** What `process` has under Electron and not under Node; and the system, when a spec plays another one. */
export function becomeElectron(platform: NodeJS.Platform | null): void {
  if (platform !== null) Object.defineProperty(process, 'platform', { value: platform, enumerable: true });
  Object.defineProperty(process, 'versions', {
    value: Object.freeze({ ...process.versions, electron: electronVersion, chrome: chromeVersion }),
    enumerable: true,
  });
  Object.defineProperty(process, 'type', { value: 'browser', enumerable: true });
}

/** The `process` of a sandboxed preload, as far as it is plain data. */
export function preloadProcess(): Record<string, unknown> {
  return {
    type: 'renderer',
    platform: process.platform,
    arch: process.arch,
    sandboxed: true,
    contextIsolated: true,
    versions: { node: process.versions.node, electron: electronVersion, chrome: chromeVersion },
  };
}
