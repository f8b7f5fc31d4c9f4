import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { CannotBeShown, ErrorBoundary } from '../../../../src/renderer/parts/error-boundary.tsx';

type State = ErrorBoundary['state'];

/** The state after each of these steps, as React takes them: a failure, or a page that is shown. */
function after(steps: readonly ({ failed: Error } | { shown: string })[]): State {
  let state: State = { failure: null };
  for (const step of steps) {
    const change =
      'failed' in step
        ? ErrorBoundary.getDerivedStateFromError(step.failed)
        : ErrorBoundary.getDerivedStateFromProps({ place: step.shown, children: null }, state);
    state = { ...state, ...change };
  }
  return state;
}

test('says what failed, that a recording goes on, and what to do', () => {
  const html = renderToStaticMarkup(createElement(CannotBeShown, { error: new URIError('URI malformed') }));
  expect(html).toContain('URI malformed');
  expect(html).toContain('A running recording is not affected.');
  expect(html).toContain('Choose another page above, or reload this one.');
  expect(html).toContain('<button');
});

test('a page that failed stays failed while it is shown, and another one is tried', () => {
  const failed = new Error('no such row');
  const atFirst = [{ shown: '#/sessions/a' }, { failed }, { shown: '#/sessions/a' }];
  expect(after(atFirst).failure?.error).toBe(failed);
  expect(after([...atFirst, { shown: '#/sessions/a' }]).failure?.error).toBe(failed);
  expect(after([...atFirst, { shown: '#/sessions/b' }]).failure).toBeNull();
});
