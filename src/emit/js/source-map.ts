// Source maps, version 3, from emitted names to the formula.

import { addMapping, GenMapping, setSourceContent, toEncodedMap } from '@jridgewell/gen-mapping';
import type { OnMapping } from './print.js';

export interface MapNames {
  /** Name of the emitted file. */
  readonly file: string;
  readonly source: string;
}

export interface SourceMap {
  readonly add: OnMapping;
  toJSON(): string;
}

/** @param content text of the formula. */
export function createSourceMap({ file, source }: MapNames, content: string): SourceMap {
  const map = new GenMapping({ file });
  setSourceContent(map, source, content);
  return {
    add: ({ original, generated }) => addMapping(map, { generated, source, original }),
    toJSON: () => JSON.stringify(toEncodedMap(map)),
  };
}
