import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../../src/main/core/verification/report/compare.ts';
import { documentOf } from '../../../../src/main/core/verification/report/document.ts';
import { hasPassed, statusOfChecks } from '../../../../src/shared/verification/verification.ts';
import { sampleRun } from '../../../support/verification-samples.ts';

describe('the results document', () => {
  it('has the sections of the testing guide, each finding with its events and the command that re-checks it', () => {
    const { text } = documentOf(sampleRun, 'markdown');
    for (const section of [
      'Summary',
      'Duplicates',
      'Performance',
      'Errors',
      'Issues found',
      'Recommendations',
    ])
      expect(text).toContain(`## ${section}`);
    expect(text).toMatch(
      /✗ Repeated messages: .*\[events #104, #105\] — `scrumbot verify --target staging --phases duplicates --quick`/,
    );
    expect(text).toContain('Deploy the version with the event fixes.');
  });

  it('needs nothing but itself as a page, and lets no word of a target become markup', () => {
    const evil = '<img src=x onerror=alert(1)> "quoted" \u0000';
    const run = {
      ...sampleRun,
      target: evil,
      phases: sampleRun.phases.slice(0, 1).map((phase) => ({
        ...phase,
        checks: phase.checks.map((check) => ({ ...check, found: evil })),
      })),
    };
    const html = documentOf(run, 'html').text;
    expect(html).not.toContain('<img');
    expect(html).not.toMatch(/<[^>]*(?:src|href)=|<script|@import|url\(/);
    // In a command it is code, and stays what it is.
    expect(documentOf(run, 'markdown').text.replaceAll(/`[^`]*`/g, '')).not.toContain('<img');
    const xml = documentOf(run, 'junit').text;
    expect(xml).not.toContain('<img');
    expect(xml).not.toContain('\u0000');
  });

  it('counts in JUnit what failed, and what has no evidence as an error', () => {
    const run = {
      ...sampleRun,
      phases: sampleRun.phases.slice(0, 2).map((phase, index) =>
        index > 0
          ? phase
          : {
              ...phase,
              checks: phase.checks
                .slice(0, 1)
                .map((check) => ({ ...check, status: 'inconclusive' as const })),
            },
      ),
    };
    expect(documentOf(run, 'junit').text).toContain('tests="2" failures="1" errors="1" time');
  });

  it('says in each line what shows it and how to see it again', () => {
    const text = documentOf(
      { ...sampleRun, figures: { ...sampleRun.figures, handshakeP50Ms: 3 } },
      'markdown',
    ).text;
    const lines = text.split('\n').filter((line) => line.startsWith('- '));
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.filter((line) => !/— `scrumbot verify --target .*`$/.test(line))).toEqual([]);
    for (const [, ids = ''] of text.matchAll(/\[events ([#\d, ]+)/g)) {
      const all = ids.trim().split(', ');
      expect(new Set(all).size, ids).toBe(all.length);
    }
  });

  it('names the phase of a line where several phases stand together', () => {
    const run = {
      ...sampleRun,
      phases: sampleRun.phases.map((phase) => ({
        ...phase,
        checks: phase.checks.map((check) => ({ ...check, status: 'fail' as const, title: 'Not run' })),
      })),
    };
    const { text } = documentOf(run, 'markdown');
    const issues = /## Issues found\n\n([^#]*(?:#\d[^#]*)*)##/.exec(text)?.[1] ?? '';
    expect(issues).toContain('✗ Event monitoring · Not run: ');
    expect(issues).toContain('✗ Duplicates · Not run: ');
  });

  it('breaks no command within a word, and draws its charts as text of the page', () => {
    const { text } = documentOf(sampleRun, 'html');
    expect(text).toContain(
      '<code><span>scrumbot</span> <span>verify</span> <span>--target</span> <span>staging</span> <span>--phases</span> <span>duplicates</span> <span>--quick</span></code>',
    );
    expect(text).toMatch(/<caption>Seconds by phase<\/caption>/);
    expect(text).toMatch(
      /<th scope="row">Duplicates<\/th><td><i style="width:\d+(\.\d)?%"><\/i><span>1\.7 s/,
    );
  });

  it('annotates a workflow with what is not in order', () => {
    const lines = documentOf(sampleRun, 'github').text.trim().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^::error title=Duplicates%3A Repeated messages::1 duplicate: /);
    expect(lines[1]).toMatch(/^::notice title=/);
  });
});

describe('a verdict', () => {
  it('is never passed without evidence', () => {
    expect(statusOfChecks([])).toBe('inconclusive');
    expect(statusOfChecks([{ status: 'pass' }, { status: 'inconclusive' }])).toBe('inconclusive');
    expect(hasPassed([{ status: 'skip' }])).toBe(false);
    expect(hasPassed([{ status: 'pass' }, { status: 'inconclusive' }])).toBe(false);
    expect(hasPassed([{ status: 'pass' }, { status: 'skip' }])).toBe(true);
  });

  it('halves the traffic of result messages, or does not', () => {
    const after = {
      ...sampleRun,
      figures: { ...sampleRun.figures, traffic: sampleRun.figures.traffic.slice(1) },
    };
    expect(compareRuns(sampleRun, after).halved.status).toBe('pass');
    expect(compareRuns(sampleRun, sampleRun).halved.status).toBe('fail');
  });
});
