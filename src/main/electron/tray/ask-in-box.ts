import { dialog, type BrowserWindow, type MessageBoxOptions } from 'electron';
import type { TrayQuestion } from './tray-actions.ts';

/** Asks in a box of the system: the tray may be all there is to be seen. Whoever closes it has not agreed. */
export async function askInBox(
  { message, detail, yes }: TrayQuestion,
  window: BrowserWindow | null,
): Promise<boolean> {
  const box: MessageBoxOptions = {
    type: 'question',
    message,
    detail,
    buttons: [yes, 'Cancel'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  };
  const { response } = await (window === null
    ? dialog.showMessageBox(box)
    : dialog.showMessageBox(window, box));
  return response === 0;
}
