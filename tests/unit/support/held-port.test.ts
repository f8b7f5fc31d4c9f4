import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect } from 'vitest';
import { portOfNobody } from '../../support/held-port.ts';
import { itWith } from '../../support/machine/needs.ts';

async function codeOfConnecting(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const code = await Promise.race([
    once(socket, 'connect').then(() => 'open'),
    once(socket, 'error').then(([error]) => (error as NodeJS.ErrnoException).code ?? ''),
  ]).catch((error: unknown) => (error as NodeJS.ErrnoException).code ?? '');
  socket.destroy();
  return code;
}

itWith(
  ['linux'],
  'a held port answers nobody, and can be listened on and let go of again and again',
  async () => {
    const port = await portOfNobody();
    for (let time = 0; time < 3; time += 1) {
      expect(await codeOfConnecting(port)).toBe('ECONNREFUSED');
      const server = createServer().listen(port, '127.0.0.1');
      await once(server, 'listening');
      expect(await codeOfConnecting(port)).toBe('open');
      server.close();
      await once(server, 'close');
    }
  },
);
