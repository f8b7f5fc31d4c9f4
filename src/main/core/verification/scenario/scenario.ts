import type { z } from 'zod';
import type { outerSteps, StepKind } from '../../../../shared/verification/scenario.ts';

type Place = {
  /** Where it stands in the file, from 1. */
  line: number;
  /** By its number, and those of the steps around it: `3.1`. */
  path: string;
  id: string | null;
  name: string | null;
  on: string;
  /** What the branch is called in which it stands. */
  branch: string | null;
};

type ValueOf<K extends StepKind> =
  z.output<(typeof outerSteps)[K]> extends infer Whole ? (K extends keyof Whole ? Whole[K] : never) : never;

type Simple<K extends StepKind> = K extends StepKind ? Place & { kind: K; value: ValueOf<K> } : never;

/** A step of a scenario, ready to be done. */
export type Step =
  | Simple<Exclude<StepKind, 'repeat' | 'parallel'>>
  | (Place & { kind: 'repeat'; times: number; steps: Step[] })
  | (Place & { kind: 'parallel'; branches: Branch[] });

export type Branch = Place & { steps: Step[] };

export type Scenario = { name: string; file: string; steps: Step[] };
