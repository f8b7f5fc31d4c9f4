/** Why a target is not used or kept. */
export const targetRefusals = {
  'target.other-origin': ({ name, stored, now }: { name: string; stored: string; now: string }) =>
    `The credentials of the target ${name} were given for ${stored}, so they are not sent to ${now}, where its address is now. Enter them again, or remove them.`,
  'target.built-in-stays': "The built-in target can't be changed or removed.",
  'target.none': ({ name, known }: { name: string; known: string }) =>
    `No target is called "${name}". Known: ${known}.`,
  'target.exists-edit': ({ name }: { name: string }) =>
    `A target named "${name}" already exists. "targets edit" changes it.`,
  'target.exists': ({ name }: { name: string }) => `A target named "${name}" already exists.`,
  'target.confirm-removal': ({ name }: { name: string }) =>
    `People may be working with ${name} (its badge is red, or it is marked as production), so removing it has to be confirmed.`,
  'target.not-json': 'This is not a targets file: it is not JSON. Choose one that was written by Export.',
  'target.foreign-file': ({ format }: { format: string }) =>
    `This is not a targets file: an export of targets says "format": "${format}".`,
  'target.twice': ({ name }: { name: string }) =>
    `The file has the target "${name}" twice. Nothing was imported: keep one of the two.`,
  'target.no-list': ({ why }: { why: string }) => `This is not a targets file: ${why}`,
  'target.no-address': ({ name }: { name: string }) =>
    `The target "${name}" has no address of its own and can't be imported.`,
  'target.not-kept': ({ name, why }: { name: string; why: string }) =>
    `The target ${name} can't be kept: ${why}`,
  'target.bad-rest': ({ name, problem, meant }: { name: string; problem: string; meant: string }) =>
    `The REST address of ${name} ${problem}${meant === '' ? '' : ` Did you mean ${meant}?`}`,
  'target.bad-name': "A target's name is one or a few words, not an address.",
  'target.bad-address': ({ name, problem }: { name: string; problem: string }) =>
    `The address of ${name} ${problem}`,
} as const;
