import { once } from 'node:events';

/** The process as a command sees it; tests give one of their own. */
export type Terminal = {
  /** Results. With `--json` exactly one document. */
  out(text: string): void;
  /** Resolves when the reader of the results has taken them, so that long ones do not pile up. */
  drained(): Promise<void>;
  /** Everything else: progress, warnings, errors. */
  err(text: string): void;
  /** Whether somebody is watching, so that progress is worth showing. */
  isInteractive: boolean;
  /** Some terminals have none, or say so. */
  columns: number | undefined;
  environment: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  /** Calls back at Ctrl-C or a request to end, with how often that has come. Answers how to stop listening. */
  onInterrupt(listener: (count: number) => void): () => void;
};

/** The terminal of this process. */
export function createProcessTerminal(): Terminal {
  // A reader that has seen enough (`| head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return {
    out: (text) => void process.stdout.write(text),
    async drained() {
      if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
    },
    err: (text) => void process.stderr.write(text),
    isInteractive: process.stderr.isTTY,
    columns: process.stderr.columns,
    environment: process.env,
    platform: process.platform,
    onInterrupt(listener) {
      let count = 0;
      const onSignal = (): void => {
        count += 1;
        listener(count);
      };
      process.on('SIGINT', onSignal);
      process.on('SIGTERM', onSignal);
      return () => {
        process.off('SIGINT', onSignal);
        process.off('SIGTERM', onSignal);
      };
    },
  };
}
