import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAgeRecipient } from '../../../../shared/bundle/age-recipient.ts';
import { AppError } from '../../../../shared/errors.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/**
 * The key that bundles of this data folder are sealed to unless another is named. Read without changing anything: the
 * folder may be one that is only looked at.
 * @throws AppError `bad-input` when what is set is no key: a bundle that should be sealed is not written open
 */
export async function usualRecipient(home: string): Promise<string | null> {
  const text = await readFile(join(home, 'settings.json'), 'utf8').catch(() => '{}');
  const set = recipientIn(text);
  if (set === undefined || set === null) return null;
  if (typeof set === 'string' && isAgeRecipient(set.trim())) return set.trim();
  throw new AppError('bad-input', sentence('bundle.bad-usual-recipient'));
}

function recipientIn(text: string): unknown {
  try {
    return (JSON.parse(text) as { bundle?: { recipient?: unknown } } | null)?.bundle?.recipient;
  } catch {
    return null;
  }
}
