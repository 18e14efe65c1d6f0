// What is measured: formulas, points, and gradients as a careful programmer writes them.

import { readFileSync } from 'node:fs';

const example = name => readFileSync(new URL(`../../examples/${name}.formula`, import.meta.url), 'utf8');
const wave = (n, scale = 1, offset = 0) =>
  Array.from({ length: n }, (_, i) => offset + scale * Math.sin(1.7 * i + 0.3));

function rosenbrock(n) {
  return {
    name: `Rosenbrock ${n}`,
    formula: `input x[${n}]\nsum(100*(x[i+1] - x[i]^2)^2 + (1 - x[i])^2, i = 1:${n - 1})`,
    theta: wave(n, 0.2, 0.9),
    byHand(x, gradient) {
      let value = 0;
      gradient.fill(0);
      for (let i = 0; i < n - 1; i++) {
        const u = x[i + 1] - x[i] * x[i];
        const v = 1 - x[i];
        value += 100 * u * u + v * v;
        gradient[i] -= 400 * u * x[i] + 2 * v;
        gradient[i + 1] += 200 * u;
      }
      return value;
    },
  };
}

function speelpenning(n) {
  const suffix = new Float64Array(n + 1);
  return {
    name: `Speelpenning ${n}`,
    formula: `input x[${n}]\nprod(x)`,
    theta: wave(n, 0.1, 1),
    byHand(x, gradient) {
      suffix[n] = 1;
      for (let i = n - 1; i > 0; i--) suffix[i] = suffix[i + 1] * x[i];
      let prefix = 1;
      for (let i = 0; i < n; i++) {
        gradient[i] = prefix * suffix[i + 1];
        prefix *= x[i];
      }
      return prefix;
    },
  };
}

function chebyshev(n) {
  const lines = ['T0 = x', 'T1 = 2*x*x - 1'];
  for (let k = 2; k < n; k++) lines.push(`T${k} = 2*x*T${k - 1} - T${k - 2}`);
  return {
    name: `Chebyshev ${n}`,
    formula: `input x\n${lines.join('\n')}`,
    theta: [0.3],
    byHand([x], gradient) {
      let [before, value] = [1, x];
      let [slopeBefore, slope] = [0, 1];
      for (let k = 1; k < n; k++) {
        const next = 2 * x * value - before;
        const slopeNext = 2 * value + 2 * x * slope - slopeBefore;
        [before, value] = [value, next];
        [slopeBefore, slope] = [slope, slopeNext];
      }
      gradient[0] = slope;
      return value;
    },
  };
}

/** Real spherical harmonics by the recurrences of associated Legendre functions, as used in lighting. */
function harmonics(degree) {
  const lines = [
    'input x, y, z',
    'r2 = x^2 + y^2 + z^2',
    'r = sqrt(r2)',
    'u = x/r',
    'v = y/r',
    'w = z/r',
    'c0 = 1',
    's0 = 0',
  ];
  for (let m = 1; m <= degree; m++)
    lines.push(`c${m} = u*c${m - 1} - v*s${m - 1}`, `s${m} = u*s${m - 1} + v*c${m - 1}`);
  const terms = [];
  for (let m = 0; m <= degree; m++) {
    for (let l = m; l <= degree; l++) {
      if (l === m) lines.push(`P${l}_${m} = ${m === 0 ? '1' : `${1 - 2 * m}*P${m - 1}_${m - 1}`}`);
      else if (l === m + 1) lines.push(`P${l}_${m} = ${2 * m + 1}*w*P${m}_${m}`);
      else lines.push(`P${l}_${m} = (${2 * l - 1}*w*P${l - 1}_${m} - ${l + m - 1}*P${l - 2}_${m})/${l - m}`);
      terms.push(`${(1 / (1 + l + m)).toFixed(3)}*P${l}_${m}*(c${m} + 0.5*s${m})`);
    }
  }
  return { name: `Harmonics ${degree}`, formula: `${lines.join('\n')}\n${terms.join(' + ')}`, theta: [0.3, -0.5, 0.7] };
}

/** Two outputs of 32 rectified units of 32 inputs each; differentiated by the weights and by the inputs. */
function reluNetwork() {
  const formula = `input x[32], W[32,32], b[32], V[2,32], c[2]
h = relu(W*x + b)
y = V*h + c
dot(y, y)`;
  return { name: 'relu 32×32×2', formula, theta: wave(32 + 32 * 32 + 32 + 2 * 32 + 2, 0.5) };
}

function largest(n) {
  return {
    name: `max of ${n}`,
    formula: `input x[${n}]\nmax(array(exp(x[i])*x[i], i = 1:${n}))`,
    theta: wave(n),
    byHand(x, gradient) {
      let best = -Infinity;
      let count = 0;
      const terms = new Float64Array(n);
      for (let i = 0; i < n; i++) {
        terms[i] = Math.exp(x[i]) * x[i];
        if (terms[i] > best) [best, count] = [terms[i], 0];
        if (terms[i] === best) count++;
      }
      for (let i = 0; i < n; i++) gradient[i] = terms[i] === best ? (Math.exp(x[i]) * (1 + x[i])) / count : 0;
      return best;
    },
  };
}

export const problems = [
  {
    name: 'formula',
    formula: 'exp(exp(x)+exp(x)^2)+sin(exp(x)+exp(x)^2)',
    theta: [0.01],
    byHand([x], gradient) {
      const a = Math.exp(x);
      const c = a + a * a;
      const d = Math.exp(c);
      const cBar = d + Math.cos(c);
      gradient[0] = a * (cBar + cBar * 2 * a);
      return d + Math.sin(c);
    },
  },
  rosenbrock(20),
  rosenbrock(200),
  rosenbrock(1000),
  speelpenning(100),
  chebyshev(30),
  { name: 'determinant 6×6', formula: 'input A[6,6]\ndet(A)', theta: wave(36) },
  {
    name: 'neural network',
    formula: example('neural-network')
      .replace('input X[batch,features]', 'const X = [1, 2, 3; 0, 1, -1; 2, 0, 1; 1, 1, 1]\n')
      .replace('input T[batch,classes]', 'const T = [1, 0, 0; 0, 1, 0; 0, 0, 1; 1, 0, 0]\n'),
    theta: wave(38, 0.5),
  },
  {
    name: 'BA residual',
    formula: example('bundle-adjustment')
      .replace('input feat[2]', 'const feat = [10, 20]')
      .replace('output reprojection, weight', 'dot(reprojection, reprojection) + weight^2'),
    theta: [0.1, 0.2, 0.3, 0.1, 0.2, -5, 300, 2, -3, 0.01, 0.002, 0.4, -0.3, 1, 0.8],
  },
  {
    name: 'GMM 2×5',
    formula: example('gaussian-mixture').replace(
      'input x[n,d]',
      'const x = [0, 1; 1, 0; 2, 1; 1, 2; -1, 0; 0, -1; 2, 2; -1, 1]\n',
    ),
    theta: wave(30, 0.5),
  },
  harmonics(8),
  reluNetwork(),
  largest(1000),
  {
    name: 'robot arm',
    formula: example('robot-arm').replace('output position', 'dot(position, position)'),
    theta: wave(6),
  },
];
