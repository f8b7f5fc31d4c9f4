import { Notification } from 'electron';
import type { Notify } from '../../core/ports/ports.ts';

/** Shows notices as the system does; a click opens the window. */
export function createNotify(onClick: () => void): Notify {
  // Without a reference one can be collected before it is clicked.
  const alive = new Set<Notification>();
  return ({ title, body, urgency }) => {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title, body, urgency });
    alive.add(notification);
    notification.on('click', () => {
      alive.delete(notification);
      onClick();
    });
    notification.on('close', () => alive.delete(notification));
    notification.on('failed', () => alive.delete(notification));
    notification.show();
  };
}
