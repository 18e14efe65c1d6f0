// `wengert fit` in process: files of data of every kind, what is said of malformed ones, and what comes out.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../../src/cli/main.js';
import { capture, runIn } from '../capture.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'wengert-'));
  write('line.csv', ROWS);
});
afterAll(() => rmSync(directory, { recursive: true }));

/** y = 2·x + 1 but for ±0.1: residuals of the regression line 1.96·x + 1.06 are 0.04, -0.12, 0.12 and -0.04. */
const ROWS = 'x,y\n0,1.1\n1,2.9\n2,5.1\n3,6.9\n';
const LINE = ['fit', 'y = a*x + b'];
const START = ['--start', 'a=1,b=0'];

function write(name: string, contents: string | Uint8Array): string {
  writeFileSync(path.join(directory, name), contents);
  return name;
}

const wengert = (...args: string[]) => runIn(directory, args);
const fitting = (...args: string[]) => wengert(...LINE, '--data', 'line.csv', ...START, ...args);
async function json(...args: string[]) {
  const { out, exit, err } = await wengert(...args, '--json');
  expect(exit, out + err).toBe(0);
  return JSON.parse(out);
}
/** What is said of a file, with its place. */
async function refused(contents: string | Uint8Array, ...args: string[]): Promise<string> {
  const { exit, out } = await wengert(...LINE, '--data', write('wrong.csv', contents), ...START, ...args, '--json');
  const [error] = JSON.parse(out).errors;
  expect(exit).toBe(1);
  expect(error.help ?? '', 'a way out').not.toBe('');
  return `${error.code} ${error.line === null ? '' : `${error.file}:${error.line}:${error.column} `}${error.message}`;
}

describe('what it tells', () => {
  it('is a table of parameters with their errors', async () => {
    const { exit, out } = await fitting();
    expect(exit).toBe(0);
    expect(out).toContain('4 rows of line.csv; response y\n');
    expect(out).toMatch(/^a +1\.96 +0\.05657 /m);
    expect(out).toMatch(/^residual standard deviation 0\.126491/m);
    expect(out).toContain('2 degrees of freedom');
    expect(out).toMatch(/^R² 0\.9983368$/m);
    expect(out).toMatch(/^correlation/m);
  });

  it('is JSON of a documented shape', async () => {
    const result = await json(...LINE, '--data', 'line.csv', ...START);
    expect(Object.keys(result).sort()).toEqual([
      ...[
        'atBounds',
        'confidence',
        'converged',
        'correlation',
        'covariance',
        'data',
        'degreesOfFreedom',
        'evaluations',
        'fixed',
      ],
      ...[
        'gradientNorm',
        'heldOut',
        'intervals',
        'iterations',
        'loss',
        'message',
        'names',
        'notes',
        'parameters',
        'rSquared',
      ],
      ...[
        'reason',
        'residualStandardDeviation',
        'responses',
        'rows',
        'standardErrors',
        'starts',
        'undetermined',
        'value',
      ],
    ]);
    expect(result.parameters.a).toBeCloseTo(1.96, 12);
    expect(result.parameters.b).toBeCloseTo(1.06, 12);
    expect(result.data).toEqual({ file: 'line.csv', dropped: 0 });
    expect(result.names).toEqual(['a', 'b']);
  });

  it('names what is fixed, at a bound, or not determined', async () => {
    expect((await fitting('--fix', 'b=1')).out).toMatch(/^b +1 +fixed$/m);
    expect((await fitting('--bounds', 'a=0..1.5')).out).toMatch(/^a +1\.5 +at a bound$/m);
    const { out } = await wengert('fit', 'y = a*c*x + b', '--data', 'line.csv', '--start', 'a=1,c=1,b=0');
    expect(out).toContain("note: 'a' and 'c' are not determined, only some combination of them is: fix one");
  });

  it('is the best point and exit 3 where it did not converge', async () => {
    const { exit, out } = await wengert(
      'fit',
      'y = exp(a*x) + b',
      '--data',
      'line.csv',
      '--start',
      'a=0.1,b=0',
      '--max-iterations',
      '2',
    );
    expect(exit).toBe(3);
    expect(out).toMatch(/^NOT converged after 2 iterations/);
    expect(out).toMatch(/^a +0\.\d+/m);
  });

  it('is where the model has no value at the start', async () => {
    const { exit, err } = await wengert('fit', 'y = log(a*x) + b', '--data', 'line.csv', ...START);
    expect(exit).toBe(3);
    expect(err).toContain('no finite value at the start: first in row 1 of line.csv');
  });

  it('has the loss of rows held out, the same each time', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => `${i},${2 * i + 1 + (i % 3)}`).join('\n');
    const args = [...LINE, '--data', write('long.csv', `x,y\n${rows}\n`), ...START, '--split', '0.8', '--seed', '7'];
    const result = await json(...args);
    expect([result.rows, result.heldOut.rows]).toEqual([40, 10]);
    expect(await json(...args)).toEqual(result);
    expect((await wengert(...args)).out).toMatch(/^held out: loss [\d.]+/m);
  });

  it('is the best so far after an interrupt', async () => {
    const { streams, out } = capture(directory);
    const controller = new AbortController();
    controller.abort();
    const exit = await run([...LINE, '--data', 'line.csv', ...START], streams, controller.signal);
    expect(exit).toBe(130);
    expect(out()).toMatch(/NOT converged.*interrupted/);
    expect(out()).toMatch(/^a +1 /m);
  });
});

