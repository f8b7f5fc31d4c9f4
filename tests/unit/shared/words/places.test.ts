import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { actionSchema } from '../../../../src/shared/words/action-schema.ts';
import { commandOf } from '../../../../src/shared/words/actions.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
// What names a command on purpose: the one list of commands, what only the command line says, and documents that say how to do it again. Also the
// words that redaction lets through, and how other tools make of their files what is read here.
const lists =
  /^src\/shared\/words\/actions\.ts$|^src\/shared\/words\/english\/cli\/|^src\/main\/core\/verification\/report\/|^src\/main\/core\/(?:redaction\/words\/|event-text\/foreign-files\.ts$)/;
const command = /\bscrumbot [a-z]|\bnpm (?:run|start)\b|(?:^|[\s"“(])--[a-z][a-z-]+/;

/** Texts of a source file with blanks in them: sentences, and not arguments of programs. */
function sentencesIn(path: string): string[] {
  const content = readFileSync(`${root}${path}`, 'utf8');
  // Most files have nothing like it, not even in a comment.
  if (!command.test(content)) return [];
  const source = ts.createSourceFile(path, content, ts.ScriptTarget.Latest);
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      found.push(node.text);
    if (ts.isJsxText(node)) found.push(node.text);
    ts.forEachChild(node, look);
  };
  look(source);
  return found.filter((text) => text.trim().includes(' '));
}

describe('what can be done about a sentence', () => {
  it('is an action, and no command, option or script in the sentence, as a page shows it too', () => {
    const paths = globSync('src/{shared,main/core,renderer}/**/*.{ts,tsx}', { cwd: root });
    expect(paths.length).toBeGreaterThan(500);
    const named = paths
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => !lists.test(path))
      .flatMap((path) =>
        sentencesIn(path)
          .filter((text) => command.test(text))
          .map((text) => `${path}: ${text}`),
      );
    expect(named).toEqual([]);
  });

  it('has a command for the command line, whatever it is', () => {
    const details = {
      sessionId: 's-1',
      target: 'my target',
      run: 'r-1',
      setting: 'direct.language',
      name: 'groq',
      file: 'a b.zip',
      address: 'http://192.168.1.20:8000',
    };
    for (const { shape } of actionSchema.options) {
      const action = actionSchema.parse({ ...details, do: shape.do.value });
      expect(commandOf(action), action.do).toMatch(/\bscrumbot [a-z]/);
    }
  });
});
