import type { CaptureAnswer, CaptureRequest } from '../../shared/sound/capture.ts';
import { startCapture, type RunningCapture } from './start-capture.ts';

/** Captures what the core asks for over the port, any number of sources at a time, until it says stop. */
export function serveCapture(port: MessagePort): void {
  const running = new Map<string, Promise<RunningCapture | null>>();
  const answer = (message: CaptureAnswer): void => port.postMessage(message);

  async function start({
    id,
    source,
  }: Extract<CaptureRequest, { type: 'start' }>): Promise<RunningCapture | null> {
    try {
      const capture = await startCapture(source, {
        onFrame: (firstSample, pcm) => answer({ type: 'frame', id, firstSample, pcm }),
        onLost: (reason, sentence) => answer({ type: 'lost', id, reason, sentence }),
      });
      answer({ type: 'started', id, description: capture.description });
      return capture;
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      answer({ type: 'failed', id, name: name.slice(0, 100), message: message.slice(0, 500) });
      return null;
    }
  }

  port.addEventListener('message', ({ data }: MessageEvent<CaptureRequest>) => {
    switch (data.type) {
      case 'start':
        running.set(data.id, start(data));
        break;
      case 'stop':
        // It may still be starting; then it is stopped as soon as it has.
        void running.get(data.id)?.then((capture) => capture?.stop());
        running.delete(data.id);
        break;
      case 'ping':
        answer({ type: 'pong', id: data.id });
        break;
      default:
        data satisfies never;
    }
  });
  port.start();
}
