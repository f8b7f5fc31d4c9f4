import type {
  BundleInspection,
  BundlePlan,
  BundleReport,
  WordSearch,
} from '../../../../shared/bundle/bundle.ts';
import type { BundleDiff } from '../../../core/bundle/bundle.ts';
import { counted } from '../../../../shared/plural.ts';
import { withTimes } from '../../../../shared/told-times.ts';
import type { CommonOptions } from '../../options/common-options.ts';
import { localTimeMs } from '../../../../shared/local-time.ts';
import { findingsText, lines } from '../../output/texts/findings-text.ts';
import { say } from '../../../../shared/words/all-words.ts';

function size(bytes: number): string {
  return bytes < 100_000 ? `${(bytes / 1024).toFixed(1)} kB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

export function reportText(
  { path, bytes, findings, missing, redactions }: BundleReport,
  options: CommonOptions,
): string {
  const replaced = Object.values(redactions).reduce((sum, count) => sum + count, 0);
  return `${findingsText(findings, options)}${lines(say('cli.not-in-it'), missing)}${path}\n${size(bytes)}; ${say('cli.replaced-values', { values: replaced })}\n`;
}

export function planText({ parts, findings, missing }: BundlePlan, options: CommonOptions): string {
  const table = parts.map(
    ({ id, file, bytes, isMore, problem }) =>
      `${id.padEnd(13)}${file.padEnd(19)}${problem ?? `${size(bytes)}${isMore ? ' and more' : ''}`}\n`,
  );
  return `${table.join('')}\n${findingsText(findings, options)}${lines(say('cli.not-in-it'), missing)}${say('cli.nothing-written')}\n`;
}

export function searchText(files: WordSearch): string {
  return files
    .map(
      ({ file, isFound, isMore }) =>
        `${isFound ? '✗' : '✓'} ${file.padEnd(19)}${isFound ? 'has it' : 'does not have it'}${isMore ? ', as far as it was looked through' : ''}\n`,
    )
    .join('');
}

export function inspectionText(inspection: BundleInspection, options: CommonOptions): string {
  const { createdAt, version, host, window, findings, files, problems, leaks, missing, canaries } =
    inspection;
  return [
    withTimes(
      `Made ${createdAt} by version ${version} on ${host}, of ${window.from ?? 'the beginning'} to ${window.to}.\n`,
      localTimeMs,
    ),
    findingsText(findings, options),
    ...files.map(
      ({ name, bytes, cut }) => `${name.padEnd(22)}${size(bytes)}${cut === null ? '' : `  ${cut}`}\n`,
    ),
    lines(say('cli.not-in-it'), missing),
    lines(say('cli.not-in-order'), problems),
    lines(
      say('cli.private'),
      leaks.map(({ file, rule, times }) => `${file}: ${rule}, ${counted(times, 'time')}`),
    ),
    `${say('cli.canaries', canaries)}\n`,
  ].join('');
}

export function diffText({ findings, differences, series }: BundleDiff): string {
  const shown = (value: unknown): string => (value === null ? 'not there' : JSON.stringify(value));
  return (
    [
      lines(say('cli.findings-of-first'), findings.onlyA),
      lines(say('cli.findings-of-second'), findings.onlyB),
      lines(
        'Differences:',
        differences.map(({ file, where, a, b }) => `${file} ${where}: ${shown(a)} | ${shown(b)}`),
      ),
      lines(
        'Means:',
        series.map(({ name, a, b }) => `${name}: ${shown(a)} | ${shown(b)}`),
      ),
    ].join('') || `${say('cli.nothing-differs')}\n`
  );
}
