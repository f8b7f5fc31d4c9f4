import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { longContents } from '../support/long-frames.ts';

const script = fileURLToPath(new URL('support/record-frame.ts', import.meta.url));
// Twice the 300 ms that a frame of 16 MiB may hold up others: this counts the work of all threads, on any machine.
const mostCpuMs = 600;
const mostExtraMb = 150;

test.each(longContents.map(([name]) => name))(
  'a frame of 16 MiB of %s is recorded at a bounded cost',
  (name) => {
    const length = 16 * 1024 * 1024 - 200;
    const cost = JSON.parse(
      execFileSync(process.execPath, [script, name, String(length)], { encoding: 'utf8' }),
    ) as {
      cpuMs: number;
      extraMb: number;
      bytes: number;
    };
    expect(cost.bytes).toBeGreaterThan(length / 2);
    expect(cost.cpuMs).toBeLessThan(mostCpuMs);
    expect(cost.extraMb).toBeLessThan(mostExtraMb);
  },
);
