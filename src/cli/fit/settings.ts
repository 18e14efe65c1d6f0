// `--start a=1,b=2`, `--start start.json`, `--fix b=0`, `--bounds a=0..10`: numbers by name.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Setting, Settings } from '../../solve/parameters.js';
import { fileError, usageError } from '../terminal/failure.js';
import type { Streams } from '../terminal/streams.js';

/** Parts at commas that stand in no bracket. */
function parts(text: string): string[] {
  const found: string[] = [];
  let [depth, start] = [0, 0];
  for (let i = 0; i <= text.length; i++) {
    const at = text[i];
    if (at === '[') depth++;
    else if (at === ']') depth--;
    else if (at === undefined || (at === ',' && depth <= 0)) {
      found.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  return found.filter(part => part !== '');
}

function settingOf(option: string, setting: string, text: string): Setting {
  if (text.startsWith('[')) {
    try {
      return JSON.parse(text) as Setting;
    } catch {
      throw usageError(`${option} ${setting} is not an array of numbers`, `write ${option} 'w=[1,2]'`);
    }
  }
  const value = text === 'pi' ? Math.PI : text === '-pi' ? -Math.PI : Number(text);
  if (text === '' || Number.isNaN(value))
    throw usageError(`${option} ${setting}: '${text}' is not a number`, `write ${option} a=1,b=2`);
  return value;
}

/** Pairs in the order in which they are written. */
function pairsOf(option: string, text: string): [string, Setting][] {
  return parts(text).map(setting => {
    // An index has no '=' in it.
    const equals = setting.indexOf('=');
    if (equals < 1) throw usageError(`${option} ${setting}: no name and value`, `write ${option} a=1,b=2`);
    return [setting.slice(0, equals).trim(), settingOf(option, setting, setting.slice(equals + 1).trim())];
  });
}

/** Each name that is there again starts another start; a file may have several. */
export function readStarts(texts: readonly string[], streams: Streams): Settings[] {
  const starts: Map<string, Setting>[] = [];
  const add = (name: string, value: Setting): void => {
    if (starts.length === 0 || starts.at(-1)!.has(name)) starts.push(new Map());
    starts.at(-1)!.set(name, value);
  };
  for (const text of texts) {
    if (text.includes('=')) {
      for (const [name, value] of pairsOf('--start', text)) add(name, value);
      continue;
    }
    for (const settings of fileOf(text, streams)) starts.push(new Map(Object.entries(settings)));
  }
  return starts.map(start => Object.fromEntries(start));
}

function fileOf(name: string, streams: Streams): Settings[] {
  const file = path.resolve(streams.directory, name);
  if (!existsSync(file))
    throw usageError(`--start ${name} is neither name=value nor a file`, 'write --start a=1,b=2 or --start start.json');
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw fileError(`'${name}' is not JSON`);
  }
  const all: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  return all.map(of => {
    if (typeof of !== 'object' || of === null) throw fileError(`'${name}' does not hold an object such as {"a": 1}`);
    // What was printed with --json can be gone on from.
    return ('parameters' in of ? of.parameters : of) as Settings;
  });
}

export function readFixed(texts: readonly string[]): Settings {
  return Object.fromEntries(texts.flatMap(text => pairsOf('--fix', text)));
}

/** `a=0..10`, with either end left out. */
export function readBounds(texts: readonly string[]): Record<string, readonly [number, number]> {
  return Object.fromEntries(
    texts.flatMap(parts).map(setting => {
      const [, name, low, high] = /^([^=]+)=([^.]*(?:\.\d+[^.]*)?)\.\.(.*)$/.exec(setting) ?? [];
      if (name === undefined)
        throw usageError(`--bounds ${setting}: no name and range`, 'write --bounds a=0..10, or a=0.. for one end');
      const end = (text: string, none: number): number => {
        const value = text.trim() === '' ? none : Number(text);
        if (Number.isNaN(value))
          throw usageError(`--bounds ${setting}: '${text}' is not a number`, 'write --bounds a=0..10');
        return value;
      };
      return [name.trim(), [end(low!, Number.NEGATIVE_INFINITY), end(high!, Number.POSITIVE_INFINITY)]];
    }),
  );
}
