/**
 * What `import { … } from 'electron'` answers in the main process of the stand-in. A name that is missing here stops
 * the import with that name; a member that is missing throws with its own when it is used.
 */
import type { WebContents as ElectronWebContents, WebFrameMain } from 'electron';
import { App } from './api/app.ts';
import { createBrowserWindowClass } from './api/browser-window.ts';
import {
  NativeTheme,
  PowerMonitor,
  Screen,
  SystemPreferences,
  desktopCapturer,
  powerSaveBlocker,
  shell,
} from './api/desktop.ts';
import { dialog } from './api/dialog.ts';
import { IpcMain } from './api/ipc-main.ts';
import { Menu, MenuItem } from './api/menu.ts';
import { nativeImage } from './api/native-image.ts';
import { createNotificationClass } from './api/notification.ts';
import { createProtocol, registerSchemesAsPrivileged } from './api/protocol.ts';
import { createSafeStorage } from './api/safe-storage.ts';
import { Session, SessionModule } from './api/session.ts';
import { utilityProcess } from './api/utility-process.ts';
import { createTrayClass } from './api/tray.ts';
import { createHost } from './host.ts';
import { loud } from './loud.ts';
import { StandInMessageChannel } from './ports.ts';
import { preloadProcess } from './versions.ts';

const host = createHost();
const app = new App(host);
const ipcMain = new IpcMain();
const defaultSession = new Session(host);
const session = new SessionModule(defaultSession);

const BrowserWindow = createBrowserWindowClass({
  host,
  ipcMain,
  session: defaultSession,
  process: preloadProcess(),
  onContentsCreated: (contents) => app.emit('web-contents-created', {}, contents),
  onAllClosed: () => app.allWindowsClosed(),
});
app.connectWindows(() => {
  for (const window of BrowserWindow.getAllWindows()) window.close();
  return BrowserWindow.getAllWindows().length === 0;
});

const protocol = loud('protocol', {
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]) {
    if (app.isReady()) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    }
    registerSchemesAsPrivileged(schemes);
  },
  ...createProtocol(host.addresses),
}) satisfies Partial<Electron.Protocol>;

const webContents = loud('webContents', {
  getAllWebContents: (): ElectronWebContents[] =>
    BrowserWindow.getAllWindows().map((window) => window.webContents),
  fromFrame: (frame: WebFrameMain): ElectronWebContents | undefined =>
    BrowserWindow.getAllWindows().find((window) => window.webContents.mainFrame === frame)?.webContents,
}) satisfies Pick<typeof Electron.webContents, 'getAllWebContents' | 'fromFrame'>;

const Tray = createTrayClass(host);
const Notification = createNotificationClass(host);
const nativeTheme = new NativeTheme(host);
const powerMonitor = new PowerMonitor();
const safeStorage = createSafeStorage(host);
const screen = new Screen();
const systemPreferences = new SystemPreferences(host);

export {
  app,
  BrowserWindow,
  desktopCapturer,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  StandInMessageChannel as MessageChannelMain,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  host as standIn,
  systemPreferences,
  Tray,
  utilityProcess,
  webContents,
};
