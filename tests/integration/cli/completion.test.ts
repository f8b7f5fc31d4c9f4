import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { describeWith } from '../../support/machine/needs.ts';

const entry = fileURLToPath(new URL('../../../out/main/cli.js', import.meta.url));

// What a shell does at the Tab key, in one that has nothing loaded; `compopt` works inside of it alone.
const script = `
scrumbot() { "$NODE" "$ENTRY" "$@"; }
compopt() { :; }
scrumbot completion bash > "$FILE"
source "$FILE"
source "$FILE"
at_tab() {
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=\${#COMP_LINE} COMPREPLY=()
  __scrumbot_complete
  echo "\${COMPREPLY[*]}"
}
at_tab scrumbot sess
at_tab scrumbot doctor --color ''
at_tab scrumbot settings set direct.lang
at_tab scrumbot keys remove ''
at_tab scrumbot help sess
`;

describeWith(['posix', 'builtPage'], 'completion', () => {
  it('works in a bash that has nothing loaded, read twice, and completes commands, options and names', async () => {
    const FILE = join(await makeTemporaryFolder(), 'completion.bash');
    const { stdout, stderr } = await promisify(execFile)('bash', ['--norc', '-c', script], {
      env: { ...process.env, NODE: process.execPath, ENTRY: entry, FILE },
    });
    expect(stderr).toBe('');
    expect(stdout).toBe('sessions\nauto always never\ndirect.language\ngroq openai-compatible\nsessions\n');
  });
});
