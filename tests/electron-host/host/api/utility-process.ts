import { fork } from 'node:child_process';
import type { ForkOptions, UtilityProcess } from 'electron';
import { LoudEmitter, loud } from '../loud.ts';

/** A process of Node in place of one of Electron's: it talks by `process.send`, not by `process.parentPort`. */
class StandInUtilityProcess
  extends LoudEmitter
  implements Pick<UtilityProcess, 'postMessage' | 'kill' | 'pid'>
{
  readonly #child;

  constructor(path: string, words: string[], { env }: ForkOptions) {
    super();
    this.#child = fork(path, words, {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [],
      ...(env && { env: { ...env } }),
    });
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.on('exit', (code) => this.emit('exit', code ?? 1));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  postMessage(message: unknown): void {
    if (this.#child.connected) this.#child.send(message as object, () => undefined);
  }

  kill(): boolean {
    return this.#child.kill();
  }
}

export const utilityProcess = loud('utilityProcess', {
  fork: (path: string, words: string[] = [], options: ForkOptions = {}) =>
    new StandInUtilityProcess(path, words, options),
});
