import { readdir, readFile, readlink } from 'node:fs/promises';

/**
 * Other processes of this user that have a file open, as "name (pid)". Only Linux tells; elsewhere, and of other users'
 * processes, nothing is known.
 */
export async function processesWith(path: string): Promise<string[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d{1,10}$/.test(name));
  const holders: string[] = [];
  for (const pid of pids) {
    if (Number(pid) === process.pid || !(await hasOpen(pid, path))) continue;
    const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'a process');
    holders.push(`${name.trim()} (${pid})`);
  }
  return holders;
}

async function hasOpen(pid: string, path: string): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  for (const file of await readdir(folder).catch(() => [])) {
    if ((await readlink(`${folder}/${file}`).catch(() => '')) === path) return true;
  }
  return false;
}
