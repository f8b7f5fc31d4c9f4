import { captureChannel } from '../../shared/contract/wire.ts';
import { serveCapture } from './serve-capture.ts';

// The preload passes the port on; nothing else in this window can send to it with this origin.
window.addEventListener('message', (event) => {
  const [port] = event.ports;
  if (event.source !== window || event.data !== captureChannel || port === undefined) return;
  serveCapture(port);
});

// Asked for nothing but this: the browser starts what deals with sound, which takes longer than this page does to load.
void navigator.mediaDevices.enumerateDevices().catch(() => undefined);
