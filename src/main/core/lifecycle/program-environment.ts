import type { Environment } from './find-executable.ts';

// By their names, as they are usual: ours, those of other services, and addresses that carry a password.
const holdsSecret = /KEY|TOKEN|SECRET|PASSW|PASSPHRASE|CREDENTIAL|TEAM_URL|DATABASE_URL|PROXY/i;
// Where a program finds the screen and the person's agent: no secret itself, and missed by some.
const needed: ReadonlySet<string> = new Set(['XAUTHORITY', 'SSH_AUTH_SOCK']);

/** What a program that is started may know of our environment: everything but keys, which it has no use for. */
export function programEnvironment(environment: Environment): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => needed.has(name) || !holdsSecret.test(name)),
  );
}
