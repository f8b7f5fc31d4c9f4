import type { Discovery, ProbeReport, ProbeStep } from '../../../../shared/settings/targets/probe.ts';
import type { ShownTarget } from '../../../../shared/settings/targets/targets.ts';
import { shellWord } from '../../../../shared/words/shell-word.ts';
import { formatTable, type TableWidth } from '../../output/table.ts';
import { say } from '../../../../shared/words/all-words.ts';

export function targetsText(
  {
    targets,
    current,
  }: {
    targets: readonly ShownTarget[];
    current: string;
  },
  width: TableWidth,
): string {
  return formatTable(
    [{ piped: 'used' }, 'name', 'badge', 'address', 'REST', 'asks first', 'credentials', 'notes'],
    targets.map((target) => [
      target.name === current ? '*' : '',
      target.name,
      target.badge,
      target.wsUrl ?? 'inside the app',
      target.httpUrl ?? '',
      target.asksFirst ? 'yes' : '',
      target.credentials.join(', '),
      (target.notes ?? '').replace(/\s+/g, ' '),
    ]),
    width,
  );
}

const marks: Readonly<Record<ProbeStep['status'], string>> = {
  ok: '✓',
  note: '·',
  warn: '!',
  fail: '✗',
  skip: '-',
};

export function probeText(report: ProbeReport): string {
  const rows = report.steps.map(({ status, title, ms, found }) => [
    marks[status],
    title,
    ms === null ? '' : `${ms} ms`,
    found,
  ]);
  const hints = report.steps.flatMap(({ title, next }) => (next === null ? [] : [`${title}: ${next}`]));
  return [
    `${report.target} (${report.url})\n`,
    formatTable(['', 'step', 'time', 'found'], rows),
    ...(hints.length > 0 ? [`\n${hints.join('\n')}\n`] : []),
    `\n${verdictOf(report)}\n`,
  ].join('');
}

function verdictOf({ reachable, ok }: ProbeReport): string {
  if (!reachable) return say('cli.no-backend');
  return ok ? say('cli.answers') : say('cli.answers-partly');
}

export function discoveryText({ agents, tunnels, changed }: Discovery): string {
  const ports = agents.map(({ port, found }) => say('cli.port-found', { port, found })).join(', ');
  if (tunnels.length === 0) return `${say('cli.no-tunnels', { ports })}\n`;
  const rows = tunnels.map((tunnel) => [
    tunnel.name,
    tunnel.service,
    tunnel.localAddress,
    tunnel.wsUrl ?? tunnel.httpUrl ?? tunnel.publicUrl,
  ]);
  const offers = changed.map(
    ({ target, field, from, to }) =>
      `${say('cli.tunnel-moved', {
        ...{ target, from, to },
        command: `scrumbot targets edit ${shellWord(target)} ${field === 'wsUrl' ? '--ws' : '--http'} ${shellWord(to)}`,
      })}\n`,
  );
  return [formatTable(['tunnel', 'service', 'behind it', 'address'], rows), ...offers].join('');
}
