/** What has to be known of a whole trace before its first line can become an event. */
export type TraceOverview = {
  add(atMs: number, conn: string | undefined): void;
  /** The latest time in it, ms; 0 when it is empty. */
  latestMs(): number;
  /**
   * Counts a connection from 1: it is one more than the last that was over before its own first frame. Connections
   * that ran side by side are of the same generation. `null` for one that is not in the trace.
   */
  generationOf(conn: string): number | null;
};

export function createTraceOverview(): TraceOverview {
  const spans = new Map<string, { firstMs: number; lastMs: number }>();
  let latestMs = Number.NEGATIVE_INFINITY;
  let generations: Map<string, number> | null = null;

  function countGenerations(): Map<string, number> {
    const counted = new Map<string, number>();
    const over: { lastMs: number; generation: number }[] = [];
    for (const [conn, { firstMs, lastMs }] of [...spans].sort(([, a], [, b]) => a.firstMs - b.firstMs)) {
      const before = over.filter((other) => other.lastMs < firstMs).map(({ generation }) => generation);
      const generation = before.reduce((most, one) => Math.max(most, one), 0) + 1;
      over.push({ lastMs, generation });
      counted.set(conn, generation);
    }
    return counted;
  }

  return {
    add(atMs, conn) {
      generations = null;
      latestMs = Math.max(latestMs, atMs);
      if (conn === undefined) return;
      const span = spans.get(conn);
      spans.set(conn, {
        firstMs: Math.min(span?.firstMs ?? atMs, atMs),
        lastMs: Math.max(span?.lastMs ?? atMs, atMs),
      });
    },
    latestMs: () => (latestMs === Number.NEGATIVE_INFINITY ? 0 : latestMs),
    generationOf(conn) {
      generations ??= countGenerations();
      return generations.get(conn) ?? null;
    },
  };
}
