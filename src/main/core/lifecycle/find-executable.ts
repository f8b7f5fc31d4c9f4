import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** Environment variables, as `process.env` holds them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Finds a program the way a shell would: an absolute path as it is, a name in the folders of PATH.
 * Answers the full path, or `null` where there is none that this user may run.
 */
export async function findExecutable(name: string, environment: Environment): Promise<string | null> {
  const suffixes = executableSuffixes(environment);
  const folders = isAbsolute(name) ? [''] : searchPath(environment);
  for (const folder of folders) {
    for (const suffix of suffixes) {
      const path = (folder === '' ? name : join(folder, name)) + suffix;
      if (await isExecutableFile(path)) return path;
    }
  }
  return null;
}

// Windows calls it Path, and a copy of process.env is case-sensitive.
function searchPath(environment: Environment): string[] {
  const value = environment.PATH ?? environment.Path ?? '';
  // An empty entry means the current folder: whoever owns that could put a program there.
  return value.split(delimiter).filter((folder) => isAbsolute(folder));
}

// Batch files are left out of PATHEXT: Node starts them through a shell only.
function executableSuffixes(environment: Environment): string[] {
  if (process.platform !== 'win32') return [''];
  const known = (environment.PATHEXT ?? '.COM;.EXE').split(';');
  return ['', ...known.filter((suffix) => /^\.(com|exe)$/i.test(suffix))];
}

async function isExecutableFile(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
