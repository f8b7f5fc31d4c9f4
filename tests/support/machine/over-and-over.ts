import { isLongRun, lanes } from './work.ts';

// So that who waits sees it move, and a log stays readable.
const toldEvery = 10;

/**
 * Does something `times` times, as many at a time as the machine has room for, each with its number from 0. All are done and
 * over at the end, whatever became of some; fails then with how many failed, and the first of them as its cause.
 * A long run tells how far it is, and does only the second fifth with `SCRUMBOT_TEST_SLICE=2/5`.
 */
export async function overAndOver(
  what: string,
  times: number,
  run: (number: number) => Promise<void>,
): Promise<void> {
  const numbers = sliceOf(times, isLongRun ? process.env.SCRUMBOT_TEST_SLICE : undefined);
  const waiting = [...numbers];
  const failures: { number: number; error: unknown }[] = [];
  let done = 0;

  async function lane(): Promise<void> {
    for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) {
      try {
        await run(number);
      } catch (error) {
        failures.push({ number, error });
      }
      done += 1;
      if (isLongRun && (done % toldEvery === 0 || done === numbers.length))
        process.stdout.write(`${what}: ${done} of ${numbers.length}, ${failures.length} failed\n`);
    }
  }

  await Promise.all(Array.from({ length: lanes }, lane));
  const [first] = failures;
  if (first === undefined) return;
  const words = `${failures.length} of ${numbers.length} failed, number ${first.number} first`;
  throw new Error(`${what}: ${words}.`, { cause: first.error });
}

/**
 * The numbers of one slice, such as `2/5`; all slices together have each number once.
 * @throws Error for what is no slice
 */
export function sliceOf(times: number, slice: string | undefined): number[] {
  const all = Array.from({ length: times }, (_, number) => number);
  if (slice === undefined || slice === '') return all;
  const [, part, parts] = (/^(\d+)\/(\d+)$/.exec(slice) ?? []).map(Number);
  if (part === undefined || parts === undefined || part < 1 || part > parts)
    throw new Error(`A slice is written as 2/5, the second of five; this is "${slice}".`);
  return all.slice(Math.round((times * (part - 1)) / parts), Math.round((times * part) / parts));
}
