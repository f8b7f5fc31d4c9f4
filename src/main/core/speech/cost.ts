/** How an engine bills: seconds of audio, at least so many a request. Nothing is billed where the price is 0. */
export type Billing = { leastSec: number; usdPerHour: number };

export const freeOfCharge: Billing = { leastSec: 0, usdPerHour: 0 };

// Groq bills ten seconds for every shorter request. Prices of its price list, US dollars an hour of audio.
const groqUsdPerHour: Readonly<Record<string, number>> = {
  'whisper-large-v3-turbo': 0.04,
  'whisper-large-v3': 0.111,
};

export function groqBilling(model: string): Billing {
  return { leastSec: 10, usdPerHour: groqUsdPerHour[model] ?? Math.max(...Object.values(groqUsdPerHour)) };
}

/** What one request costs. */
export function billFor(audioSec: number, billing: Billing): { billedSec: number; costUsd: number } {
  if (billing.usdPerHour === 0) return { billedSec: 0, costUsd: 0 };
  const billedSec = Math.max(billing.leastSec, audioSec);
  return { billedSec, costUsd: (billedSec / 3_600) * billing.usdPerHour };
}
