// The playground's files over HTTP, on this machine alone.

import { readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import sirv from 'sirv';
import { fileError } from '../terminal/failure.js';

const HOST = '127.0.0.1';

/** Beside the command line, once the package is built: the page, and files of the package's own that its code imports. */
const PACKAGE = new URL('./', import.meta.url);
const PAGE = new URL('playground/', PACKAGE);

/** What the package has compressed, by where the page looks for it: its code, what draws graphs and what draws plots. */
const COMPRESSED = new Map([
  ['/main.js', new URL('playground.js.br', PACKAGE)],
  ['/viz.js', new URL('graphviz.js.br', PACKAGE)],
  ['/plotting.js', new URL('plotting.js.br', PACKAGE)],
]);

/** As it is kept, to those who can read it. */
function sendCompressed(file: URL, accepted: string, response: ServerResponse): void {
  const bytes = readFileSync(file);
  response.setHeader('content-type', 'text/javascript').setHeader('vary', 'accept-encoding');
  if (/\bbr\b/.test(accepted)) response.setHeader('content-encoding', 'br').end(bytes);
  else response.end(brotliDecompressSync(bytes));
}

/** @param port 0 for any that is free @throws FormulaError where it is taken */
export async function serve(port: number): Promise<{ readonly address: string; readonly server: Server }> {
  const page = sirv(fileURLToPath(PAGE), { etag: true });
  const library = sirv(fileURLToPath(PACKAGE), { etag: true });
  const server = createServer((request, response) => {
    const { url = '', headers } = request;
    const [file = ''] = url.split('?');
    const compressed = COMPRESSED.get(file);
    // A name that leads here from a page elsewhere is none of ours.
    if (!isOurs(headers.host)) response.writeHead(403).end();
    else if (compressed !== undefined) sendCompressed(compressed, String(headers['accept-encoding'] ?? ''), response);
    else if (/^\/[\w-]+\.js$/.test(file)) library(request, response);
    else page(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const { code } = error;
      const isRefused = code === 'EADDRINUSE' || code === 'EACCES';
      reject(
        isRefused ? fileError(`port ${port} is taken`, "another one with '--port', or any with '--port 0'") : error,
      );
    });
    server.listen(port, HOST, resolve);
  });
  const own = server.address();
  // Where a server listens on a port it has an address of this kind.
  const at = typeof own === 'object' && own !== null ? own.port : port;
  return { address: `http://${HOST}:${at}/`, server };
}

const isOurs = (host: string | undefined): boolean => /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(host ?? '');
