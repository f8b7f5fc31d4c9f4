import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
// What is said about a failure that people are shown: the second argument is the message.
const failures = /^(?:AppError|CaptureRefused|EngineFailure|SourceLost)$/;
// What a page shows, or reads out, as it stands.
const shownAttributes = /^(?:aria-label|aria-description|aria-roledescription|title|placeholder|alt|label)$/;
const letters = /\p{L}{2}/u;

// What the core tells of its work, wherever it stands in what it hands on.
const toldProperties = /^(?:sentence|silencedBy|mend)$/;
// What it found and advises; a word alone is a name of something.
const spokenProperties = /^(?:found|next|headline)$/;
// What it says of lines of a file, of parts and of what it made; a reason of the wire is the other side's own text.
const describedProperties = /^(?:problem|reason|title|noMessages|nothing)$/;
const ofTheWire = 'core/backend/';
const phrase = /\p{L}{2,}\P{L}* | \P{L}*\p{L}{2,}/u;

type Found = { path: string; line: number; text: string };

/** Every text that `textsOf` names at a node of the sources that match. */
function literalsIn(pattern: string, textsOf: (node: ts.Node) => string[]): Found[] {
  const paths = globSync(pattern, { cwd: root });
  expect(paths.length).toBeGreaterThan(50);
  return paths.flatMap((path) => literalsOf(path, readFileSync(`${root}${path}`, 'utf8'), textsOf));
}

