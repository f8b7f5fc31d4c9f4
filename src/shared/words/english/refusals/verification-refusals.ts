/** Why a verification does not run. */
export const verificationRefusals = {
  'verification.no-connection': ({ target, why }: { target: string; why: string }) =>
    `${target} can't be verified, no connection: ${why}`,
  'verification.no-backend': ({ target, why }: { target: string; why: string }) =>
    `${target} is not a ScrumBot backend, or a broken one: ${why}`,
  'verification.file-missing': ({ folder, name }: { folder: string; name: string }) =>
    `${folder}/${name} is missing: the installation is incomplete. Install it again.`,
  'verification.scenarios-or-phases': 'A run is of scenarios or of phases. Run them one after the other.',
  'verification.confirm': ({ target, what }: { target: string; what: string }) =>
    `People may be working with ${target}, and ${what} could disturb them. That has to be allowed first.`,
  'verification.too-deep': ({ file }: { file: string }) =>
    `${file}:1: Its values are nested too deep to be read.`,
  'verification.at-step': ({
    file,
    line,
    step,
    what,
  }: {
    file: string;
    line: number;
    step: string;
    what: string;
  }) => `${file}:${line}:${step} ${what}`,
  'verification.at-line': ({ file, line, what }: { file: string; line: number; what: string }) =>
    `${file}:${line}: ${what}`,
  'verification.unreadable': ({ file, why }: { file: string; why: string }) =>
    `${file}:1: It can't be read: ${why}.`,
  'verification.busy': 'A verification is running. Wait until it is done, or cancel it.',
  'verification.none-running': 'No verification is running.',
  'verification.goes-on': ({ run }: { run: string }) => `Run ${run} continues.`,
  'verification.nothing-left': ({ run }: { run: string }) =>
    `Run ${run} has nothing left to do. Only a soak that was cut off can be resumed.`,
} as const;
