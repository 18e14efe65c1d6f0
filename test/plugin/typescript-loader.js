// webpack reads TypeScript through a loader; this one takes the types away and leads back to what it was given.

import { transform } from 'esbuild';

export default async function (code, map) {
  const done = this.async();
  try {
    const loader = this.resourcePath.endsWith('x') ? 'tsx' : 'ts';
    const given = map ? `\n//# sourceMappingURL=data:application/json,${encodeURIComponent(JSON.stringify(map))}` : '';
    const result = await transform(code + given, { loader, sourcemap: true, sourcefile: this.resourcePath });
    done(null, result.code, JSON.parse(result.map));
  } catch (error) {
    done(error);
  }
}
