// Answers of all servers known have less than half of these.
const mostLevels = 16;

/**
 * The same value with its keys in one spelling: `start_time`, `startTime` and `StartTime` are all `starttime`. Of two that become
 * the same the first that holds something counts. What has only numbers for keys is a list.
 */
export function withPlainKeys(value: unknown, level = 0): unknown {
  if (level > mostLevels) return value;
  if (Array.isArray(value)) return value.map((one) => withPlainKeys(one, level + 1));
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value);
  // PHP makes an object of a list that has holes.
  if (keys.length > 0 && keys.every((key) => /^\d{1,6}$/.test(key)))
    return Object.values(value).map((one) => withPlainKeys(one, level + 1));
  const plain = new Map<string, unknown>();
  for (const [key, given] of Object.entries(value)) {
    const name = key.toLowerCase().replace(/[_\s-]/g, '');
    if (!isNothing(plain.get(name))) continue;
    plain.set(name, withPlainKeys(given, level + 1));
  }
  return Object.fromEntries(plain);
}

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
