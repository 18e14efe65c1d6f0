// Networks as formulas: what is solved in them is one block of some hundred unknowns, of which each equation has a few.

/** Numbers between 0 and 1, the same each time. */
function numbersFrom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * AC power flow in polar form: a grid of so many buses, as meshed as those of the IEEE are. Every eighth bus keeps its voltage, the first
 * one its angle as well. Injections are what is differentiated.
 */
export function powerFlow(buses) {
  const random = numbersFrom(1);
  const keepsVoltage = bus => bus % 8 === 0;
  const lines = [];
  for (let bus = 1; bus < buses; bus++)
    lines.push([Math.max(0, bus - 1 - Math.floor(random() * Math.min(bus, 8))), bus]);
  for (let k = 0; k < buses / 2; k++) {
    const from = Math.floor(random() * (buses - 1));
    const to = Math.min(buses - 1, from + 1 + Math.floor(random() * 10));
    if (!lines.some(([a, b]) => a === from && b === to)) lines.push([from, to]);
  }
  /** For each bus the admittances to itself and to its neighbours. */
  const admittances = Array.from({ length: buses }, () => new Map());
  const add = (from, to, g, b) => {
    const [before, reactive] = admittances[from].get(to) ?? [0, 0];
    admittances[from].set(to, [before + g, reactive + b]);
  };
  for (const [from, to] of lines) {
    const [r, x] = [0.01 + 0.02 * random(), 0.05 + 0.1 * random()];
    const size = r * r + x * x;
    for (const [a, b] of [
      [from, to],
      [to, from],
    ]) {
      add(a, b, -r / size, x / size);
      add(a, a, r / size, 0.01 - x / size);
    }
  }
  const angle = bus => (bus === 0 ? '0' : `t${bus}`);
  const voltage = bus => (keepsVoltage(bus) ? '1.02' : `v${bus}`);
  const unknowns = [];
  const equations = [];
  for (let bus = 1; bus < buses; bus++) {
    unknowns.push(`t${bus} = 0`);
    const sum = (first, second, sign) =>
      [...admittances[bus]]
        .map(([to, [g, b]]) => {
          const between = `${angle(bus)} - ${angle(to)}`;
          return `${voltage(to)}*((${g.toFixed(6)})*${first}(${between}) ${sign} (${b.toFixed(6)})*${second}(${between}))`;
        })
        .join(' + ');
    equations.push(`constraint ${voltage(bus)}*(${sum('cos', 'sin', '+')}) == p[${bus + 1}]`);
    if (keepsVoltage(bus)) continue;
    unknowns.push(`v${bus} = 1`);
    equations.push(`constraint ${voltage(bus)}*(${sum('sin', 'cos', '-')}) == q[${bus + 1}]`);
  }
  const voltages = unknowns.filter(text => text.startsWith('v')).map(text => `(${text.split(' ')[0]} - 1)^2`);
  const text = [
    `input p[${buses}], q[${buses}]`,
    `implicit ${unknowns.join(', ')}`,
    ...equations,
    voltages.join(' + '),
  ].join('\n');
  const p = Float64Array.from({ length: buses }, (_, bus) => (keepsVoltage(bus) ? 0.35 : -0.05 * random()));
  const q = Float64Array.from({ length: buses }, (_, bus) => (keepsVoltage(bus) ? 0 : -0.02 * random()));
  return { text, args: [p, q] };
}

/** Cells of a reactor in a row, some of which flow back: A + B → C, C → , 2 C → A, all of them at rest. */
export function reactor(cells) {
  const random = numbersFrom(2);
  const flows = [];
  const onward = new Float64Array(cells).fill(1);
  for (let k = 0; k < cells / 5; k++) {
    const from = 5 + Math.floor(random() * (cells - 5));
    const to = Math.max(0, from - 1 - Math.floor(random() * 6));
    flows.push([from, to, 0.3]);
    for (let cell = to; cell < from; cell++) onward[cell] += 0.3;
  }
  for (let cell = 1; cell < cells; cell++) flows.push([cell - 1, cell, onward[cell - 1]]);
  const equations = [];
  for (let cell = 0; cell < cells; cell++) {
    const coming = flows.filter(([, to]) => to === cell);
    const total = coming.reduce((sum, [, , flow]) => sum + flow, cell === 0 ? 1 : 0);
    const [a, b, c] = ['A', 'B', 'C'].map(of => `${of}[${cell + 1}]`);
    const flowing = (species, fed) =>
      [...coming.map(([from, , flow]) => `${flow.toFixed(3)}*${species}[${from + 1}]`), cell === 0 ? fed : '0'].join(
        ' + ',
      );
    const out = total.toFixed(3);
    equations.push(
      `constraint ${flowing('A', 'a0')} - ${out}*${a} - k1*${a}*${b} + k3*${c}^2 == 0`,
      `constraint ${flowing('B', 'b0')} - ${out}*${b} - k1*${a}*${b} == 0`,
      `constraint ${flowing('C', '0')} - ${out}*${c} + k1*${a}*${b} - k2*${c} - 2*k3*${c}^2 == 0`,
    );
  }
  const text = [
    'input k1, k2, k3, a0, b0',
    `implicit A[${cells}] = 0.5, B[${cells}] = 0.5, C[${cells}] = 0.1`,
    ...equations,
    `C[${cells}]*exp(-A[${cells}])`,
  ].join('\n');
  return { text, args: [1.5, 0.2, 0.7, 1, 0.9] };
}

/** So many blocks of four unknowns, each of which needs the one before. */
export function chain(blocks) {
  const size = 4;
  const lines = ['input g', `implicit ${Array.from({ length: blocks }, (_, b) => `z${b}[${size}] = 0`).join(', ')}`];
  for (let block = 0; block < blocks; block++) {
    const rows = Array.from({ length: size }, (_, i) => {
      const own = Array.from(
        { length: size },
        (_, j) => `${(2 * Math.sin(i + 2 * j + 1)).toFixed(3)}*z${block}[${j + 1}]`,
      );
      return `tanh(g*(${own.join(' + ')}) + 0.4 + ${block === 0 ? '0' : `0.1*z${block - 1}[${i + 1}]`})`;
    });
    lines.push(`z${block} = [${rows.join(', ')}]`);
  }
  return { text: [...lines, `sum(z${blocks - 1}.^2)`].join('\n'), args: [0.4] };
}