describe('files that it reads', () => {
  const expected = { a: expect.closeTo(1.96, 10), b: expect.closeTo(1.06, 10) };
  const parametersOf = async (file: string, ...args: string[]) =>
    (await json(...LINE, '--data', file, ...START, ...args)).parameters;
  it.each([
    ['lines that end as on Windows', ROWS.replaceAll('\n', '\r\n')],
    ['lines that end as on old Macintoshes', ROWS.replaceAll('\n', '\r')],
    ['a mark of the byte order', `\ufeff${ROWS}`],
    ['no end of the last line', ROWS.trimEnd()],
    ['empty lines', `\n${ROWS.replaceAll('\n', '\n\n')}\n\n`],
    ['quoted cells', '"x","y","note"\n"0","1.1","a, ""b"""\n"1","2.9","two\nlines"\n"2","5.1",c\n3,6.9,d\n'],
    ['tabs', ROWS.replaceAll(',', '\t')],
    ['semicolons', ROWS.replaceAll(',', ';')],
    ['blanks around numbers', ROWS.replaceAll(',', ' , ')],
    ['other columns with any text', 'name,y,x\né,1.1,0\n,2.9,1\nNA,5.1,2\n7,6.9,3\n'],
    ['JSON lines', '{"x":0,"y":1.1}\n{"y":2.9,"x":1,"z":"q"}\n\n{"x":2,"y":5.1}\n{"x":3,"y":6.9}'],
  ])('with %s', async (_, contents) => {
    expect(await parametersOf(write('read.csv', contents))).toEqual(expected);
    expect(await parametersOf(write('read.csv.gz', gzipSync(contents)))).toEqual(expected);
  });

  it('in UTF-16', async () => {
    expect(await parametersOf(write('utf16.csv', Buffer.from(`\ufeff${ROWS}`, 'utf16le')))).toEqual(expected);
  });

  it('with decimal commas, or without names, where that is said', async () => {
    const german = ROWS.replaceAll(',', ';').replaceAll('.', ',');
    expect(await parametersOf(write('german.csv', german), '--decimal', ',')).toEqual(expected);
    expect(await parametersOf(write('bare.csv', ROWS.slice(4)), '--header', 'x,y')).toEqual(expected);
    expect(await parametersOf(write('bar.txt', ROWS.replaceAll(',', '!')), '--delimiter', '!')).toEqual(expected);
  });

  it('as Parquet, of any kind of number', async () => {
    const columnData = [
      { name: 'x', data: [0n, 1n, 2n, 3n], type: 'INT64' as const },
      { name: 'y', data: [1.1, 2.9, 5.1, 6.9], type: 'DOUBLE' as const },
      { name: 'note', data: ['a', 'b', 'c', 'd'], type: 'STRING' as const },
    ];
    const file = new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 3 }));
    expect(await parametersOf(write('read.parquet', file))).toEqual(expected);
    expect(await parametersOf(write('read.parquet.gz', gzipSync(file)))).toEqual(expected);
    for (const [codec, compress] of Object.entries({ GZIP: gzipSync, BROTLI: brotliCompressSync })) {
      const packed = parquetWriteBuffer({ columnData, codec: codec as 'GZIP', compressors: { [codec]: compress } });
      expect(await parametersOf(write(`${codec}.parquet`, new Uint8Array(packed))), codec).toEqual(expected);
    }
    const { exit, out } = await wengert('fit', 'note = a*x', '--data', 'read.parquet', '--start', 'a=1', '--json');
    expect([exit, JSON.parse(out).errors[0].message]).toEqual([1, "read.parquet: row 1, 'note': a is not a number"]);
  });

  it('with rows of one short column, many to a part of the file', async () => {
    const file = write('ones.csv', `y\n${'1\n2\n'.repeat(200_000)}`);
    const { parameters, rows } = await json('fit', 'y = a', '--data', file, '--start', 'a=0');
    expect([parameters.a, rows]).toEqual([expect.closeTo(1.5, 12), 400_000]);
  });

  it('from standard input', async () => {
    const { out } = await runIn(directory, [...LINE, '--data', '-', ...START, '--json'], ROWS);
    expect(JSON.parse(out).parameters).toEqual(expected);
  });

  it('without rows that miss a value, where that is said', async () => {
    const file = write('gaps.csv', `${ROWS}4,\nNA,7\n,n/a\n`);
    const result = await json(...LINE, '--data', file, ...START, '--drop-missing');
    expect([result.parameters, result.rows, result.data.dropped]).toEqual([expected, 4, 3]);
    expect((await wengert(...LINE, '--data', file, ...START, '--drop-missing')).out).toContain(
      '4 rows of gaps.csv; response y; 3 left out',
    );
  });
});

