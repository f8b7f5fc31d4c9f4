import { findExecutable } from '../../src/main/core/lifecycle/find-executable.ts';

/** Which of these programs are not installed here. */
export async function findMissingTools(names: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  for (const name of names) if ((await findExecutable(name, process.env)) === null) missing.push(name);
  return missing;
}
