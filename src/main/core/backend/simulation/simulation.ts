import { AppError } from '../../../../shared/errors.ts';
import { noAnswerFaults, type AnswerFaults } from './meeting/answer-faults.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/** What the built-in backend pretends to be, and what is wrong with it. */
export type Simulation = {
  /**
   * `faultless`: the built-in backend as it is. `real`: today's ScrumBot backend with its losses. `old`: the one before
   * the event fixes, which answers everything under two names.
   */
  base: 'faultless' | 'real' | 'old';
  /** Each transcription takes so much longer. */
  slowMs: number;
  /** The process is killed and started again each time so many seconds have passed. */
  restartSec: number | null;
  /** Pings are never answered. */
  noPong: boolean;
  /** Ten seconds after it opened, a connection reads nothing and says nothing more, and stays open. */
  halfOpen: boolean;
  answers: AnswerFaults;
};

export const noSimulation: Simulation = {
  base: 'faultless',
  slowMs: 0,
  restartSec: null,
  noPong: false,
  halfOpen: false,
  answers: noAnswerFaults,
};

type Change = (simulation: Simulation, value: number) => Simulation;

const flags: Readonly<Record<string, Change>> = {
  real: (simulation) => ({ ...simulation, base: 'real' }),
  old: (simulation) => ({ ...simulation, base: 'old' }),
  'no-pong': (simulation) => ({ ...simulation, noPong: true }),
  'half-open': (simulation) => ({ ...simulation, halfOpen: true }),
  duplicate: answer({ duplicate: true }),
  deprecated: answer({ deprecated: true }),
  reorder: answer({ reorder: true }),
  'bad-json': answer({ badJson: true }),
  'end-race': answer({ endRace: true }),
};

const numbers: Readonly<Record<string, { unit: string; most: number; change: Change }>> = {
  slow: { unit: 'MS', most: 600_000, change: (simulation, slowMs) => ({ ...simulation, slowMs }) },
  restart: { unit: 'SEC', most: 86_400, change: (simulation, restartSec) => ({ ...simulation, restartSec }) },
  delay: { unit: 'MS', most: 600_000, change: (simulation, delayMs) => answer({ delayMs })(simulation, 0) },
  drop: { unit: 'P', most: 1, change: (simulation, dropShare) => answer({ dropShare })(simulation, 0) },
};

function answer(faults: Partial<AnswerFaults>): Change {
  return (simulation) => ({ ...simulation, answers: { ...simulation.answers, ...faults } });
}

/** Everything that a simulation can be made of, as it is written: `real`, `slow=MS`. */
export const simulationWords: readonly string[] = [
  ...Object.keys(flags),
  ...Object.entries(numbers).map(([name, { unit }]) => `${name}=${unit}`),
];

/**
 * Reads a list such as `real,slow=2000`.
 * @throws AppError `bad-input` with the word that is not known, and those that are.
 */
export function parseSimulation(list: string): Simulation {
  const words = list
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  if (words.includes('real') && words.includes('old')) {
    throw new AppError('bad-input', sentence('tester.real-and-old'));
  }
  return words.reduce((simulation, word) => changeOf(word)(simulation), noSimulation);
}

function changeOf(word: string): (simulation: Simulation) => Simulation {
  const [name = '', text] = word.split('=', 2);
  const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
  if (flag !== undefined && text === undefined) return (simulation) => flag(simulation, 0);
  const number = Object.hasOwn(numbers, name) ? numbers[name] : undefined;
  if (number === undefined) throw unknownWord(word);
  const value = Number(text);
  if (text === undefined || text.trim() === '' || !(value > 0 && value <= number.most)) {
    throw new AppError(
      'bad-input',
      sentence('tester.simulated-number', { word, name, most: number.most, unit: number.unit }),
    );
  }
  return (simulation) => number.change(simulation, value);
}

function unknownWord(word: string): AppError {
  return new AppError(
    'bad-input',
    sentence('tester.no-simulation', { word, known: simulationWords.join(', ') }),
  );
}