describe('what it says of a file', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['a missing value', 'x,y\n1,2\n2,\n', "WG622 wrong.csv:3:3 row 2 has no value for 'y'"],
    ['NA', 'x,y\n1,NA\n', "WG622 wrong.csv:2:3 row 1 has no value for 'y'"],
    ['text', 'x,y\n1,2\n\n2,two\n', "WG621 wrong.csv:4:3 row 2, 'y': 'two' is not a number"],
    ['text between quotes', 'x,y\n"1","a ""b"""\n', `WG621 wrong.csv:2:5 row 1, 'y': 'a "b"' is not a number`],
    ['a decimal comma', 'x;y\n1;2,5\n', "WG621 wrong.csv:2:3 row 1, 'y': '2,5' is not a number"],
    ['a number of JavaScript', 'x,y\n0x1F,2\n', "WG621 wrong.csv:2:1 row 1, 'x': '0x1F' is not a number"],
    ['infinity', 'x,y\n1,inf\n', "WG621 wrong.csv:2:3 row 1, 'y': 'inf' is not a number"],
    ['a row that is too long', 'x,y\n1,2\n1,2,3\n', 'WG621 wrong.csv:3:1 row 2 has 3 cells where there are 2 columns'],
    ['a row that is too short', 'x,y\n1\n', 'WG621 wrong.csv:2:1 row 1 has 1 cell where there are 2 columns'],
    ['two columns of a name', 'x,y,x\n1,2,3\n', "WG623 wrong.csv:1:5 two columns are called 'x'"],
    ['no names', '1,2\n3,4\n', 'WG623 wrong.csv:1:1 the first line has the names of columns, and these are numbers'],
    ['nothing in it', '', 'WG624 wrong.csv: it is empty'],
    ['names alone', 'x,y\n', 'WG624 wrong.csv: there are no rows'],
    ['a quote that is never closed', 'x,y\n1,"2\n3,4\n', 'WG624 wrong.csv:2:3 this quote is never closed'],
    ['another encoding', Buffer.from('x,y\n1,2\n2,3\u00e9\n', 'latin1'), 'WG624 wrong.csv:3:4 this is not UTF-8 text'],
    ['a spreadsheet', Buffer.from('PK\u0003\u0004'), 'WG624 wrong.csv: it is an archive or a spreadsheet'],
    ['bytes', Buffer.from([1, 2, 0, 0, 4]), 'WG624 wrong.csv: it is no text'],
    [
      'a data base of DuckDB',
      Buffer.from('\u0001\u0000\u0000\u0000\u0000\u0000\u0000\u0000DUCK\u0040\u0000'),
      'WG624 wrong.csv: it is a data base of DuckDB',
    ],
    [
      'a data base of SQLite',
      Buffer.from('SQLite format 3\u0000\u0010'),
      'WG624 wrong.csv: it is a data base of SQLite',
    ],
    [
      'zipped data that are cut off',
      gzipSync(ROWS.repeat(99)).subarray(0, 40),
      'WG624 wrong.csv: it cannot be unzipped: unexpected end of file',
    ],
    ['Parquet that is none', Buffer.from('PAR1 and more'), 'WG624 wrong.csv: it is not Parquet that can be read'],
    ['an array of JSON', '[{"x":1,"y":2}]', 'WG624 wrong.csv: it is one array of JSON'],
    ['a line that is no JSON', '{"x":1,"y":2}\n{"x":1,\n', 'WG624 wrong.csv:2:1 this line is not JSON'],
    ['a number of JSON between quotes', '{"x":1,"y":"2"}\n', `WG621 wrong.csv:1:8 row 1, 'y': "2" is not a number`],
  ])('with %s', async (_, contents, message) => {
    expect(await refused(contents)).toContain(message);
  });

  it('without a column to explain', async () => {
    const { exit, err } = await wengert('fit', 'a*exp(-b*x)', '--data', write('plain.csv', 'x,y\n1,2\n'));
    expect(exit).toBe(1);
    expect(err).toContain('error[WG623]: the model does not say which column it explains');
    expect(err).toContain("write 'y = a*exp(-b*x)': the left side is a column");
  });

  it('with names that are nearly right', async () => {
    const { out } = await wengert(
      'fit',
      'y = a*x',
      '--data',
      write('near.csv', 'x,yy\n1,2\n'),
      '--start',
      'a=1',
      '--json',
    );
    expect(JSON.parse(out).errors[0]).toMatchObject({ code: 'WG623', line: 1, column: 1, help: "did you mean 'yy'?" });
    const declared = await wengert('fit', 'param a = 1; data x, yyy; yyy = a*x', '--data', 'near.csv', '--json');
    expect(JSON.parse(declared.out).errors[0].help).toContain("did you mean 'yy'?");
  });

  it('with weights that are a formula', async () => {
    const { exit, err } = await fitting('--weights', '1/y^2');
    expect(exit).toBe(1);
    expect(err).toMatch(
      /^error\[WG623\]: .*: there is no column '1\/y\^2', and weights are a column\n {2}= help: its columns are x, y; what is to be computed stands in the model: 'residual \(y - …\)\/sigma'\n$/,
    );
  });

  it('with weights that it has not', async () => {
    const { exit, err } = await fitting('--weights', 'w');
    expect(exit).toBe(1);
    expect(err).toMatch(/there is no column 'w'\n {2}= help: its columns are x, y\n$/);
  });

  it('with responses that the loss does not go with', async () => {
    expect(await refused('x,y\n1,1\n2,1.5\n', '--loss', 'logistic')).toContain(
      "WG621 wrong.csv:3:3 row 2, 'y': 1.5 is not a response from 0 to 1",
    );
    expect(await refused('x,y,w\n1,1,1\n2,1,-1\n', '--weights', 'w')).toContain(
      "WG621 wrong.csv:3:5 row 2, 'w': a weight of -1",
    );
  });
});

