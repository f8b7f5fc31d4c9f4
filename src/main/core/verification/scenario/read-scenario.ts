import { createRequire } from 'node:module';
import { basename } from 'node:path';
import type * as yaml from 'yaml';
import type { z } from 'zod';
import { AppError, messageOf } from '../../../../shared/errors.ts';
import {
  bareSteps,
  mostScenarioBytes,
  outerSteps,
  scenarioHead,
  stepKindNames,
  type GivenScenario,
  type StepKind,
} from '../../../../shared/verification/scenario.ts';
import { outsideText } from '../../network/network.ts';
import { problemOf } from './problem-words.ts';
import { checkPlaceholders } from './placeholders.ts';
import type { Branch, Scenario, Step } from './scenario.ts';
import { sentence, say, asTold, type Sentence } from '../../../../shared/words/all-words.ts';

// Seventy modules, which only who reads a scenario needs.
const loadYaml = () => createRequire(import.meta.url)('yaml') as typeof yaml;

type Path = (string | number)[];
/** Where a step stands: in the values, by its number, how deep, and in which branch. */
type At = { path: Path; step: string; depth: number; branch: string | null };

// A step within a step within a step is still understood by who reads it.
const mostDepth = 8;
/** Steps that a run may come to, with all repeats. */
const mostSteps = 100_000;

const exampleOfFile = 'steps: [connect, send: { type: HANDSHAKE }, expect: HANDSHAKE_ACK]';

/** How each step is written, for whoever wrote one otherwise. */
const exampleOf: Readonly<Record<StepKind, string>> = {
  connect: '- connect',
  send: '- send: { type: HANDSHAKE }',
  sendText: '- sendText: "no JSON"',
  sendBinary: '- sendBinary: AAEC',
  speak: '- speak: { for: 3s }',
  expect: '- expect: { type: TRANSCRIPTION_RESULT, fields: { data.text: { isA: text } }, within: 10s }',
  expectNothing: '- expectNothing: { type: ERROR, for: 2s }',
  ping: '- ping: { within: 1s }',
  wait: '- wait: 500ms',
  close: '- close: { code: 1000 }',
  cut: '- cut',
  repeat: '- repeat: { times: 3, steps: [ping] }',
  parallel: '- parallel: [{ steps: [connect, ping] }, { steps: [connect, ping] }]',
};

/**
 * Reads a scenario of YAML or JSON. Whatever is wrong is said with the file, the line and the step.
 * @throws AppError `bad-input`
 */
export function readScenario(given: GivenScenario): Scenario {
  try {
    return read(given);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new AppError('bad-input', sentence('verification.too-deep', { file: given.file }), {
      cause,
    });
  }
}

function read({ file, text }: GivenScenario): Scenario {
  const lines = new (loadYaml().LineCounter)();
  const document = documentOf(file, text, lines);
  const lineOf = (path: Path): number => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : null;
      if (Array.isArray(range)) return lines.linePos(Number(range[0])).line;
    }
    return 1;
  };
  const refuse = (path: Path, step: string | null, words: Sentence): never => {
    const place = step === null ? '' : ` step ${step}:`;
    throw new AppError(
      'bad-input',
      sentence('verification.at-step', { file, line: lineOf(path), step: place, what: words }),
    );
  };

  function checked<S extends z.ZodType>(
    schema: S,
    value: unknown,
    at: { path: Path; step: string | null; kind?: StepKind },
  ): z.output<S> {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    const { path, words } = problemOf(result.error.issues);
    const example = at.kind === undefined ? exampleOfFile : exampleOf[at.kind];
    return refuse(
      [...at.path, ...path],
      at.step,
      sentence('scenario.file.example', { what: words, example }),
    );
  }

  function readSteps(list: readonly unknown[], at: At): Step[] {
    return list.map((value, index) => {
      const path = [...at.path, index];
      const step = `${at.step}${at.step === '' ? '' : '.'}${index + 1}`;
      return readStep(value, { ...at, path, step });
    });
  }

  function readStep(given: unknown, at: At): Step {
    const { path, step } = at;
    if (at.depth > mostDepth) refuse(path, step, sentence('scenario.file.deep', { most: mostDepth }));
    const value = isBare(given) ? { [given]: null } : given;
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return refuse(path, step, sentence('scenario.file.step-kinds', { known: stepKindNames.join(', ') }));
    const kind = kindOf(value, (words) => refuse(path, step, words));
    const whole = checked<z.ZodType<Record<string, unknown>>>(outerSteps[kind], value, { path, step, kind });
    // What stands in a repeat is looked at step by step.
    if (kind !== 'repeat' && kind !== 'parallel')
      checkPlaceholders(whole, (words) => refuse(path, step, words));
    const place = {
      line: lineOf(path),
      path: step,
      id: typeof whole.id === 'string' ? whole.id : null,
      name: typeof whole.name === 'string' ? whole.name : null,
      on: typeof whole.on === 'string' ? whole.on : 'main',
      branch: at.branch,
    };
    const inner = { ...at, path: [...path, kind], depth: at.depth + 1 };
    if (kind === 'repeat') {
      const { times, steps } = whole.repeat as { times: number; steps: unknown[] };
      return { ...place, kind, times, steps: readSteps(steps, { ...inner, path: [...inner.path, 'steps'] }) };
    }
    if (kind === 'parallel') {
      const branches = whole.parallel as { id?: string; name?: string; steps: unknown[] }[];
      return {
        ...place,
        kind,
        branches: branches.map(({ id, name, steps }, index): Branch => {
          const branchPath = [...inner.path, index];
          const number = `${step}.${index + 1}`;
          return {
            ...place,
            line: lineOf(branchPath),
            path: number,
            id: id ?? null,
            name: name ?? null,
            steps: readSteps(steps, {
              path: [...branchPath, 'steps'],
              step: number,
              depth: inner.depth,
              branch: name ?? say('scenario.branch', { nth: index + 1 }),
            }),
          };
        }),
      };
    }
    // A message goes as it was written, fields like __proto__ included.
    const from = kind === 'send' ? (value as Record<string, unknown>) : whole;
    return { ...place, kind, value: from[kind] } as Step;
  }

  const head = checked(scenarioHead, valueOf(file, document), { path: [], step: null });
  const steps = readSteps(head.steps, { path: ['steps'], step: '', depth: 1, branch: null });
  const count = countOf(steps);
  if (count > mostSteps)
    refuse(['steps'], null, sentence('scenario.file.many-steps', { count, most: mostSteps }));
  return { name: head.name ?? basename(file), file, steps };
}

