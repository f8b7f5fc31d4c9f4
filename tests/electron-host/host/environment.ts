/** What the driver tells the stand-in through environment variables; see driver/stand-in.ts. */
export type HostEnvironment = {
  /** Chromium's address for CDP. */
  cdpUrl: string;
  /** The folder of package.json. */
  appPath: string;
  isPackaged: boolean;
  /** What `process.platform` says in the main thread; the machine's own when `null`. */
  platform: NodeJS.Platform | null;
  /** The microphone that stands for the system's loopback, by its label. */
  loopbackLabel: string | null;
  /** The switches of a desktop that lacks something. */
  desktop: {
    tray: boolean;
    notifications: boolean;
    keychain: 'gnome_libsecret' | 'basic_text' | 'locked';
    darkColors: boolean;
    microphone: 'granted' | 'denied' | 'not-determined';
  };
};

export const environmentVariable = 'ELECTRON_HOST';

/** The variable is the driver's own JSON. */
export function readHostEnvironment(): HostEnvironment {
  const text = process.env[environmentVariable];
  if (text === undefined) {
    throw new Error('The stand-in for Electron is started by tests/electron-host/driver/stand-in.ts only.');
  }
  return JSON.parse(text) as HostEnvironment;
}