function literalsOf(path: string, content: string, textsOf: (node: ts.Node) => string[]): Found[] {
  // Most files of the core throw and tell nothing.
  if (
    path.endsWith('.ts') &&
    !/new (?:AppError|CaptureRefused|EngineFailure|SourceLost)\b|sentence|silencedBy|mend|found|next|headline|problem|reason|title|noMessages|nothing|notes|\.(?:description|option|requiredOption|argument|summary)\(|new Option\(/.test(
      content,
    )
  )
    return [];
  const source = parsed(path, content);
  const found: Found[] = [];
  const look = (node: ts.Node): void => {
    const { line } = source.getLineAndCharacterOfPosition(node.pos);
    found.push(
      ...textsOf(node)
        .filter((text) => letters.test(text))
        .map((text) => ({ path, line: line + 1, text })),
    );
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

// Several rules look at one file.
const sources = new Map<string, ts.SourceFile>();

function parsed(path: string, content: string): ts.SourceFile {
  const known = sources.get(path);
  if (known?.text === content) return known;
  const source = ts.createSourceFile(path, content, ts.ScriptTarget.Latest);
  sources.set(path, source);
  return source;
}

/** The texts that stand in an expression itself: of literals, templates, sums, and both sides of a choice. */
function standing(node: ts.Node | undefined): string[] {
  if (node === undefined) return [];
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  if (ts.isConditionalExpression(node)) return [...standing(node.whenTrue), ...standing(node.whenFalse)];
  if (ts.isParenthesizedExpression(node)) return standing(node.expression);
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const sides = [ts.SyntaxKind.PlusToken, ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.BarBarToken];
    if (sides.includes(kind)) return [...standing(node.left), ...standing(node.right)];
    return kind === ts.SyntaxKind.AmpersandAmpersandToken ? standing(node.right) : [];
  }
  return [];
}

function messageOfFailure(node: ts.Node): string[] {
  if (!ts.isNewExpression(node) || !ts.isIdentifier(node.expression)) return [];
  return failures.test(node.expression.text) ? standing(node.arguments?.[1]) : [];
}

function toldByCore(node: ts.Node): string[] {
  if (!ts.isVariableDeclaration(node) && !ts.isPropertyAssignment(node)) return [];
  if (!ts.isIdentifier(node.name)) return [];
  const { text: name } = node.name;
  if (toldProperties.test(name)) return standing(node.initializer);
  return spokenProperties.test(name) ? standing(node.initializer).filter((text) => phrase.test(text)) : [];
}

function describedByCore(node: ts.Node): string[] {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { expression, name } = node.expression;
    const isNote = ts.isPropertyAccessExpression(expression)
      ? expression.name.text === 'notes'
      : ts.isIdentifier(expression) && expression.text === 'notes';
    return isNote && /^(?:push|add)$/.test(name.text) ? phrases(node.arguments[0]) : [];
  }
  if (!ts.isVariableDeclaration(node) && !ts.isPropertyAssignment(node)) return [];
  if (!ts.isIdentifier(node.name) || !describedProperties.test(node.name.text)) return [];
  return phrases(node.initializer);
}

const phrases = (node: ts.Node | undefined): string[] => standing(node).filter((text) => phrase.test(text));

/** What `--help` says of a command, an option or an argument; their flags and names are no sentences. */
function saidByHelp(node: ts.Node): string[] {
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Option')
    return standing(node.arguments?.[1]);
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
  const { text: method } = node.expression.name;
  if (method === 'description') return standing(node.arguments[0]);
  return /^(?:option|requiredOption|argument|summary)$/.test(method) ? standing(node.arguments[1]) : [];
}

function shownByPage(node: ts.Node): string[] {
  if (ts.isJsxElement(node) || ts.isJsxFragment(node)) return node.children.flatMap(shownChild);
  if (!ts.isJsxAttribute(node) || !ts.isIdentifier(node.name)) return [];
  return shownAttributes.test(node.name.text) && node.initializer !== undefined
    ? standing(ts.isJsxExpression(node.initializer) ? node.initializer.expression : node.initializer)
    : [];
}

function shownChild(node: ts.JsxChild): string[] {
  if (ts.isJsxText(node)) return [node.text];
  return ts.isJsxExpression(node) ? standing(node.expression) : [];
}

describe('text for people', () => {
  it('stands in the catalogue where the core throws it: a failure has a code, and no sentence of its own', () => {
    expect(literalsIn('src/{shared,main}/**/*.ts', messageOfFailure)).toEqual([]);
  });

  it('stands in the catalogue where the core tells of its work: a status or an outcome has a code', () => {
    expect(literalsIn('src/main/core/**/*.ts', toldByCore)).toEqual([]);
  });

  it('stands in the catalogue where the core describes lines, parts and what it made', () => {
    const found = literalsIn('src/main/core/**/*.ts', describedByCore);
    // Bait for the redaction: rows that nobody is shown.
    const isBait = ({ text }: Found): boolean => /^(?:The target said "|" )/.test(text);
    expect(found.filter((one) => !one.path.includes(ofTheWire) && !isBait(one))).toEqual([]);
  });

  it('stands in the catalogue of the command line: no command, option or argument has words of its own', () => {
    expect(literalsIn('src/main/cli/**/*.ts', saidByHelp)).toEqual([]);
  });

  it('stands in the catalogue of the page: no element has words of its own', () => {
    expect(literalsIn('src/renderer/**/*.tsx', shownByPage)).toEqual([]);
  });

  it('has words wherever its code can be named: the core and its hosts take the whole catalogue', () => {
    const partly = globSync('src/main/**/*.ts', { cwd: root }).filter((path) =>
      readFileSync(`${root}${path}`, 'utf8').includes("shared/words/words.ts'"),
    );
    expect(partly).toEqual([]);
  });

  it.each([
    ["throw new AppError('busy', 'It is busy.');", messageOfFailure, 1],
    ["throw new AppError('busy', isOld ? `Old ${name}` : sentence('a.b'));", messageOfFailure, 1],
    ["throw new AppError('busy', sentence('a.b', { name: 'x y' }));", messageOfFailure, 0],
    ["set({ phase: 'idle', sentence: 'It is idle.' });", toldByCore, 1],
    ['const sentence = `${name} is idle.`;', toldByCore, 1],
    ["set({ phase: 'idle', ...tell('link.idle') });", toldByCore, 0],
    ["passed(name, { found: 'It is idle.', next: isOld ? 'Update it.' : null });", toldByCore, 2],
    ["passed(name, { found: sentence('a.b', { next: 'park' }), next: null });", toldByCore, 0],
    ["return { line, text: null, problem: 'it has no end' };", describedByCore, 1],
    ['notes.push(`its end is cut off at ${name}`);', describedByCore, 1],
    ["return { line, problem: sentence('line.not-json'), title: 'Targets' };", describedByCore, 0],
    ["program.command('run').description('serves the page');", saidByHelp, 1],
    ["program.command('run').option('--port <n>', `port of ${host}`);", saidByHelp, 1],
    ["add(new Option('--kind <kind>', 'of one kind'));", saidByHelp, 1],
    ["program.command('run').option('--port <n>', say('help.run.port'), '8080');", saidByHelp, 0],
    ['const a = <p>Two words</p>;', shownByPage, 1],
    ["const a = <p>{isOn && 'Two words'}</p>;", shownByPage, 1],
    ["const a = <button title={name ?? 'Two words'} />;", shownByPage, 1],
    ['const a = <button title={text.save} className="a b">{text.save} · 1</button>;', shownByPage, 0],
  ] as const)('is found where it stands by itself: %s', (content, textsOf, times) => {
    expect(literalsOf('a.tsx', content, textsOf)).toHaveLength(times);
  });
});