describe('columns', () => {
  it('are mapped to names of the model', async () => {
    const file = write('people.csv', 'age,height (cm)\n0,1.1\n1,2.9\n2,5.1\n3,6.9\n');
    const { parameters } = await json(
      ...LINE,
      '--data',
      file,
      ...START,
      '--columns',
      'x=age',
      '--columns',
      'y=height (cm)',
    );
    expect(parameters.a).toBeCloseTo(1.96, 10);
  });

  it.each([
    ['x[1],x[2],y', []],
    ['x1,x2,y', []],
    ['x_1,x_2,y', []],
    ['p,q,y', ['--columns', 'x=p..q']],
    ['p,q,y', ['--columns', 'x[1]=p,x[2]=q']],
  ])('of a vector may be called %s', async (header, options) => {
    const file = write('vector.csv', `${header}\n1,0,3\n0,1,5\n1,1,8\n2,1,11\n`);
    const { parameters } = await json('fit', 'param w[2] = 0\ndata x[2], y\ny = dot(w, x)', '--data', file, ...options);
    expect(parameters.w[0]).toBeCloseTo(3, 10);
    expect(parameters.w[1]).toBeCloseTo(5, 10);
  });

  it('of JSON may be arrays', async () => {
    const file = write('vector.jsonl', '{"x":[1,0],"y":3}\n{"x":[0,1],"y":5}\n{"x":[1,1],"y":8}\n');
    const { parameters } = await json('fit', 'param w[2] = 0\ndata x[2], y\ny = dot(w, x)', '--data', file);
    expect(parameters.w[1]).toBeCloseTo(5, 10);
  });

  it.each([
    [['x=nothing'], "there is no column 'nothing'"],
    [['z=x'], "the model has no data 'z'"],
    [['x=y..x'], 'the first column is behind the last'],
    [['x'], 'no name and column'],
  ])('%j is refused', async (settings, message) => {
    const model = 'param w[1] = 0\ndata x[1], y\ny = w[1]*x[1]';
    const { err } = await wengert('fit', model, '--data', 'line.csv', ...settings.flatMap(of => ['--columns', of]));
    expect(err).toContain(message);
  });
});

