import { utilityProcess } from 'electron';
import { fileURLToPath } from 'node:url';
import type { ChildPort, ProcessEnd, StartProcess } from '../../core/ports/ports.ts';
import { programEnvironment } from '../../core/lifecycle/lifecycle.ts';

/** Starts a script in a process of Electron's own kind: the packaged app cannot be run as Node. */
export const startProcess: StartProcess = (entry): ChildPort => {
  const child = utilityProcess.fork(fileURLToPath(entry), [], {
    serviceName: 'ScrumBot speech engine',
    stdio: 'ignore',
    env: programEnvironment(process.env),
  });
  let tell: ((end: ProcessEnd) => void) | null = null;
  let ended: ProcessEnd | null = null;
  child.once('exit', (code) => {
    // There is no field for a signal: its number comes as the code, or above 128.
    ended = { code, signal: signalOf(code) };
    tell?.(ended);
  });
  return {
    send: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit(listener) {
      tell = listener;
      if (ended !== null) listener(ended);
    },
    kill: () => void child.kill(),
  };
};

const signals: Readonly<Record<number, string>> = { 4: 'SIGILL', 6: 'SIGABRT', 9: 'SIGKILL', 11: 'SIGSEGV' };

function signalOf(code: number): string | null {
  if (process.platform === 'win32') return null;
  return signals[code > 128 ? code - 128 : code] ?? null;
}
