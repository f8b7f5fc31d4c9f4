/**
 * Opens several at once. When one of them cannot be opened, those that were are closed again before its reason is
 * thrown: nobody else could, since nobody has them.
 */
export async function openAll<T, R>(
  items: readonly T[],
  open: (item: T) => Promise<R>,
  close: (opened: R) => unknown,
): Promise<R[]> {
  const results = await Promise.allSettled(items.map(open));
  const opened = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed === undefined) return opened;
  await Promise.allSettled(opened.map((one) => Promise.resolve(one).then(close)));
  throw failed.reason;
}

/** All of them, whichever cannot be closed: why it was opened for nothing is what is told. */
export async function closeAll(opened: readonly { close?(): void | Promise<void> }[]): Promise<void> {
  await Promise.allSettled(opened.map((one) => Promise.resolve().then(() => one.close?.())));
}

/**
 * What they all answer, once every one of them is over: `Promise.all` is over with the first that fails, while programs
 * that the others started still run.
 * @throws why the first of them, in their order, failed
 */
export async function allOver<T extends readonly unknown[]>(
  working: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(working);
  return Promise.all(working);
}
