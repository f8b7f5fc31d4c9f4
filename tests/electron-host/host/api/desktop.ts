import type {
  DesktopCapturer,
  DesktopCapturerSource,
  Display,
  NativeTheme as ElectronTheme,
  PowerSaveBlocker,
  Screen as ElectronScreen,
  Shell,
  SystemPreferences as ElectronPreferences,
} from 'electron';
import type { Host } from '../host.ts';
import { LoudEmitter, loud } from '../loud.ts';
import { nativeImage } from './native-image.ts';

/** A desktop with one screen. */
export class Screen
  extends LoudEmitter
  implements Pick<ElectronScreen, 'getAllDisplays' | 'getPrimaryDisplay'>
{
  getPrimaryDisplay(): Display {
    return {
      id: 1,
      scaleFactor: 1,
      bounds: { x: 0, y: 0, width: 1920, height: 1080 },
      workArea: { x: 0, y: 0, width: 1920, height: 1040 },
    } as Display;
  }

  getAllDisplays(): Display[] {
    return [this.getPrimaryDisplay()];
  }
}

export class NativeTheme
  extends LoudEmitter
  implements
    Pick<ElectronTheme, 'shouldUseDarkColors' | 'shouldUseDarkColorsForSystemIntegratedUI' | 'themeSource'>
{
  themeSource: ElectronTheme['themeSource'] = 'system';
  readonly #isDark: boolean;

  constructor({ environment }: Host) {
    super();
    this.#isDark = environment.desktop.darkColors;
  }

  get shouldUseDarkColors(): boolean {
    return this.themeSource === 'system' ? this.#isDark : this.themeSource === 'dark';
  }

  get shouldUseDarkColorsForSystemIntegratedUI(): boolean {
    return this.#isDark;
  }
}

/** Its events are fired by tests: `powerMonitor.emit('suspend')`. */
export class PowerMonitor extends LoudEmitter {}

export class SystemPreferences
  extends LoudEmitter
  implements Pick<ElectronPreferences, 'askForMediaAccess' | 'getMediaAccessStatus'>
{
  readonly #host: Host;

  constructor(host: Host) {
    super();
    this.#host = host;
  }

  getMediaAccessStatus(
    mediaType: 'microphone' | 'camera' | 'screen',
  ): 'granted' | 'denied' | 'not-determined' {
    return mediaType === 'microphone' ? this.#host.environment.desktop.microphone : 'granted';
  }

  askForMediaAccess(): Promise<boolean> {
    return Promise.resolve(this.#host.environment.desktop.microphone !== 'denied');
  }
}

const blockers = new Set<number>();
let lastBlocker = 0;
export const powerSaveBlocker = loud('powerSaveBlocker', {
  start() {
    lastBlocker += 1;
    blockers.add(lastBlocker);
    return lastBlocker;
  },
  stop: (id: number) => blockers.delete(id),
  isStarted: (id: number) => blockers.has(id),
}) satisfies Pick<PowerSaveBlocker, 'start' | 'stop' | 'isStarted'>;

/** Opens nothing; the app-side recorder keeps what was asked for. */
export const shell = loud('shell', {
  openExternal: () => Promise.resolve(),
  openPath: () => Promise.resolve(''),
  showItemInFolder: () => undefined,
}) satisfies Pick<Shell, 'openExternal' | 'openPath' | 'showItemInFolder'>;

export const desktopCapturer = loud('desktopCapturer', {
  getSources: (): Promise<DesktopCapturerSource[]> =>
    Promise.resolve([
      {
        id: 'screen:0:0',
        name: 'Entire screen',
        display_id: '1',
        thumbnail: nativeImage.createEmpty(),
        appIcon: nativeImage.createEmpty(),
      },
    ]),
}) satisfies Pick<DesktopCapturer, 'getSources'>;
