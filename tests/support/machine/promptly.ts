import { limits } from './limits.ts';

/** Passes an end on that must not wait for a timeout, such as the 30 s after which ws gives up a deaf client. */
export async function promptly<T>(what: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`It had not ended after ${limits.promptMs / 1_000} s.`)),
      limits.promptMs,
    );
  });
  try {
    return await Promise.race([what, late]);
  } finally {
    clearTimeout(timer);
  }
}
