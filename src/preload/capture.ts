import { ipcRenderer } from 'electron';
import { captureChannel } from '../shared/contract/wire.ts';

// The capture page gets one message port and nothing else: it cannot speak to the core in any other way.
ipcRenderer.on(captureChannel, ({ ports }) => {
  window.postMessage(captureChannel, window.location.origin, ports);
});