describe('starts', () => {
  it('are several where a name is there again, or a file has them', async () => {
    const twice = await json(...LINE, '--data', 'line.csv', '--start', 'a=1', '--start', 'b=0', '--start', 'a=5,b=5');
    expect(twice.starts.map((of: { start: unknown }) => of.start)).toEqual([
      { a: 1, b: 0 },
      { a: 5, b: 5 },
    ]);
    write(
      'start.json',
      JSON.stringify([
        { a: 1, b: 2 },
        { a: 3, b: 4 },
      ]),
    );
    expect((await json(...LINE, '--data', 'line.csv', '--start', 'start.json')).starts).toHaveLength(2);
    expect((await json(...LINE, '--data', 'line.csv', ...START, '--starts', '4')).starts).toHaveLength(4);
  });

  it('go on from what was printed before', async () => {
    const { out } = await fitting('--json');
    const file = write('before.json', out);
    expect((await json(...LINE, '--data', 'line.csv', '--start', file)).starts[0].start.a).toBeCloseTo(1.96, 10);
  });

  it.each([
    [[], "no start for 'a' and 'b'", '--start a=1,b=1'],
    [['--start', 'a=1,b=q'], "'q' is not a number", '--start a=1,b=2'],
    [['--start', 'a=1,b=1,c=1'], "there is no parameter 'c'", 'a, b'],
    [['--start', 'nothing.json'], 'neither name=value nor a file', '--start'],
    [['--start', 'a=1,b=0', '--loss', 'huber'], "'huber' needs a scale", '--scale 1'],
    [['--start', 'a=1,b=0', '--split', '2'], 'the split 2 is no part', '0.8'],
    [['--start', 'a=1,b=0', '--bounds', 'a=1'], 'no name and range', 'a=0..10'],
  ])('%j is refused', async (args, message, help) => {
    const { exit, err } = await wengert(...LINE, '--data', 'line.csv', ...args);
    expect(exit).toBe(2);
    expect(err).toContain(message);
    expect(err).toContain(help);
  });
});

