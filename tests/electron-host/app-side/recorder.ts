/** A menu as a test reads it. */
export type MenuView = {
  label: string;
  type: string;
  enabled: boolean;
  checked: boolean;
  hasIcon: boolean;
  accelerator: string | null;
  role: string | null;
  submenu: MenuView[] | null;
};

export type TrayView = { toolTip: string; image: string; menu: MenuView[] };

export type DialogView = { title: string; message: string; detail: string; buttons: string[] };

/** What a test sees and does in the app's main process, under the stand-in and under Electron itself. */
export type DesktopRecorder = {
  tray(): TrayView | null;
  clickTray(event: 'click' | 'right-click' | 'double-click'): void;
  menu(of: 'tray' | 'application'): MenuView[];
  /** @throws Error with the labels that there are */
  clickMenuItem(of: 'tray' | 'application', labels: readonly string[]): void;
  /** The questions that wait for an answer. */
  dialogs(): DialogView[];
  /** Answers the oldest one by a button's label. */
  answerDialog(button: string): void;
  errorBoxes(): { title: string; content: string }[];
  notifications(): { title: string; body: string }[];
  clickNotification(at: number): void;
  openedUrls(): string[];
};

declare global {
  var desktopRecorder: DesktopRecorder;
}

/**
 * Puts itself before everything that a person would see, because neither Electron nor the stand-in can be asked what
 * a tray shows. Under Electron it is written into a file for `-r`, hence self-contained.
 */
export function installRecorder(electron: typeof Electron.CrossProcessExports): void {
  const { Tray, Notification, Menu, dialog, shell } = electron;
  const now = {
    tray: null as Electron.Tray | null,
    toolTip: '',
    image: '',
    menu: null as Electron.Menu | null,
    dialogs: [] as { view: DialogView; answer: (button: number) => void }[],
    errorBoxes: [] as { title: string; content: string }[],
    notifications: [] as Electron.Notification[],
    openedUrls: [] as string[],
  };

  /** Runs `record` before a method of everybody's prototype. */
  function before<T extends object>(
    owner: T,
    name: keyof T & string,
    record: (self: T, ...args: never[]) => void,
  ): void {
    const original = owner[name] as (...args: unknown[]) => unknown;
    Object.defineProperty(owner, name, {
      configurable: true,
      writable: true,
      value(this: T, ...args: unknown[]) {
        record(this, ...(args as never[]));
        return original.apply(this, args);
      },
    });
  }

  before(Tray.prototype, 'setToolTip', (tray, toolTip: string) => {
    now.tray = tray;
    now.toolTip = toolTip;
  });
  before(Tray.prototype, 'setImage', (tray, image: Electron.NativeImage | string) => {
    now.tray = tray;
    now.image = typeof image === 'string' ? image : image.toDataURL();
  });
  before(Tray.prototype, 'setContextMenu', (tray, menu: Electron.Menu | null) => {
    if (now.tray === null || now.menu === null) performance.mark('the tray is there');
    now.tray = tray;
    now.menu = menu;
  });
  before(Tray.prototype, 'popUpContextMenu', (tray, menu?: Electron.Menu) => {
    now.tray = tray;
    now.menu = menu ?? now.menu;
  });
  before(Tray.prototype, 'destroy', () => {
    now.tray = null;
    now.menu = null;
  });
  before(Notification.prototype, 'show', (notification) => now.notifications.push(notification));

  dialog.showMessageBox = (...args: unknown[]) => {
    const options = args.at(-1) as Electron.MessageBoxOptions;
    return new Promise((resolve) => {
      now.dialogs.push({
        view: {
          title: options.title ?? '',
          message: options.message,
          detail: options.detail ?? '',
          buttons: [...(options.buttons ?? ['OK'])],
        },
        answer: (response) => resolve({ response, checkboxChecked: false }),
      });
    });
  };
  dialog.showErrorBox = (title, content) => void now.errorBoxes.push({ title, content });
  shell.openExternal = (url) => {
    now.openedUrls.push(url);
    return Promise.resolve();
  };

  const viewOf = (menu: Electron.Menu | null | undefined): MenuView[] =>
    (menu?.items ?? [])
      .filter((item) => item.visible)
      .map((item) => ({
        label: item.label,
        type: item.type,
        enabled: item.enabled,
        checked: item.checked,
        hasIcon: Boolean(item.icon),
        accelerator: item.accelerator ?? null,
        role: item.role ?? null,
        submenu: item.submenu ? viewOf(item.submenu) : null,
      }));
  const menuOf = (of: 'tray' | 'application'): Electron.Menu | null =>
    of === 'tray' ? now.menu : Menu.getApplicationMenu();

  globalThis.desktopRecorder = {
    tray: () =>
      now.tray === null ? null : { toolTip: now.toolTip, image: now.image, menu: viewOf(now.menu) },
    clickTray: (event) => void now.tray?.emit(event),
    menu: (of) => viewOf(menuOf(of)),
    clickMenuItem(of, labels) {
      let items = menuOf(of)?.items ?? [];
      for (const [depth, label] of labels.entries()) {
        const item = items.find((one) => one.visible && one.label === label);
        if (item === undefined) {
          throw new Error(`No "${label}" in this menu: ${items.map((one) => one.label).join(' | ')}`);
        }
        if (!item.enabled) throw new Error(`"${label}" is disabled`);
        if (depth === labels.length - 1) (item.click as () => void)();
        else items = item.submenu?.items ?? [];
      }
    },
    dialogs: () => now.dialogs.map(({ view }) => view),
    answerDialog(button) {
      const open = now.dialogs[0];
      const at = open?.view.buttons.indexOf(button) ?? -1;
      if (open === undefined || at === -1) {
        throw new Error(
          `No dialog has a button "${button}": ${JSON.stringify(now.dialogs.map(({ view }) => view))}`,
        );
      }
      now.dialogs.shift();
      open.answer(at);
    },
    errorBoxes: () => now.errorBoxes,
    notifications: () => now.notifications.map(({ title, body }) => ({ title, body })),
    clickNotification: (at) => void now.notifications[at]?.emit('click'),
    openedUrls: () => now.openedUrls,
  };
}
