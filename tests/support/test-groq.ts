import { onTestFinished } from 'vitest';
import { startGroq, type FakeGroq } from './fake-groq.ts';

/** A Groq on this machine that ends with the test. */
export async function startTestGroq(...words: Parameters<typeof startGroq>): Promise<FakeGroq> {
  const groq = await startGroq(...words);
  onTestFinished(() => groq.stop());
  return groq;
}
