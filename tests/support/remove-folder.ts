import { rm } from 'node:fs/promises';

/**
 * Removes a folder with all that is in it, also where a program that ends just now still writes there.
 * Between the emptying of a folder and its removal such a program can put a file (a client of the sound server its
 * cookie, a browser its profile), and the removal fails: then the folder is emptied again, for as long as 10 s.
 */
export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}
