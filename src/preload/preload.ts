import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { bridgeChannel, type Wire } from '../shared/contract/wire.ts';

/** The only thing that a page gets: a way to pass messages to the core, as JSON texts that are easily measured. */
const wire: Wire = {
  post: (message) => ipcRenderer.send(bridgeChannel, JSON.stringify(message)),
  listen(onMessage) {
    const pass = (_event: IpcRendererEvent, message: unknown): void => {
      if (typeof message === 'string') onMessage(JSON.parse(message));
    };
    ipcRenderer.on(bridgeChannel, pass);
    return () => void ipcRenderer.off(bridgeChannel, pass);
  },
};

contextBridge.exposeInMainWorld('scrumbot', wire);
