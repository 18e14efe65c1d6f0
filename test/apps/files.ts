// A folder of files over HTTP, under a policy that allows scripts of its own alone.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';
import type { Served } from './application.js';

/** @param policy in place of one that allows neither scripts in pages nor code from text. */
export async function serveFiles(directory: string, policy: string | null = "script-src 'self'"): Promise<Served> {
  const files = sirv(directory, { single: true });
  const server = createServer((request, response) => {
    if (policy !== null) response.setHeader('content-security-policy', policy);
    files(request, response, () => response.writeHead(404).end());
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
