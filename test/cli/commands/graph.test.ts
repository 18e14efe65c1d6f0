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
