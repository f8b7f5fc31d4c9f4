import type {
  ChildPort,
  ProcessEnd,
  StartProcess,
  WhisperReply,
  WhisperRequest,
} from '../../src/main/core/ports/ports.ts';

/** A process with a model whose answers the test writes. */
export type ScriptedWhisper = {
  startProcess: StartProcess;
  /** What every process was asked, in order. */
  asked: WhisperRequest[];
  started: () => number;
  alive: () => number;
};

/** What it does about a request: answers, ends, or stays silent. */
export type Act = WhisperReply | { end: ProcessEnd } | null;

export function scriptWhisper(act: (request: WhisperRequest, process: number) => Act): ScriptedWhisper {
  const asked: WhisperRequest[] = [];
  const living = new Set<number>();
  let started = 0;
  return {
    asked,
    started: () => started,
    alive: () => living.size,
    startProcess(): ChildPort {
      started += 1;
      const own = started;
      living.add(own);
      let tell = (_message: unknown): void => undefined;
      let tellEnd = (_end: ProcessEnd): void => undefined;
      const end = (how: ProcessEnd): void => {
        if (living.delete(own)) tellEnd(how);
      };
      return {
        send(message) {
          const request = message as WhisperRequest;
          asked.push(request);
          queueMicrotask(() => {
            const done = act(request, own);
            if (done === null || !living.has(own)) return;
            if ('end' in done) end(done.end);
            else tell(done);
          });
        },
        onMessage: (listener) => void (tell = listener),
        onExit: (listener) => void (tellEnd = listener),
        kill: () => end({ code: null, signal: 'SIGKILL' }),
      };
    },
  };
}
