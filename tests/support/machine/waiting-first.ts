import { BaseSequencer, type TestSpecification } from 'vitest/node';

const last = ['contract', 'unit'];

/**
 * Begins with the files that take long, so that no core is idle beside the last of them. Pages, which need a core, and
 * what waits for sound and processes take turns from the first to the last.
 */
export class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const places = new Map<TestSpecification, number>();
    for (const own of Map.groupBy(sorted, ({ project }) => project.name).values()) {
      for (const [index, file] of own.entries()) places.set(file, index / own.length);
    }
    const rank = (file: TestSpecification): number =>
      1 + last.indexOf(file.project.name) + (places.get(file) ?? 0);
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}
