import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { visibleLine, visibleText } from '../../../shared/visible-text.ts';
import { createPainter, wantsColour, type Colour, type ColourChoice } from './colour.ts';
import type { TableWidth } from './table.ts';
import { createMask, secretsOfEnvironment, type Mask } from '../../core/secrecy/secrecy.ts';

/** The process as a command sees it; tests give one of their own. */
export type Terminal = {
  /** Results. With `--json` exactly one document. */
  out(text: string): void;
  /** Resolves when the reader of the results has taken them, so that long ones do not pile up. */
  drained(): Promise<void>;
  /** Everything else: warnings, errors, hints. Of either, control characters are written out, so that no words of
   * others steer the terminal. */
  err(text: string): void;
  /** Puts this text in the place of the line at the bottom, or nothing. */
  status(text: string): void;
  /** Whether somebody is watching, so that progress is worth showing. */
  isInteractive: boolean;
  /** Some terminals have none, or say so. */
  columns: number | undefined;
  /** For tables among the results. */
  tableWidth: TableWidth;
  /** Colours a part of what is printed, where colours are wanted. */
  paint(colour: Colour, text: string): string;
  chooseColour(choice: ColourChoice): void;
  environment: NodeJS.ProcessEnv;
  /** Knows the secrets of this run; none of them is printed. */
  mask: Mask;
  platform: NodeJS.Platform;
  /** Calls back at Ctrl-C or a request to end, with how often that has come. Answers how to stop listening. */
  onInterrupt(listener: (count: number) => void): () => void;
  /** Asks whoever sits there for a line; `null` where nobody does. */
  ask: ((question: string) => Promise<string>) | null;
};

const usualColumns = 80;

// Back to the first column, and away with what is there.
const eraseLine = '\r\u001b[2K';

/** The terminal of this process. */
export function createProcessTerminal(environment: NodeJS.ProcessEnv = process.env): Terminal {
  // A reader that has seen enough (`| head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  const mask = createMask();
  const painter = createPainter();
  let choice: ColourChoice = 'auto';
  const shown = (text: string, { isTTY }: { isTTY?: boolean }): string =>
    painter.finish(
      visibleText(mask.hide(text)),
      wantsColour(choice, { isTerminal: isTTY === true, environment }),
    );
  mask.learn(secretsOfEnvironment(environment));
  return {
    mask,
    out: (text) => void process.stdout.write(shown(text, process.stdout)),
    tableWidth: process.stdout.isTTY ? process.stdout.columns || usualColumns : 'piped',
    paint: (colour, text) => painter.paint(colour, text),
    chooseColour(given) {
      choice = given;
    },
    async drained() {
      if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
    },
    err: (text) => void process.stderr.write(shown(text, process.stderr)),
    status: (text) => void process.stderr.write(`${eraseLine}${visibleLine(mask.hide(text))}`),
    isInteractive: process.stderr.isTTY,
    columns: process.stderr.columns,
    environment,
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
    ask: process.stdin.isTTY && process.stderr.isTTY ? askLine : null,
  };
}

async function askLine(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await lines.question(question)).trim().toLowerCase();
  } finally {
    lines.close();
  }
}
