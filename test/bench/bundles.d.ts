/** @param parts files of dist/ beside the root, without `.js` */
export function bundlesOf(parts: readonly string[]): Promise<Record<'rolldown' | 'esbuild', string>>;
export function gzippedSize(code: string): number;
