import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ChildPort, ProcessEnd } from '../ports/ports.ts';
import { programEnvironment } from './program-environment.ts';

/** Starts a script as a process of Node; it ends with this one. What it prints is dropped. */
export function forkProcess(entry: URL): ChildPort {
  const child = fork(fileURLToPath(entry), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
    env: programEnvironment(process.env),
  });
  let tell: ((end: ProcessEnd) => void) | null = null;
  let ended: ProcessEnd | null = null;
  const end = (how: ProcessEnd): void => {
    if (ended !== null) return;
    ended = how;
    tell?.(how);
  };
  child.once('error', (error) => end({ code: null, signal: null, problem: error.message }));
  child.once('exit', (code, signal) => end({ code, signal }));
  return {
    // A process that is going tells so by its end.
    send(message) {
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit(listener) {
      tell = listener;
      if (ended !== null) listener(ended);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
