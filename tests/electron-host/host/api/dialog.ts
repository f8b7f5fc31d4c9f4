import type { Dialog } from 'electron';
import { loud } from '../loud.ts';

/** Nobody sits here. The app-side recorder takes these functions' place and answers as the test says. */
export const dialog = loud('dialog', {
  showMessageBox: () => Promise.reject(new Error('electron-host: nobody answers this dialog')),
  showErrorBox(title: string, content: string) {
    process.stderr.write(`${title}\n${content}\n`);
  },
}) satisfies Pick<Dialog, 'showMessageBox' | 'showErrorBox'>;
