import { counted } from '../../../plural.ts';

type Titles = { titles: readonly string[] };

/** What a verification came to, phase by phase, and what it is at. Shares are whole percents. */
export const runWords = {
  'verify.a-scenario': 'a scenario',

  'verify.parts': ({ parts }: { parts: readonly string[] }) => parts.join(' '),
  'verify.connection': 'Connection',
  'verify.connection-lost': ({ why }: { why: string }) =>
    `The connection was lost, so there is no evidence: ${why}`,
  'verify.connection-lost.next': 'The phase reconnect shows how connections to this target end.',
  'verify.time': 'Time',
  'verify.time-up': 'The time of a quick run was up before this was done.',
  'verify.stopped-before': 'The run was stopped before this was done.',
  'verify.left-out': 'Left out',
  'verify.not-run': 'Not run',
  'verify.disruptive': ({ target }: { target: string }) =>
    `It could disturb people who work with ${target}. Allow disturbing phases to run it.`,
  'verify.not-run.time': 'The time of a quick run was up before this.',
  'verify.not-run.stopped': 'The run was stopped before this.',

  'verify.running': 'Running.',
  'verify.running-again': 'Running again.',
  'verify.interrupted': ({ summary }: { summary: string }) => `Interrupted. ${summary}`,
  'verify.stopped': ({ summary }: { summary: string }) => `It was stopped before its end. ${summary}`,
  'verify.not-in-order': ({ titles }: Titles) => `Not in order: ${titles.join(', ')}.`,
  'verify.also-open': ({ titles }: Titles) => `Without evidence: ${titles.join(', ')}.`,
  'verify.open': ({ titles }: Titles) => `Nothing failed, but without evidence: ${titles.join(', ')}.`,
  'verify.too-busy': 'This machine was too busy for times to tell anything of the target.',
  'verify.quiet-advice': 'Run it again when this machine has less to do, or from another one.',
  'verify.nothing': 'Nothing was verified.',
  'verify.one-passed': ({ title }: { title: string }) => `${title} passed.`,
  'verify.all-scenarios': ({ count }: { count: number }) => `All ${count} scenarios passed.`,
  'verify.all-phases': ({ count }: { count: number }) => `All ${count} phases that were run passed.`,
  'verify.doing.connecting': ({ target }: { target: string }) => `Connecting to ${target}`,

  'verify.own-bottleneck': ({ own }: { own: number }) =>
    `This process is the bottleneck: it used ${own} % of a core.`,
  'verify.others-bottleneck': (p: { machine: number; own: number; waited: number }) =>
    `This machine is the bottleneck: others use it (${p.machine} % of its cores are busy, ours ${p.own} % of one), and for ${p.waited} % of the time we waited for a core.`,
  'verify.late-bottleneck': ({ lateMs, machine }: { lateMs: number; machine: number }) =>
    `This machine is the bottleneck: timers were up to ${lateMs} ms late, and ${machine} % of its cores are busy.`,
  'verify.upper-bound':
    'Others used this machine meanwhile, which can only have made it longer: the target is at least as quick.',
  'verify.own-share': ({ own, machine }: { own: number; machine: number }) =>
    `This process used ${own} % of one core; of all cores ${machine} % were busy.`,
  'verify.own-share-waited': (p: { own: number; machine: number; waited: number }) =>
    `This process used ${p.own} % of one core; of all cores ${p.machine} % were busy, and it waited for a core for ${p.waited} % of the time.`,
  'verify.tries': ({ tries }: { tries: number }) => `It was measured ${counted(tries, 'time')}.`,

  'verify.halved.unknown': 'One of the two runs did not measure its traffic.',
  'verify.halved': (p: { is: number; percent: number; was: number; most: number }) =>
    `Result messages take ${p.is} bytes, ${p.percent} % of ${p.was}. The testing guide asks for at most ${p.most} %.`,
} as const;
