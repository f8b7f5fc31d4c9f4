import type { Notification as ElectronNotification, NotificationConstructorOptions } from 'electron';
import type { Host } from '../host.ts';
import { LoudEmitter } from '../loud.ts';

export function createNotificationClass({ environment }: Host) {
  /** Shown to nobody; the app-side recorder keeps what was shown. */
  return class Notification
    extends LoudEmitter
    implements Pick<ElectronNotification, 'title' | 'body' | 'show' | 'close'>
  {
    static isSupported(): boolean {
      return environment.desktop.notifications;
    }

    readonly title: string;
    readonly body: string;

    constructor(options: NotificationConstructorOptions = {}) {
      super();
      this.title = options.title ?? '';
      this.body = options.body ?? '';
    }

    show(): void {
      this.emit('show', {});
    }

    close(): void {
      this.emit('close', {});
    }
  };
}
