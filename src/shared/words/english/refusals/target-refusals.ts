/** Why a target is not used or kept. */
export const targetRefusals = {
  'target.other-origin': ({ name, stored, now }: { name: string; stored: string; now: string }) =>
    `The credentials of the target ${name} were given for ${stored}; its address is at ${now} now, which gets none of them. Enter them again for it, or clear them.`,
  'target.built-in-stays': 'The built-in target is always there and stays as it is.',
  'target.none': ({ name, known }: { name: string; known: string }) =>
    `No target is called "${name}". Known: ${known}.`,
  'target.exists-edit': ({ name }: { name: string }) =>
    `There is a target "${name}" already. "targets edit" changes it.`,
  'target.exists': ({ name }: { name: string }) => `There is a target "${name}" already.`,
  'target.confirm-removal': ({ name }: { name: string }) =>
    `People may be working with ${name} (its badge is red, or it is marked as production), so removing it has to be confirmed.`,
  'target.not-json': 'This is no file of targets: it is not JSON.',
  'target.foreign-file': ({ format }: { format: string }) =>
    `This is no file of targets: an export of them says "format": "${format}".`,
  'target.twice': ({ name }: { name: string }) =>
    `The file has the target "${name}" twice. Nothing was imported: which of them is meant?`,
  'target.no-list': ({ why }: { why: string }) => `This is no file of targets: ${why}`,
  'target.no-address': ({ name }: { name: string }) =>
    `The target "${name}" has no address of its own and can't be imported.`,
  'target.not-kept': ({ name, why }: { name: string; why: string }) =>
    `The target ${name} can't be kept: ${why}`,
  'target.bad-rest': ({ name, problem, meant }: { name: string; problem: string; meant: string }) =>
    `The REST address of ${name} ${problem}${meant}`,
  'target.bad-name': "A target's name is a word or a few, and no address.",
  'target.bad-address': ({ name, problem }: { name: string; problem: string }) =>
    `The address of ${name} ${problem}`,
} as const;
