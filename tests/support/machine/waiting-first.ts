import { BaseSequencer, type TestSpecification } from 'vitest/node';

// What waits for sound, windows and processes comes first and has the others beside it.
const order = ['e2e', 'integration', 'contract', 'unit'];

/** Begins with the files that take long because they wait, so that no core is idle beside the last of them. */
export class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ project }: TestSpecification): number => order.indexOf(project.name);
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}
