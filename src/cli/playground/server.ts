// The playground's files over HTTP, on this machine alone.

import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';
import { fileError } from '../terminal/failure.js';

const HOST = '127.0.0.1';

/** Beside the command line, once the package is built. */
const FILES = fileURLToPath(new URL('./playground/', import.meta.url));

/** Graphviz, which draws the graphs; null where it is not installed. */
function graphvizFolder(): string | null {
  try {
    return path.dirname(fileURLToPath(import.meta.resolve('@viz-js/viz')));
  } catch {
    return null;
  }
}

/** @param port 0 for any that is free @throws FormulaError where it is taken */
export async function serve(port: number): Promise<{ readonly address: string; readonly server: Server }> {
  const page = sirv(FILES, { etag: true });
  const folder = graphvizFolder();
  const graphviz = folder === null ? null : sirv(folder, { etag: true });
  const server = createServer((request, response) => {
    const { url } = request;
    // A name that leads here from a page elsewhere is none of ours.
    if (!isOurs(request.headers.host)) response.writeHead(403).end();
    else if (url === '/viz.js' && graphviz !== null) graphviz(request, response);
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