describe('files that it writes', () => {
  it('are the fitted model as a module', async () => {
    const model =
      'param w[2] = 1, unused = 3\nconst k = 2\ndata x, y\nu = k*x\ny = w[1]*u + w[2]\nresidual 0.001*(unused - 3)';
    const { exit, err } = await wengert(
      'fit',
      write('model.formula', model),
      '--data',
      'line.csv',
      '--emit',
      'fitted.js',
    );
    expect([exit, err]).toEqual([0, '']);
    const module = await import(pathToFileURL(path.join(directory, 'fitted.js')).href);
    // The line 1.96·x + 1.06.
    expect(module.value(2)).toBeCloseTo(4.98, 6);
    expect(module.gradient(2)[0]).toBeCloseTo(1.96, 6);
    expect(Array.from(module.predict({ x: [0, 1, 2] }), of => (of as number).toFixed(4))).toEqual([
      '1.0600',
      '3.0200',
      '4.9800',
    ]);
    expect(() => module.predict({ z: [1] })).toThrow('predict(columns): x must be an array');
    expect(module.parameters.w[0]).toBeCloseTo(0.98, 6);
    expect(module.standardErrors.w).toHaveLength(2);
    expect(module.covariance.names).toEqual(['w[1]', 'w[2]', 'unused']);
    const text = readFileSync(path.join(directory, 'fitted.js'), 'utf8');
    expect(text).toContain('// wengert fit model.formula --data line.csv');
    expect(readFileSync(path.join(directory, 'fitted.d.ts'), 'utf8')).toContain('export declare function predict');
  });

  it('have the mean of a response that has a link', async () => {
    const file = write('binary.csv', 'x,y\n-2,0\n-1,1\n0,0\n1,1\n2,1\n-1,0\n1,0\n2,1\n');
    const { exit } = await wengert(...LINE, '--data', file, ...START, '--loss', 'logistic', '--emit', 'logistic.mjs');
    expect(exit).toBe(0);
    const module = await import(pathToFileURL(path.join(directory, 'logistic.mjs')).href);
    const { a, b } = module.parameters;
    expect(module.value(1)).toBeCloseTo(1 / (1 + Math.exp(-a - b)), 12);
    expect(readdirSync(directory)).toContain('logistic.d.mts');
  });

  it('are drawings, of a curve or of predictions', async () => {
    expect((await fitting('--plot', 'fit.svg')).exit).toBe(0);
    const svg = readFileSync(path.join(directory, 'fit.svg'), 'utf8');
    expect(svg).toMatch(/^<!-- Generated by wengert [\d.]+ -->\n<svg /);
    expect(svg.match(/<circle/g)).toHaveLength(8);
    expect(svg).toContain('y = a*x + b');
    const file = write('two.csv', 'x,z,y\n1,0,3\n0,1,5\n1,1,8\n2,1,12\n');
    await wengert('fit', 'y = a*x + b*z', '--data', file, ...START, '--plot', 'two.svg');
    expect(readFileSync(path.join(directory, 'two.svg'), 'utf8')).toContain('prediction of y');
  });

  it('are drawn, but are no module, of models that look at all rows for one', async () => {
    const centred = ['fit', 'm = mean(x); y = a*(x - m) + b', '--data', 'line.csv', ...START];
    expect((await wengert(...centred, '--plot', 'centred.svg')).exit).toBe(0);
    expect(readFileSync(path.join(directory, 'centred.svg'), 'utf8')).toContain('prediction of y');
    const { exit, err } = await wengert(...centred, '--emit', 'centred.js');
    expect([exit, err]).toEqual([2, expect.stringContaining('has no prediction for one')]);
  });

  it('are not written over others, nor where there is nothing to write', async () => {
    write('mine.js', 'mine');
    const { exit, err, out } = await fitting('--emit', 'mine.js');
    expect(exit).toBe(1);
    expect(err).toContain("'mine.js' was not generated by wengert");
    // What was found is not lost.
    expect(out).toMatch(/^a +1\.96/m);
    expect(readFileSync(path.join(directory, 'mine.js'), 'utf8')).toBe('mine');
    const own = await wengert('fit', 'param a = 1; data y; sum((y - a)^2)', '--data', 'line.csv', '--emit', 'none.js');
    expect([own.exit, own.err]).toEqual([2, expect.stringContaining('no prediction to write')]);
    expect(readdirSync(directory)).not.toContain('none.js');
  });
});
