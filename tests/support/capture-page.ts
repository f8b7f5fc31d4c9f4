import type { CaptureAnswer, CaptureRequest } from '../../src/shared/sound/capture.ts';
import type { Capture, CapturePage } from '../../src/main/core/ports/ports.ts';

/** A capture page whose every answer a test gives. */
export type ScriptedPage = {
  requests: CaptureRequest[];
  /** To the capture that was asked for last. */
  answer(
    answer: {
      [K in CaptureAnswer['type']]: Omit<Extract<CaptureAnswer, { type: K }>, 'id'>;
    }[CaptureAnswer['type']],
  ): void;
  /** Anything at all, as a page that is not ours may say. */
  say(message: unknown): void;
  crash(): void;
  isDiscarded(): boolean;
  isReleased(): boolean;
};

/** A host whose pages are scripted; `pages` has them in the order in which they were opened. */
export function scriptCapture(): { capture: Capture; pages: ScriptedPage[] } {
  const pages: ScriptedPage[] = [];
  return {
    pages,
    capture: {
      sources: ['microphone'],
      openPage() {
        const { page, script } = createPage();
        pages.push(script);
        return Promise.resolve(page);
      },
    },
  };
}

function createPage(): { page: CapturePage; script: ScriptedPage } {
  const listeners = new Set<(message: unknown) => void>();
  const requests: CaptureRequest[] = [];
  const gone = Promise.withResolvers<undefined>();
  let discarded = false;
  let released = false;
  const say = (message: unknown): void => {
    for (const listener of listeners) listener(message);
  };
  return {
    page: {
      post: (message) => requests.push(message as CaptureRequest),
      listen(onMessage) {
        listeners.add(onMessage);
        return () => listeners.delete(onMessage);
      },
      closed: gone.promise,
      discard() {
        discarded = true;
        gone.resolve(undefined);
      },
      release() {
        released = true;
      },
    },
    script: {
      requests,
      answer(answer) {
        const id = requests.findLast(({ type }) => type === 'start')?.id;
        say({ ...answer, id });
      },
      say,
      crash: () => gone.resolve(undefined),
      isDiscarded: () => discarded,
      isReleased: () => released,
    },
  };
}