function documentOf(file: string, text: string, lines: yaml.LineCounter): yaml.Document {
  const { isAlias, isCollection, parseAllDocuments, visit } = loadYaml();
  const refuse = (line: number, words: Sentence): never => {
    throw new AppError('bad-input', sentence('verification.at-line', { file, line, what: words }));
  };
  if (Buffer.byteLength(text) > mostScenarioBytes)
    return refuse(1, sentence('scenario.file.large', { kib: mostScenarioBytes / 1_024 }));
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  const documents: yaml.Document[] = Array.isArray(parsed) ? parsed : [];
  const [document] = documents;
  if (document?.contents == null) return refuse(1, sentence('scenario.file.empty'));
  if (documents.length > 1) return refuse(1, sentence('scenario.file.several'));
  const problem = document.errors[0] ?? document.warnings[0];
  const own = problem === undefined ? null : ownWordsOf(problem, text);
  if (problem !== undefined && own !== null) return refuse(lines.linePos(problem.pos[0]).line, own);
  if (problem !== undefined)
    return refuse(
      lines.linePos(problem.pos[0]).line,
      sentence('scenario.file.not-yaml', { why: outsideText(problem.message).replace(/\.$/, '') }),
    );
  visit(document, (_key, node) => {
    const at = isAlias(node) || isCollection(node) ? node.range?.[0] : undefined;
    if (isAlias(node)) refuse(lines.linePos(at ?? 0).line, sentence('scenario.file.alias'));
  });
  return document;
}

/** What YAML says in its own words without the place to change. */
function ownWordsOf({ code, pos: [from] }: yaml.YAMLError, text: string): Sentence | null {
  if (code === 'TAB_AS_INDENT') return sentence('scenario.file.tab');
  if (code !== 'DUPLICATE_KEY') return null;
  const [key = ''] = /^[^:\n]{0,60}/.exec(text.slice(from)) ?? [];
  return sentence('scenario.file.twice', { key: outsideText(key.trim().replace(/^(["'])(.*)\1$/, '$2')) });
}

function valueOf(file: string, document: yaml.Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 }) as unknown;
  } catch (cause) {
    throw new AppError(
      'bad-input',
      sentence('verification.unreadable', { file, why: outsideText(messageOf(cause)) }),
      {
        cause,
      },
    );
  }
}

function kindOf(value: object, refuse: (words: Sentence) => never): StepKind {
  const keys = Object.keys(value);
  const kinds = stepKindNames.filter((kind) => keys.includes(kind));
  const [kind, another] = kinds;
  if (another !== undefined)
    return refuse(sentence('scenario.file.two-kinds', { kinds: kinds.map((name) => asTold(`"${name}"`)) }));
  if (kind !== undefined) return kind;
  const unknown = keys.find((key) => !['name', 'id', 'on'].includes(key));
  const known = stepKindNames.join(', ');
  return refuse(
    unknown === undefined
      ? sentence('scenario.file.no-kind', { known })
      : sentence('scenario.file.unknown-kind', { kind: outsideText(unknown), known }),
  );
}

const isBare = (value: unknown): value is string => bareSteps.some((word) => word === value);

function countOf(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => {
    if (step.kind === 'repeat') return sum + step.times * countOf(step.steps);
    if (step.kind === 'parallel')
      return sum + step.branches.reduce((all, branch) => all + countOf(branch.steps), 0);
    return sum + 1;
  }, 0);
}
