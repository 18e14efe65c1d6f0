// What `wengert graph` draws: all, or what a screen can show.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runIn } from '../capture.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'wengert-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const wengert = (...args: string[]) => runIn(directory, args);

/** Six beads on a chain: some 140 nodes on two lines. */
const BEADS = `input x[6], y[6]
bond = sum((sqrt((x[i+1]-x[i])^2 + (y[i+1]-y[i])^2) - 1)^2, i = 1:5)
repel = sum(sum(1/((x[i]-x[j])^2 + (y[i]-y[j])^2)^3, j = i+2:6), i = 1:4)
bond + repel`;

const widthOf = (name: string): number =>
  Number(/<svg width="(\d+)pt"/.exec(readFileSync(path.join(directory, name), 'utf8'))![1]);

describe('a graph', () => {
  it('that fits is whole, one below the other', async () => {
    const { out, err } = await wengert('graph', 'exp(x)*sin(x) + x^2');
    expect(err).toBe('');
    expect(out).toContain('rankdir=TB');
    expect(out).toContain('label="t1 = exp(x)"');
  });

  it('that is wider than a screen is summed up by line, and told of', async () => {
    const { exit, err } = await wengert('graph', BEADS, '-o', 'beads.svg');
    expect(exit).toBe(0);
    expect(err).toBe('summed up by line: all 136 nodes are more than a screen can show; --whole draws them\n');
    expect(widthOf('beads.svg')).toBeLessThan(1200);
    const whole = await wengert('graph', BEADS, '-o', 'whole.svg', '--whole');
    expect(whole).toEqual({ exit: 0, out: '', err: '' });
    expect(widthOf('whole.svg')).toBeGreaterThan(3000);
  });

  it('of as many lines as would be wider than a screen has these below each other', async () => {
    const pairs = [1, 2, 3, 4, 5, 6].flatMap(i => [1, 2, 3, 4, 5, 6].filter(j => j > i).map(j => `${i}${j}`));
    const lines = pairs.map(([i, j]) =>
      `r${i}${j} = (x${i}-x${j})^2 + (y${i}-y${j})^2 + (z${i}-z${j})^2`.replaceAll(',', ''),
    );
    const energy = `${lines.join('\n')}\n${pairs.map(pair => `4*(1/r${pair}^6 - 1/r${pair}^3)`).join(' + ')}`;
    const { err } = await wengert('graph', energy, '-o', 'jones.svg');
    expect(err).toContain('summed up by line: all 242 nodes');
    // A screen of 1920 pixels has 1440 points; boxes of 15 lines and letters of 12 points are some 1000 high.
    expect(widthOf('jones.svg')).toBeLessThan(1440);
    const [, height] = /^<svg [^>]*height="(\d+)pt"/m.exec(readFileSync(path.join(directory, 'jones.svg'), 'utf8'))!;
    expect(Number(height)).toBeLessThan(1440);
  });

  it('at a point tells adjoints apart beside those that rounding leaves', async () => {
    const at = ['--at', 'x=1e-17', '--at', 'y=1'];
    // Adjoints are 1e-17 of x², 1 of y and 100 of what is multiplied by it.
    const { out } = await wengert('graph', 'a = x^2; b = 100*y; c = y/50; a + b + c', ...at);
    const fill = (name: string): string => new RegExp(`label="${name}[^]*?fillcolor="(#\\w+)"`).exec(out)![1]!;
    expect(fill('y\\\\n')).toBe('#f07f33');
    expect(fill('x\\\\n')).toBe('#fff1e5');
    expect(fill('b = ')).toBe('#fdbf8f');
  });

  it('of one line, which would be one box, goes across', async () => {
    const text = 'sum(sum(1/((k-j)*x + y*k + j)^2, j = 1:6), k = 1:4)';
    const { out, err } = await wengert('graph', text);
    expect(err).toBe('');
    expect(out).toContain('rankdir=LR');
    await wengert('graph', text, '-o', 'line.svg');
    expect(widthOf('line.svg')).toBeLessThan(3000);
  });

  it('of adjoints beside it is as wide as both', async () => {
    const text = `${Array.from({ length: 9 }, (_, i) => `a${i} = sin(x*${i}.5)*y`).join('\n')}\n${Array.from({ length: 9 }, (_, i) => `a${i}`).join(' + ')}`;
    expect((await wengert('graph', text)).err).toBe('');
    expect((await wengert('graph', text, '--adjoint')).err).toContain('summed up by line');
  });
});
