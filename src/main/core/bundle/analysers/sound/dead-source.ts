import { evidenceOf, type Analyser } from '../facts.ts';

/** A source that gave nothing, or nothing but zeros. */
export const deadSource: Analyser = ({ events }) => {
  const failed = events.filter(({ type }) => type === 'capture.failed');
  const zeros = events.filter(({ type }) => type === 'capture.zeros-warning' || type === 'zeros-warning');
  return [
    ...(failed.length === 0
      ? []
      : [
          {
            id: 'dead-source',
            level: 'bad' as const,
            title: "A sound source stopped or couldn't be opened.",
            evidence: evidenceOf(failed),
            next: 'Check the device and the permission to record on this machine, then start the recording again.',
          },
        ]),
    ...(zeros.length === 0
      ? []
      : [
          {
            id: 'zero-source',
            level: 'bad' as const,
            title: 'A source delivered nothing but digital silence.',
            evidence: evidenceOf(zeros),
            next: 'Look whether the device is muted, and whether the system allows recording for this app.',
          },
        ]),
  ];
};
