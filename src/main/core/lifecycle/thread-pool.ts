// More than ever wait for a disk at once: a track each, of every client whose audio a tap records.
const threads = '16';

/**
 * Gives the process more threads than Node's four for what waits for the disk, looks up names and compresses. All that is
 * compressed on any connection stood still for as long as four writes waited for a slow disk. Node makes the threads when
 * it needs the first one, so this comes before anything else; who has set the variable knows better.
 */
export function widenThreadPool(environment: NodeJS.ProcessEnv): void {
  environment.UV_THREADPOOL_SIZE ??= threads;
}
